"""`replay`: the pages of an archive give the lines of the crawl that saved them; again, nothing; by other rules, new versions where they differ."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newscrawl.core.revision import NOT_COMPARED
from newscrawl.stores.warc_read import ArchivedResponse, DamagedRecord, read_records
from tests.crawling import Crawls, Ran, page, plain_feed
from tests.reliability import Measured
from tests.site.behaviour import charset_header, content, gzipped, redirect, status
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page
from tests.site.prose import story
from tests.stores.warc_samples import foreign, http, packed

pytestmark = pytest.mark.promise("T18")

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
NO_NETWORK = "downloader/request_count"


def compared(records: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Records by id, without the names of their files and these fields."""
    left_out = {"raw", *names}
    places = [[(ref["offset"], ref["digest"]) for ref in record["raw"]] for record in records]
    found = [{**{name: value for name, value in record.items() if name not in left_out}, "places": place} for record, place in zip(records, places, strict=True)]
    return sorted(found, key=lambda record: (record["id"], record["version"]))


def copy_of(crawls: Crawls, folder: Path) -> Crawls:
    """The same outlets, an empty data folder."""
    other = Crawls(folder, **{name: value for name, value in crawls.env.items() if name not in ("NEWSCRAWL_DATA", "NEWSCRAWL_OUTLETS")})
    shutil.copytree(crawls.outlets, other.outlets, dirs_exist_ok=True)
    if not crawls.env["NEWSCRAWL_OUTLETS"]:
        other.env["NEWSCRAWL_OUTLETS"] = ""
    return other


def archive_of(crawls: Crawls) -> str:
    return f"warc={crawls.data}/warc/**/*.warc.gz"


