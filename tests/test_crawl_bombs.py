"""One crawl of an outlet whose answers are bombs: each costs its own link or seed, with a name for it, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.crawling import Crawls, Ran, Row, plain_feed, served
from tests.site import bombs, output
from tests.site.behaviour import Answer, Behaviour, cut_body, endless
from tests.site.loopback import LoopbackOutlet

pytestmark = [pytest.mark.promise("T8"), pytest.mark.promise("T17")]

BOMB_BYTES = 20 * bombs.MB  # twice what a page may have
ONE_LINE_BYTES = 10 * bombs.MB
SOUND = 4  # articles of the sound feed with nothing wrong
HTML, RSS, XML = "text/html; charset=UTF-8", "application/rss+xml", "application/xml"
HOSTILE_TITLE = "Bread\0 and\n{\"line\":\u20282}\u2029\x85 \u202eroses"
HOSTILE_GUID = "../../../../../../tmp/newscrawl-was-here"
INFLATES = "too_large (hard): its body inflates to more than"
CODINGS = (*bombs.PACKERS, "gzip, gzip", "br, gzip", "zstd, br, deflate")


def bomb(codings: str, content_type: str) -> Behaviour:
    return served(bombs.packed(codings, bombs.filling(b" ", BOMB_BYTES)), content_type, ("Content-Encoding", codings))


def packed(codings: str) -> Behaviour:
    """The sound answer, packed."""
    return lambda answer: replace(answer, body=bombs.packed(codings, [answer.body])).with_header("Content-Encoding", codings)


def cut(codings: str) -> Behaviour:
    """The sound answer, packed, without its second half."""
    return lambda answer: replace(whole := packed(codings)(answer), body=whole.body[: len(whole.body) // 2])


def unknown_coding(answer: Answer) -> Answer:
    return answer.with_header("Content-Encoding", "x-snappy")


def short_length(answer: Answer) -> Answer:
    """Content-Length says 10 bytes, and the whole body follows on a connection that stays open."""
    return replace(answer, declared_length=10)


def widened(answer: Answer) -> Answer:
    return replace(answer, body=bombs.wide_table(answer.body))


def untitled(answer: Answer) -> Answer:
    """A page that leaves its title to the feed."""
    return replace(answer, body=re.sub(rb"<(title|h1)\b.*?</\1>", b"", answer.body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the server does to one article, and what must become of its link; `detail` begins what a person is told."""

    name: str
    does: Behaviour
    status: str = "rejected"
    reason: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What the server answers at one seed, and the beginning of the reason that is told; None: it is read."""

    name: str
    does: Behaviour
    problem: str | None
    via: str = "feed"


def broken_page(name: str, does: Behaviour) -> Page:
    return Page(name=name, does=does, status="pending", reason="network", detail="its ")


PAGES = (
    *(Page(name=f"bomb in {each}", does=bomb(each, HTML), reason="too_large", detail="its body inflates") for each in CODINGS),
    *(Page(name=f"sound in {each}", does=packed(each), status="kept") for each in CODINGS),
    *(broken_page(f"cut {each}", cut(each)) for each in (*bombs.PACKERS, "gzip, br")),
    broken_page("unknown coding", unknown_coding),
    broken_page("stacked four times", packed("gzip, gzip, gzip, gzip")),
    broken_page("cut body", cut_body),
    broken_page("short Content-Length", short_length),
    Page(name="endless", does=endless, reason="too_large", detail="its body is longer than "),
    Page(name="nested", does=served(bombs.nested_page(), HTML), reason="empty_body"),
    Page(name="colspan", does=widened, status="kept"),
    Page(name="untitled", does=untitled, status="kept"),
)
SOUND_NAMES = tuple(page.name for page in PAGES if page.status == "kept") + tuple(str(number) for number in range(SOUND))


def seeds(site: LoopbackOutlet) -> tuple[Seed, ...]:
    """The seeds beside the sound one; those of a broken coding have a sound feed within."""
    sound = site.truth()[0]["url"]

    def feed(does: Behaviour) -> Behaviour:
        return lambda answer: does(plain_feed(sound)(answer))

    return (
        *(Seed(name=f"bomb in {each}", does=bomb(each, RSS), problem=INFLATES) for each in CODINGS),
        *(Seed(name=f"sound in {each}", does=feed(packed(each)), problem=None) for each in CODINGS),
        *(Seed(name=f"cut {each}", does=feed(cut(each)), problem="network (soft): its ") for each in (*bombs.PACKERS, "gzip, br")),
        Seed(name="unknown coding", does=feed(unknown_coding), problem="network (soft): its "),
        Seed(name="stacked four times", does=feed(packed("gzip, gzip, gzip, gzip")), problem="network (soft): its "),
        Seed(name="cut body", does=feed(cut_body), problem="network (soft): its "),
        Seed(name="short Content-Length", does=feed(short_length), problem="network (soft): its "),
        Seed(name="endless", does=endless, problem="too_large (hard): its body is longer than "),
        Seed(name="HTML", does=served(b"<!DOCTYPE html><html><body><h1>No feed</h1></body></html>", RSS), problem="html"),
        Seed(name="10 MB of a letter", does=served(b"a" * ONE_LINE_BYTES, RSS), problem="not_a_feed"),
        Seed(name="10 MB in a line", does=feed(padded), problem=None),
        *(Seed(name=name, does=served(make("rss"), RSS), problem=None) for name, make in bombs.XML_BOMBS.items()),
        *(Seed(name=f"{name} as sitemap", via="sitemap", does=served(make("urlset"), XML), problem="entities") for name, make in bombs.XML_BOMBS.items()),
        Seed(name="gz bomb", via="sitemap", does=served(bombs.packed("gzip", bombs.filling(b" ", BOMB_BYTES)), XML), problem="gzip_bomb"),
        Seed(name="endless sitemap", via="sitemap", does=endless, problem="too_large (hard): its body is longer than "),
    )


def padded(answer: Answer) -> Answer:
    """The feed on one line of 10 MB."""
    return replace(answer, body=answer.body.replace(b"</title>", b"</title><description>" + b"x " * (ONE_LINE_BYTES // 2) + b"</description>", 1))


def hostile_feed(urls: dict[str, str]) -> Behaviour:
    """A feed that announces everything; what it says of the untitled page is meant to break lines and paths."""
    items = "".join(f"<item><link>{url}</link></item>" for name, url in urls.items() if name != "untitled")
    title = HOSTILE_TITLE.replace("\n", "&#10;").replace("\u2028", "&#8232;")
    odd = f'<item><title>{title}&#0;</title><guid isPermaLink="false">{HOSTILE_GUID}</guid><link>{urls["untitled"]}</link></item>'
    return served(f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>x</title>{odd}{items}</channel></rss>'.encode(), RSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """The crawl, and the truth by the name of the case (sound ones by number)."""

    crawls: Crawls
    ran: Ran
    truth: dict[str, dict[str, Any]]
    rows: dict[str, Row]
    seeds: tuple[Seed, ...]
    problems: dict[str, str]

    def row(self, name: str) -> Row:
        return self.rows[self.truth[name]["url"].lower()]

    def leftovers(self) -> dict[str, Row]:
        """Links that are no article of the site's: what XML bombs in feeds leave when their entities are not declared any more."""
        articles = {article["url"].lower() for article in self.truth.values()}
        return {url: row for url, row in self.rows.items() if url not in articles}

    def record(self, name: str) -> dict[str, Any]:
        (found,) = (record for record in self.crawls.records() if record["link"].lower() == self.truth[name]["url"].lower())
        return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    crawls = Crawls(tmp_path_factory.mktemp("bombs"), NEWSCRAWL_WORKERS="2")
    with LoopbackOutlet(len(PAGES) + SOUND) as site:
        truth = dict(zip([page.name for page in PAGES] + [str(number) for number in range(SOUND)], site.truth(), strict=True))
        for page in PAGES:
            site.behave(truth[page.name]["url"], page.does)
        site.behave("/feed/", hostile_feed({name: article["url"] for name, article in truth.items()}))
        hostile = seeds(site)
        addresses = {seed.name: f"/seed/{number}.xml" for number, seed in enumerate(hostile)}
        for seed in hostile:
            site.behave(addresses[seed.name], seed.does)
        write_outlet(site, crawls, [(seed.via, addresses[seed.name]) for seed in hostile])
        ran = crawls.latest()
        told = dict(re.findall(r"seed (\S+): (.*) outlet=loopback", ran.log))
        yield Crawled(
            crawls=crawls,
            ran=ran,
            truth=truth,
            rows={url.lower(): row for url, row in crawls.rows().items()},
            seeds=hostile,
            problems={seed.name: told[site.home + addresses[seed.name]] for seed in hostile if site.home + addresses[seed.name] in told},
        )


