"""Spider arguments: what is taken, and what each mistake says."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.core.outlet import Outlet
from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry
from newscrawl.spiders.addresses import MAX_FILE_BYTES
from newscrawl.spiders.arguments import latest_arguments, pages_arguments, replay_arguments


def outlet(slug: str) -> Outlet:
    return Outlet(slug=slug, name=slug, home=f"https://{slug}.example/")


MINE = Registry(bundled={"sample": outlet("sample")}, chosen={"b": outlet("b"), "a": outlet("a")})
NOWHERE = Path("/nonexistent/outlets")
NOBODYS = Registry(bundled=MINE.bundled)


def test_without_arguments_all_outlets_of_the_users_folder_run() -> None:
    found = latest_arguments({}, MINE, NOWHERE)
    assert [each.slug for each in found.outlets] == ["a", "b"]
    assert (found.limit, found.force) == (None, False)


@pytest.mark.parametrize(
    ("value", "slugs"), [("a", ["a"]), ("b,a", ["b", "a"]), ("a, b", ["a", "b"]), ("a,a", ["a"]), ("sample", ["sample"]), ("a, a", ["a"])]
)
def test_outlets_are_named_once_each_in_order(value: str, slugs: list[str]) -> None:
    assert [each.slug for each in latest_arguments({"outlet": value}, MINE, NOWHERE).outlets] == slugs


@pytest.mark.parametrize(("value", "limit"), [("1", 1), ("300", 300), ("007", 7), ("999999999", 999_999_999)])
def test_a_limit_is_a_whole_number(value: str, limit: int) -> None:
    assert latest_arguments({"limit": value}, MINE, NOWHERE).limit == limit


@pytest.mark.parametrize(("value", "force"), [("1", True), ("true", True), ("YES", True), ("0", False), ("no", False), ("False", False), ("", False)])
def test_a_switch_is_on_or_off(value: str, force: bool) -> None:
    assert latest_arguments({"force": value}, MINE, NOWHERE).force is force


MISTAKES = [
    ({"limit": "abc"}, "-a limit=abc: give a whole number of at least 1"),
    ({"limit": "0"}, "limit=0"),
    ({"limit": "-1"}, "limit=-1"),
    ({"limit": "1.5"}, "limit=1.5"),
    ({"limit": ""}, "limit="),
    ({"limit": "٣"}, "limit=٣"),
    ({"limit": "1" + "0" * 9}, "limit=1"),
    ({"force": "2"}, "-a force=2: give 1 or 0"),
    ({"force": "ja"}, "force=ja"),
    ({"outlet": "samlpe"}, "did you mean"),
    ({"outlet": ""}, "outlet"),
    ({"outlet": "a,,b"}, "outlet"),
    ({"outlet": "a", "site": "https://a.example/"}, "give either outlet or site"),
    ({"site": "ftp://a.example/"}, "-a site=ftp://a.example/"),
    ({"limits": "3"}, "did you mean limit?"),
    ({"xyz": "3"}, "there are: "),
]


@pytest.mark.parametrize(("raw", "says"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_one_line_that_names_it(raw: dict[str, str], says: str) -> None:
    with pytest.raises(UsageProblem) as found:
        latest_arguments(raw, MINE, NOWHERE)
    assert says in str(found.value)
    assert "\n" not in str(found.value)


def test_no_outlet_at_all_says_how_to_name_one() -> None:
    with pytest.raises(UsageProblem, match=r"outlet=SLUG.*NEWSCRAWL_OUTLETS"):
        latest_arguments({}, NOBODYS, NOWHERE)


# --- pages ----------------------------------------------------------------------------------------------------------------------------


def test_pages_takes_an_address_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = pages_arguments({"outlet": "a", "url": "https://a.example/x", "limit": "3"}, MINE)
    assert (found.outlet.slug, found.url, found.file, found.limit) == ("a", "https://a.example/x", None, 3)
    (tmp_path / "urls.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert pages_arguments({"outlet": "a", "file": "urls.txt"}, MINE).file == tmp_path / "urls.txt"


PAGES_MISTAKES = [
    ({"url": "https://a.example/x"}, "-a outlet=SLUG is missing"),
    ({"outlet": "a,b", "url": "https://a.example/x"}, "give one outlet"),
    ({"outlet": "c", "url": "https://a.example/x"}, "is not a known outlet"),
    ({"outlet": "", "url": "https://a.example/x"}, "is not a known outlet"),
    ({"outlet": "a"}, "give either -a url=URL or -a file=FILE"),
    ({"outlet": "a", "url": "https://a.example/x", "file": "urls.txt"}, "give either -a url=URL or -a file=FILE"),
    ({"outlet": "a", "url": "a.example/x"}, "-a url=a.example/x: bad_url"),
    ({"outlet": "a", "url": ""}, "-a url=: bad_url"),
    ({"outlet": "a", "url": "https://b.example/x"}, "-a url=https://b.example/x: other_site"),
    ({"outlet": "a", "file": "nowhere.txt"}, "-a file=nowhere.txt: no such file"),
    ({"outlet": "a", "file": "."}, "-a file=.: no such file"),
    ({"outlet": "a", "url": "https://a.example/x", "limit": "0"}, "-a limit=0"),
    ({"outlet": "a", "urls": "https://a.example/x"}, "did you mean url?"),
]


@pytest.mark.parametrize(("raw", "said"), PAGES_MISTAKES)
def test_a_mistake_for_pages_is_one_line(raw: dict[str, str], said: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        pages_arguments(raw, MINE)
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "urls.txt").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UsageProblem, match="split it"):
        pages_arguments({"outlet": "a", "file": str(tmp_path / "urls.txt")}, MINE)


# --- replay ---------------------------------------------------------------------------------------------------------------------------


def test_replay_reads_our_archive_or_what_is_named_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "[data]"  # no pattern
    for name in ("2026-11/b.warc.gz", "2026-10/c.warc.gz", "2026-11/a.warc.gz", "2026-11/x.warc", "2026-11/notes.txt"):
        (data / "warc" / name).parent.mkdir(parents=True, exist_ok=True)
        (data / "warc" / name).touch()
    found = replay_arguments({"limit": "2"}, MINE, data)
    assert [file.name for file in found.files] == ["c.warc.gz", "a.warc.gz", "b.warc.gz"]
    assert (found.outlets, found.limit) == ((), 2)
    monkeypatch.chdir(data)
    named = replay_arguments({"warc": "**/*.warc", "outlet": "a,b"}, MINE, data)
    assert ([file.name for file in named.files], [outlet.slug for outlet in named.outlets]) == (["x.warc"], ["a", "b"])


REPLAY_MISTAKES = [
    ({}, "no page is archived there yet"),
    ({"warc": "nowhere/*.warc"}, "-a warc=nowhere/*.warc: no file matches"),
    ({"outlet": "c"}, "is not a known outlet"),
    ({"limit": "x"}, "-a limit=x"),
    ({"warcs": "x"}, "did you mean warc?"),
    ({"url": "x"}, "no such argument"),
]


@pytest.mark.parametrize(("raw", "said"), REPLAY_MISTAKES)
def test_a_mistake_for_replay_is_one_line(tmp_path: Path, raw: dict[str, str], said: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        replay_arguments(raw, MINE, tmp_path)
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)