# --- the sample -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The sample crawled, and its archive replayed into an empty folder, twice."""

    crawls: Crawls
    crawl: Ran
    other: Crawls
    first: Ran
    again: Ran
    records: list[dict[str, Any]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    crawls = Crawls(tmp_path_factory.mktemp("sample"), NEWSCRAWL_OUTLETS="", NEWSCRAWL_WORKERS="2")
    crawl = crawls.latest("-a", "outlet=sample", env={"NEWSCRAWL_OFFLINE": str(SAMPLE / "*.warc.gz")})
    other = copy_of(crawls, tmp_path_factory.mktemp("replayed"))
    first = other.crawl("replay", "-a", archive_of(crawls))
    records = other.records()
    again = other.crawl("replay", "-a", archive_of(crawls))
    return Sample(crawls=crawls, crawl=crawl, other=other, first=first, again=again, records=records)


def test_the_archive_of_the_sample_gives_its_lines(sample: Sample) -> None:
    assert sample.first.code == 0
    assert compared(sample.records) == compared(sample.crawls.records())
    assert {record["cause"] for record in sample.records} == {"first"}


def test_raw_names_the_page_where_it_lies(sample: Sample) -> None:
    files = {ref["file"] for record in sample.records for ref in record["raw"]}
    assert all(Path(file).is_absolute() and Path(file).is_file() for file in files)
    (name,) = files
    assert Path(name).is_relative_to(sample.crawls.data)


def test_replayed_again_nothing_is_new(sample: Sample) -> None:
    assert sample.again.code == 0
    links = sample.again.links("sample")
    assert (links["kept"], links["unchanged"]) == (0, sample.first.links("sample")["kept"] + sample.first.links("sample")["unchanged"])
    assert links["rejected"] == sample.first.links("sample")["rejected"]
    assert sample.again.summary["parts"] == []
    assert sample.other.records() == sample.records


def test_nothing_is_asked_and_nothing_is_archived(sample: Sample) -> None:
    for ran in (sample.first, sample.again):
        assert ran.stat(NO_NETWORK) == 0
        assert ran.summary["warcs"] == []
    assert not (sample.other.data / "warc").exists()


def test_our_own_archive_is_read_when_none_is_named(sample: Sample) -> None:
    before = sample.crawls.records()
    ran = sample.crawls.crawl("replay", "-a", "outlet=sample")
    assert ran.code == 0
    assert ran.links("sample")["unchanged"] == sample.again.links("sample")["unchanged"]
    assert sample.crawls.records() == before


def test_a_latest_run_after_a_replay_fetches_no_article_again(sample: Sample, tmp_path: Path) -> None:
    later = copy_of(sample.crawls, tmp_path)
    later.crawl("replay", "-a", archive_of(sample.crawls))
    before = later.records()
    ran = later.latest("-a", "outlet=sample", env={"NEWSCRAWL_OFFLINE": str(SAMPLE / "*.warc.gz")})
    assert ran.links("sample")["kept"] == 0
    assert later.records() == before


def test_with_other_rules_what_differs_is_a_new_version(sample: Sample, tmp_path: Path) -> None:
    later = copy_of(sample.crawls, tmp_path)
    later.crawl("replay", "-a", archive_of(sample.crawls))
    before = later.records()
    line = before[0]["text"].split("\n")[1]
    with_it = {record["id"] for record in before if line in record["text"].split("\n")}
    (later.outlets / "sample.toml").write_text(f"[boilerplate]\nlines = ['''{line}''']\n", encoding="utf-8")
    ran = later.crawl("replay", "-a", archive_of(sample.crawls), env={"NEWSCRAWL_OUTLETS": str(later.outlets)})
    new = later.records()[len(before) :]
    assert ran.links("sample")["kept"] == len(new) == len(with_it)
    assert {(record["id"], record["version"], record["cause"]) for record in new} == {(id_, 2, "replay") for id_ in with_it}
    assert all(line not in record["text"].split("\n") for record in new)
    firsts = {record["id"]: record["first_seen"] for record in before}
    assert all(record["first_seen"] == firsts[record["id"]] for record in new)
    assert later.crawl("replay", "-a", archive_of(sample.crawls), env={"NEWSCRAWL_OUTLETS": str(later.outlets)}).links("sample")["kept"] == 0


def test_a_limit_ends_it(sample: Sample, tmp_path: Path) -> None:
    later = copy_of(sample.crawls, tmp_path)
    ran = later.crawl("replay", "-a", archive_of(sample.crawls), "-a", "limit=5")
    assert ran.code == 0
    assert ran.links("sample")["announced"] == 5


def test_the_bundled_pages_without_what_the_feed_said_give_the_articles_too(sample: Sample, tmp_path: Path) -> None:
    later = copy_of(sample.crawls, tmp_path)
    ran = later.crawl("replay", "-a", f"warc={SAMPLE / 'site.warc.gz'}", "-a", "outlet=sample")
    assert ran.code == 0
    replayed = {record["id"]: record for record in later.records()}
    for record in sample.crawls.records():
        same = {name for name in record if name not in NOT_COMPARED and replayed[record["id"]][name] == record[name]}
        assert same == set(record) - NOT_COMPARED, record["id"]


# --- damage -----------------------------------------------------------------------------------------------------------------------------


CUTS, FLIPS = 100, 20
REPLAYED = 10


def damaged_files(whole: bytes, folder: Path) -> Iterator[tuple[Path, int]]:
    """Copies cut at chance, one in six with a flipped byte instead, and where."""
    rng = Random(7)
    for number in range(CUTS + FLIPS):
        at = rng.randrange(1, len(whole))
        is_flipped = number % (1 + CUTS // FLIPS) == 0
        file = folder / f"{'flipped' if is_flipped else 'cut'}-{number:03}.warc.gz"
        file.write_bytes(whole[:at] + (bytes([whole[at] ^ 0x55]) + whole[at + 1 :] if is_flipped else b""))
        yield file, at


def sound(file: Path) -> list[ArchivedResponse]:
    """The responses that can be trusted, with what was known of their link."""
    return [record for record in read_records(file) if isinstance(record, ArchivedResponse) and not record.lacks_knowledge]


def test_of_a_damaged_archive_the_rest_is_read(sample: Sample, tmp_path: Path, measured: Measured) -> None:
    (whole,) = sample.crawls.data.glob("warc/*/*.warc.gz")
    places = {record.offset for record in sound(whole)}
    silent = 0
    for file, at in damaged_files(whole.read_bytes(), tmp_path):
        records = list(read_records(file))
        held = {record.offset for record in records if isinstance(record, ArchivedResponse) and not record.lacks_knowledge}
        first = {place for place in places if place < at}
        assert held >= first - {max(first, default=None)}, f"{file.name}: what stands before the damage is read"
        assert held <= places
        if file.name.startswith("flipped"):
            assert len(held) >= len(places) - 1
        silent += held < places and not file.name.startswith("cut") and all(isinstance(record, ArchivedResponse) and not record.lacks_knowledge for record in records)
        file.unlink()
    measured("damaged files", CUTS + FLIPS)
    assert silent == 0, "something was lost and nobody said so"


def test_damage_is_named_by_a_replay_and_ends_it_with_3(sample: Sample, tmp_path: Path) -> None:
    (whole,) = sample.crawls.data.glob("warc/*/*.warc.gz")
    broken = [file for file, _ in damaged_files(whole.read_bytes(), tmp_path)][:: (CUTS + FLIPS) // REPLAYED + 1]
    for file in set(tmp_path.glob("*.warc.gz")) - set(broken):
        file.unlink()
    assert {file.name.partition("-")[0] for file in broken} == {"cut", "flipped"}
    later = copy_of(sample.crawls, tmp_path / "replayed")
    ran = later.crawl("replay", "-a", f"warc={tmp_path}/*.warc.gz")
    assert ran.code == 3
    counted = sum(isinstance(record, DamagedRecord) or record.lacks_knowledge for file in broken for record in read_records(file))
    assert ran.summary["damaged"] == counted >= REPLAYED // 2
    assert all(" at byte " in place and str(tmp_path) in place for place in ran.summary["damaged_places"])
    assert f"damaged: {counted} records" in ran.stdout
    assert ran.links("sample")["announced"] == sum(record.status in (200, 203) for file in broken for record in sound(file))
    lines = {(record["id"], record["text"]) for record in sample.crawls.records()}
    assert {(record["id"], record["text"]) for record in later.records()} == lines
    assert len(later.records()) == len(lines)


# --- a loopback outlet ------------------------------------------------------------------------------------------------------------------

ARTICLES = 14


def turn(site: LoopbackOutlet) -> None:
    """Pages that come by detours, in other clothes, or are none."""
    url = [article["url"] for article in site.truth()]
    site.behave(url[0], redirect("/moved/"))
    site.behave("/moved/", redirect("/final/", 302))
    site.behave("/final/", page(site, 1))
    site.behave(url[1], gzipped)
    site.behave(url[2], charset_header("windows-1256"))
    site.behave(url[3], content(article_page(story(site.seed, 5), site.home).encode(), "text/html"))  # the text of another
    site.behave(url[5], status(404))
    site.behave(url[6], content(b"%PDF-1.4 ...", "application/pdf"))
    site.behave(url[7], status(203))
    site.behave(url[8], redirect(url[9]))
    site.behave(url[10], content(b"<html><body class='error404'>gone</body></html>", "text/html"))
    site.behave("/more/", plain_feed(f"{site.home}/only-here/"))
    site.behave("/only-here/", page(site, 500))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looped:
    """A crawl of a loopback outlet whose server is gone, and its archive replayed into an empty folder, twice."""

    crawls: Crawls
    crawl: Ran
    other: Crawls
    first: Ran
    again: Ran
    asked: int


@pytest.fixture(scope="module")
def looped(tmp_path_factory: pytest.TempPathFactory) -> Looped:
    crawls = Crawls(tmp_path_factory.mktemp("looped"))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, connections=1, extra=f'\n[[seed]]\nvia = "feed"\nurl = "{site.home}/more/"\n')
        turn(site)
        crawl = crawls.latest()
        before = site.requests
        other = copy_of(crawls, tmp_path_factory.mktemp("replayed"))
        first = other.crawl("replay", "-a", archive_of(crawls))
        again = other.crawl("replay", "-a", archive_of(crawls))
        return Looped(crawls=crawls, crawl=crawl, other=other, first=first, again=again, asked=site.requests - before)


def test_the_archive_of_a_crawl_gives_its_lines(looped: Looped) -> None:
    assert looped.first.code == 0
    assert looped.crawl.links()["kept"] >= 9
    assert compared(looped.other.records()) == compared(looped.crawls.records())
    assert looped.asked == 0


def test_and_again_nothing(looped: Looped) -> None:
    links = looped.again.links()
    assert links["kept"] == 0
    assert links["unchanged"] == looped.first.links()["kept"] + looped.first.links()["unchanged"]


def test_an_outlet_without_its_file_keeps_its_ids(looped: Looped, tmp_path: Path) -> None:
    later = Crawls(tmp_path)
    ran = later.crawl("replay", "-a", archive_of(looped.crawls))
    assert set(ran.summary["outlets"]) == {"loopback"}
    assert {record["id"] for record in later.records()} == {record["id"] for record in looped.crawls.records()}


# --- archives of others -----------------------------------------------------------------------------------------------------------------


def article(number: int) -> bytes:
    return article_page(story(3, number), "https://news.example").encode()


def record(url: str, body: bytes, *headers: str, status_line: str = "200 OK", date: str = "2020-01-02T03:04:05Z") -> bytes:
    block = http(body, *(headers or ("Content-Type: text/html; charset=utf-8",)), status=status_line)
    return foreign(block, headers={"WARC-Target-URI": url, "WARC-Date": date, "WARC-Record-ID": f"<urn:x:{url}>"})


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:700], body[700:])) + b"0\r\n\r\n"