def write_outlet(site: LoopbackOutlet, crawls: Crawls, more: list[tuple[str, str]]) -> None:
    """The site's outlet file, with more seeds behind its feed."""
    file = site.outlet_toml(crawls.outlets, connections=8)
    text = "".join(f"[[seed]]\nvia = {json.dumps(via)}\nurl = {json.dumps(site.home + path)}\nserves = \"latest\"\n" for via, path in more)
    file.write_text(file.read_text(encoding="utf-8").replace("[fetch]", text + "[fetch]"), encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_has_its_verdict(crawled: Crawled, page: Page) -> None:
    row = crawled.row(page.name)
    assert (row.status, row.reason) == (page.status, page.reason), row.detail
    assert row.status == "kept" or (row.detail or "").startswith(page.detail)


def test_each_seed_has_its_reason(crawled: Crawled) -> None:
    expected = {seed.name: seed.problem for seed in crawled.seeds if seed.problem}
    assert {name: problem[: len(expected.get(name, problem))] for name, problem in crawled.problems.items()} == expected


def test_entities_of_a_feed_stay_names(crawled: Crawled) -> None:
    """A feed is read without its DOCTYPE: an address of references is one that the site has no page for, or too long to be one."""
    assert {url.rpartition("/")[2] for url in crawled.leftovers()} == {"&l9", "&a"}
    assert {row.reason for row in crawled.leftovers().values()} == {"not_found"}
    assert crawled.ran.summary["outlets"]["loopback"]["refused"] == {"bad_url": 1}


def test_the_summary_names_the_first_of_them_and_counts_all(crawled: Crawled) -> None:
    told = crawled.ran.summary["outlets"]["loopback"]["seed_problems"]
    assert len(told) == 20
    assert {problem.partition(": ")[2] for problem in told} <= set(crawled.problems.values())
    failed = sum(1 for seed in crawled.seeds if seed.problem)
    assert crawled.ran.seeds() == {"read": len(crawled.seeds) + 1 - failed, "unchanged": 0, "failed": failed}


@pytest.mark.parametrize("name", SOUND_NAMES)
def test_what_is_sound_is_kept_whole(crawled: Crawled, name: str) -> None:
    record, truth = crawled.record(name), crawled.truth[name]
    lines = [line for line in record["text"].split("\n") if name != "colspan" or line in truth["text"]]
    assert ("\n".join(lines), record["authors"]) == (truth["text"], truth["authors"])


def test_it_ends_with_3_and_its_sums_close(crawled: Crawled) -> None:
    assert crawled.ran.code == 3
    assert crawled.ran.summary["errors"] == 0
    links, verdicts = crawled.ran.links(), crawled.crawls.verdicts()
    assert links["announced"] == len(PAGES) + SOUND + len(crawled.leftovers()) == verdicts.total()
    assert (links["kept"], links["owed"]) == (len(SOUND_NAMES), verdicts["pending"])


def test_a_line_is_a_line_for_every_reader(crawled: Crawled) -> None:
    for part in output.parts(crawled.crawls.data):
        text = part.read_text(encoding="utf-8")
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines()), "splits at U+2028 and its kin, too"
        assert "\0" not in text


def test_a_title_of_the_feed_is_text_on_one_line(crawled: Crawled) -> None:
    title = crawled.record("untitled")["title"]
    assert title.isprintable()
    assert (title[:5], title[-5:]) == ("Bread", "roses")


def test_a_guid_is_no_path(crawled: Crawled) -> None:
    folder = crawled.crawls.data
    assert {each.name for each in folder.parent.iterdir()} == {"data", "outlets"}
    assert {each.parent for each in output.parts(folder)} == {folder / "articles" / "loopback"}
    assert not [each for each in folder.rglob("*") if "was-here" in each.name]


@pytest.mark.promise("T7")
def test_no_file_of_the_machine_is_read(crawled: Crawled) -> None:
    said = json.dumps([*crawled.crawls.records(), crawled.ran.summary], default=str) + crawled.ran.log
    assert "root:" not in said


def test_the_other_end_is_a_clean_0(tmp_path: Any) -> None:
    """Where bombs are pages alone, nothing is owed and no seed failed."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(2) as site:
        site.behave(site.truth()[0]["url"], bomb("br", HTML))
        site.outlet_toml(crawls.outlets)
        ran = crawls.latest()
        assert (ran.code, crawls.verdicts()) == (0, {"too_large": 1, "kept": 1})
