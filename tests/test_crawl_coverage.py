"""`scrapy coverage` after real crawls: owed pages are named in their months, and output that was tampered with is found out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.stores.state import StateDb
from tests.crawling import Crawls, served
from tests.site import output, process
from tests.site.behaviour import as_usual, status
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress
from tests.test_crawl_seeds import index, later, outlet, urlset

pytestmark = pytest.mark.promise("T15")

ARTICLES, BROKEN = 20, 12
SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def coverage(crawls: Crawls, *args: str) -> process.Finished:
    return process.run(process.scrapy_command("coverage", *args), env=crawls.env)


def told(crawls: Crawls, slug: str = "loopback") -> tuple[int, dict[str, Any]]:
    """Exit code and what it says of one outlet."""
    done = coverage(crawls, "-a", f"outlet={slug}", "--json")
    return done.code, json.loads(done.stdout)["outlets"][slug]


def total(told: dict[str, Any], name: str) -> int:
    values = [month[name] for month in told["months"]]
    return sum(value if isinstance(value, int) else sum(value.values()) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What coverage said while pages failed, and after."""

    crawls: Crawls
    broken: set[str]
    table: process.Finished
    failing: tuple[int, dict[str, Any]]
    healed: tuple[int, dict[str, Any]]
    disk_before: dict[str, int]
    disk_after: dict[str, int]