def news_archive() -> list[bytes]:
    """As CC-NEWS has it, with all that can stand beside the pages."""
    info = b"software: News-crawl\r\n"
    return [
        foreign(info, kind="warcinfo", headers={"Content-Type": "application/warc-fields", "WARC-Target-URI": ""}),
        foreign(b"GET /2020/a HTTP/1.1\r\n\r\n", kind="request"),
        record("https://news.example/2020/a", article(1)),
        foreign(b"fetchTimeMs: 17", kind="metadata", headers={"Content-Type": "application/warc-fields", "WARC-Concurrent-To": "<urn:x:https://news.example/2020/a>"}),
        record("https://www.other.example/2020/b", gzip.compress(article(2)), "Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip"),
        record("https://news.example/2020/c", chunked(article(3)), "Content-Type: text/html; charset=utf-8", "Transfer-Encoding: chunked"),
        record("https://news.example/2020/d", article(1).replace(b'rel="canonical"', b'rel="x"')),  # a copy of the first
        record("https://news.example/", article(4)),
        record("https://news.example/feed", b"<rss/>", "Content-Type: application/rss+xml"),
        record("https://news.example/moved", b"", status_line="301 Moved"),
        record("not an address", article(5)),
        record("https://news.example/2020/a", article(6), date="2019-01-01T00:00:00Z"),  # older than the first
        record("https://news.example/2020/a", article(6), date="2021-01-01T00:00:00Z"),
    ]


@pytest.mark.parametrize("name", ["news.warc.gz", "news.warc"])
def test_an_archive_of_somebody_else_gives_articles_of_outlets_by_host(tmp_path: Path, name: str) -> None:
    crawls = Crawls(tmp_path)
    records = news_archive()
    (tmp_path / name).write_bytes(packed(*records) if name.endswith("gz") else b"".join(records))
    ran = crawls.crawl("replay", "-a", f"warc={tmp_path / name}")
    assert ran.code == 0, ran.stdout
    written = sorted((record["outlet"], record["link"], record["version"], record["cause"], record["fetched_at"][:10]) for record in crawls.records())
    assert written == [
        ("news-example", "https://news.example/2020/a", 1, "first", "2020-01-02"),
        ("news-example", "https://news.example/2020/a", 2, "replay", "2021-01-01"),
        ("news-example", "https://news.example/2020/c", 1, "first", "2020-01-02"),
        ("other-example", "https://www.other.example/2020/b", 1, "first", "2020-01-02"),
    ]
    assert {record["first_seen"] for record in crawls.records()} == {"2020-01-02T03:04:05+00:00"}
    links = ran.links("news-example")
    assert (links["announced"], links["kept"], links["unchanged"], links["rejected"]) == (5, 3, 1, {"duplicate": 1})
    assert ran.summary["skipped"] == {"not_an_article_path": 1, "not_html": 1, "status": 1, "bad_url": 1}
    again = crawls.crawl("replay", "-a", f"warc={tmp_path / name}")
    assert (again.links("news-example")["kept"], again.links("other-example")["kept"]) == (0, 0)


def test_pages_of_other_outlets_are_passed_over(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    (crawls.outlets / "mine.toml").write_text('name = "Mine"\nhome = "https://www.other.example/"\n', encoding="utf-8")
    (tmp_path / "news.warc").write_bytes(b"".join(news_archive()))
    ran = crawls.crawl("replay", "-a", f"warc={tmp_path / 'news.warc'}", "-a", "outlet=mine")
    assert [record["outlet"] for record in crawls.records()] == ["mine"]
    assert ran.summary["skipped"]["other_outlet"] >= 5
    assert set(ran.summary["outlets"]) == {"mine"}


def test_nothing_starts_when_no_file_matches(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    ran = crawls.crawl("replay", "-a", "warc=nowhere/*.warc.gz")
    assert (ran.code, ran.stdout) == (2, "")
    assert "no file matches" in ran.log