def disk(crawls: Crawls) -> dict[str, int]:
    """Every file of the data folder and when it was written."""
    return {path.as_posix(): path.stat().st_mtime_ns for path in crawls.data.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    crawls = Crawls(tmp_path_factory.mktemp("coverage"))
    with LoopbackOutlet(ARTICLES) as site:
        outlet(crawls, site, ("sitemap", "/map.xml"))
        site.behave("/map.xml", served(urlset(site.truth()), "application/xml"))
        broken = [article["url"] for article in site.truth()[:BROKEN]]
        for url in broken:
            site.behave(url, status(500))
        assert crawls.latest().code == 3
        before = disk(crawls)
        failing, table = told(crawls), coverage(crawls)
        after = disk(crawls)
        for url in broken:
            site.behave(url, as_usual)
        assert later(crawls, 2).code == 0
        yield Seen(crawls=crawls, broken=set(broken), table=table, failing=failing, healed=told(crawls), disk_before=before, disk_after=after)


def test_pages_that_fail_are_owed_and_named_in_their_months(seen: Seen) -> None:
    code, found = seen.failing
    assert (code, found["verdict"]) == (3, "owed")
    assert {link["url"].lower() for link in found["owed_links"]} == {url.lower() for url in seen.broken}
    assert {(link["reason"], link["month"]) for link in found["owed_links"]} <= {("http_error", month["month"]) for month in found["months"]}
    assert [total(found, name) for name in ("announced", "held", "rejected", "owed", "missing")] == [ARTICLES, ARTICLES - BROKEN, 0, BROKEN, 0]


def test_each_month_closes(seen: Seen) -> None:
    for month in seen.failing[1]["months"]:
        assert month["announced"]["sitemap"] == month["held"] + sum(month["owed"].values())


def test_the_table_says_the_same_to_a_person(seen: Seen) -> None:
    lines = seen.table.stdout.splitlines()
    assert lines[0].startswith("loopback: owed")
    assert lines[1].split() == ["month", "sitemap", "held", "rejected", "owed", "missing", "why"]
    (sums,) = [line.split() for line in lines if line.startswith("total ")] or [lines[2].split()[:6]]
    assert [int(number) for number in sums[1:6]] == [ARTICLES, ARTICLES - BROKEN, 0, BROKEN, 0]
    assert sum(line.startswith("owed: ") and "http_error" in line for line in lines) == BROKEN
    assert seen.table.code == 3


def test_looking_writes_nothing(seen: Seen) -> None:
    # SQLite's shared memory of the WAL is made by any reader
    changed = {name for name in seen.disk_after if seen.disk_before.get(name) != seen.disk_after[name]}
    assert {Path(name).name for name in changed} <= {"state.sqlite-shm", "state.sqlite-wal"}


def test_once_they_answer_the_outlet_is_whole(seen: Seen) -> None:
    code, found = seen.healed
    assert (code, found["verdict"], found["owed_links"], found["disagreements"]) == (0, "whole", [], [])
    assert [total(found, name) for name in ("announced", "held", "owed", "missing")] == [ARTICLES, ARTICLES, 0, 0]


def test_an_archive_is_not_whole_while_a_sitemap_can_not_be_read(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(4) as site:
        outlet(crawls, site, ("sitemap", "/map.xml"))
        site.behave("/map.xml", served(index(site, ("/one.xml", None), ("/two.xml", None)), "application/xml"))
        site.behave("/one.xml", served(urlset(site.truth()[:2]), "application/xml"))
        site.behave("/two.xml", status(500))
        crawls.latest()
        code, found = told(crawls)
        assert (code, found["verdict"], total(found, "held")) == (3, "unknown", 2)
        assert [(seed["url"], seed["outcome"], seed["failures"]) for seed in found["unread_seeds"]] == [(f"{site.home}/two.xml", "failed", 1)]
        assert f"not read: failed 1 times  {site.home}/two.xml" in coverage(crawls).stdout
        site.behave("/two.xml", served(urlset(site.truth()[2:]), "application/xml"))
        later(crawls, 24)
        code, found = told(crawls)
        assert (code, found["verdict"], total(found, "held")) == (0, "whole", 4)


def test_an_outlet_of_which_nothing_could_be_read_is_among_all_outlets(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site:
        outlet(crawls, site, ("sitemap", "/map.xml"))
        site.behave("/map.xml", status(500))
        crawls.latest()
        done = coverage(crawls)
    assert (done.code, done.stdout.splitlines()[0].partition(" (")[0]) == (3, "loopback: unknown")


@pytest.fixture
def parts(seen: Seen) -> Iterator[list[Path]]:
    """The parts, put back after the test."""
    found = output.parts(seen.crawls.data)
    before = {path: path.read_bytes() for path in found}
    yield found
    for path in output.parts(seen.crawls.data):
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


def problems(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(each["problem"], each["file"], each["lines"], each["bytes"], each["count"]) for each in found["disagreements"]]


def name_of(seen: Seen, part: Path) -> str:
    return part.relative_to(seen.crawls.data).as_posix()


def test_a_part_that_was_cut_is_found_out(seen: Seen, parts: list[Path]) -> None:
    lines = parts[0].read_bytes().splitlines(keepends=True)
    parts[0].write_bytes(b"".join(lines[:-3]) + lines[-3][:50])
    code, found = told(seen.crawls)
    missing = sum(map(len, lines[-3:])) - 50
    assert (code, found["verdict"]) == (3, "gaps")
    assert problems(found) == [("shorter", name_of(seen, parts[0]), -3, -missing, 0), ("ids_missing", None, None, None, 3)]
    assert set(found["disagreements"][1]["ids"]) == {json.loads(line)["id"] for line in lines[-3:]}
    assert sum(month["missing"].get("no_line", 0) for month in found["months"]) == 3


def test_a_part_that_was_moved_out_is_gone_and_its_articles_are_missing(seen: Seen, parts: list[Path]) -> None:
    count = len(parts[0].read_bytes().splitlines())
    parts[0].rename(seen.crawls.data / "processed")
    code, found = told(seen.crawls)
    assert (code, found["verdict"]) == (3, "gaps")
    assert [each[:3] for each in problems(found)] == [("gone", name_of(seen, parts[0]), -count), ("ids_missing", None, None)]
    (seen.crawls.data / "processed").unlink()


def test_a_part_that_was_renamed_is_told_under_both_names_and_loses_no_article(seen: Seen, parts: list[Path]) -> None:
    renamed = parts[0].rename(parts[0].with_name("1999-01-01.jsonl"))
    code, found = told(seen.crawls)
    assert code == 3
    assert [each[:2] for each in problems(found)] == [("unknown", name_of(seen, renamed)), ("gone", name_of(seen, parts[0]))]
    assert (total(found, "held"), total(found, "missing")) == (ARTICLES, 0)


def test_a_part_that_was_edited_is_found_out(seen: Seen, parts: list[Path]) -> None:
    lines = parts[0].read_bytes().splitlines(keepends=True)
    own = json.loads(lines[0])["id"].encode()
    parts[0].write_bytes(b"".join([lines[0].replace(own, own[:-4] + b"beef"), b'{"a": 1}\n', lines[1], *lines[1:]]))
    _, found = told(seen.crawls)
    more = len(lines[1]) + 9
    name = name_of(seen, parts[0])
    assert problems(found) == [
        ("longer", name, 2, more, 0),
        ("damaged", name, None, None, 1),
        ("ids_missing", None, None, None, 1),
        ("ids_unknown", None, None, None, 1),
        ("versions_extra", None, None, None, 1),
    ]


def test_ids_that_no_output_of_ours_has_are_damaged_lines_and_break_nothing(seen: Seen, parts: list[Path]) -> None:
    line = json.loads(parts[0].read_bytes().splitlines()[0])
    strange = ["\ud800", "a\x1b[2J", "a" * 121, "loopback-\u202e1"]
    with parts[0].open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({**line, "id": each}) + "\n" for each in strange)
    code, found = told(seen.crawls)
    assert (code, found["verdict"]) == (3, "gaps")
    assert [(each["problem"], each["count"]) for each in found["disagreements"]] == [("longer", 0), ("damaged", len(strange))]
    assert total(found, "held") == ARTICLES


def test_an_outlet_whose_file_is_gone_can_still_be_named(seen: Seen, tmp_path: Path) -> None:
    done = process.run(process.scrapy_command("coverage", "-a", "outlet=loopback,loopback"), env={**seen.crawls.env, "NEWSCRAWL_OUTLETS": str(tmp_path)})
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.count("loopback: whole") == 1


@pytest.mark.parametrize("args", [(), ("--json",)])
def test_a_reader_that_closes_its_pipe_at_once_is_no_error(seen: Seen, args: tuple[str, ...]) -> None:
    line = 'exec 3>&1; { "$@"; echo $? >&3; } | true'
    done = process.run(["sh", "-c", line, "sh", *process.scrapy_command("coverage", *args)], env=seen.crawls.env)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_state_without_any_outlet_proves_nothing(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    StateDb.open(f"sqlite:///{crawls.data / 'state.sqlite'}").close()
    done = coverage(crawls)
    assert (done.code, done.stdout) == (3, "no outlet was crawled yet\n")


def test_an_outlet_without_a_state_row_is_not_whole(seen: Seen) -> None:
    code, found = told(seen.crawls, "sample")
    assert (code, found["verdict"], found["months"]) == (3, "unknown", [])


WRONG = [
    (("-a", "outlet=nowhere-at-all"), "nowhere-at-all"),
    (("-a", "outlets=sample"), "did you mean outlet"),
    (("-a", "sample"), "-a outlet=SLUG"),
    (("sample",), "no such argument"),
]


@pytest.mark.parametrize(("args", "says"), WRONG)
def test_wrong_use_is_code_2(seen: Seen, args: tuple[str, ...], says: str) -> None:
    done = coverage(seen.crawls, *args)
    assert (done.code, done.stdout) == (2, "")
    assert says in done.stderr


def test_before_the_first_run_there_is_nothing_to_read(tmp_path: Path) -> None:
    done = coverage(Crawls(tmp_path))
    assert done.code == 2
    assert "run a crawl first" in done.stderr


def test_the_sample_is_whole(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path, NEWSCRAWL_OUTLETS="", NEWSCRAWL_OFFLINE=str(SAMPLE / "*.warc.gz"))
    ran = crawls.latest("-a", "outlet=sample")
    code, found = told(crawls, "sample")
    links = ran.links("sample")
    assert (code, found["verdict"]) == (0, "whole")
    assert (total(found, "announced"), total(found, "held")) == (links["announced"], links["kept"])
    assert total(found, "rejected") == sum(links["rejected"].values())


@pytest.mark.thorough
def test_a_walked_archive_is_held_against_what_its_wordpress_says_it_has(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
    with LoopbackOutlet(articles=0) as site:
        site.outlet_toml(tmp_path / "outlets")
        made = MadeWordPress.with_posts(site, 60, apart=timedelta(days=1))
        made.change(made.posts[7], protected=True)
        made.open()
        unseen = made.posts[40]
        made.fails_at = {unseen.id}
        crawls.crawl("backfill", "-a", "outlet=loopback")
        code, said = told(crawls)
        assert (code, said["verdict"]) == (3, "gaps")
        assert [(each["months"], each["announced"], each["missing"]) for each in said["ranges"]] == [("../..", 60, 1)]
        assert {month["month"]: month["held"] for month in said["months"]} == {"2025-01": 29, "2025-02": 27, "2025-03": 2}
        made.fails_at.clear()
        made.change(unseen, modified=unseen.modified + timedelta(days=90))
        assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
        code, said = told(crawls)
    assert (code, said["verdict"]) == (0, "whole")
    assert said["ranges"][0]["announced"] == 60
    assert total(said, "held") == 59
