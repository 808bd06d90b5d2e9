"""JSON Feed: every member may be of any type, and the object may break off anywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Via
from newscrawl.discovery import json_feed, json_members
from newscrawl.discovery.json_feed import read_json_feed, stream_json_feed
from newscrawl.discovery.json_members import members_of, value_of
from newscrawl.discovery.place import MAX_GUID_CHARS, MAX_NAMES, MAX_SUMMARY_CHARS, MAX_TITLE_CHARS
from newscrawl.discovery.reading import SeedReading
from tests.discovery.reading_of import about, only, read, urls

VERSION = "https://jsonfeed.org/version/1.1"


def feed_of(*items: Any, **more: Any) -> str:
    return json.dumps({"version": VERSION, **more, "items": items})


def hints(**item: Any) -> Hints:
    return only(read(feed_of({"url": "/a", **item}), Via.FEED)).hints


def test_a_whole_feed() -> None:
    item = {
        "id": "https://courier.example/?p=1",
        "url": "https://courier.example/2026/bridge/",
        "external_url": "https://elsewhere.example/",
        "title": "الجسر &amp; الطريق",
        "summary": "عبرت أول حافلة.",
        "content_html": "<p>All of it</p>",
        "date_published": "2026-11-20T08:00:00+03:00",
        "date_modified": "2026-11-21T09:30:00Z",
        "authors": [{"name": "سلمى الحداد", "url": "/s"}, {"name": "نادر عوض"}],
        "tags": ["محليات", "جسور"],
        "language": "ar",
        "image": "/i/bridge.jpg",
        "banner_image": "/i/banner.jpg",
    }
    reading = read(feed_of(item, title="Courier", language="en", feed_url="https://courier.example/f.json", next_url="/f.json?page=2"), Via.FEED)
    assert (reading.title, reading.language, reading.is_cut, reading.unreadable) == ("Courier", "en", False, None)
    assert (reading.self_url, reading.next_url) == ("https://courier.example/f.json", "https://courier.example/f.json?page=2")
    assert only(reading) == Link(
        url="https://courier.example/2026/bridge/",
        outlet="courier",
        via=Via.FEED,
        seed="https://courier.example/seed",
        hints=Hints(
            title="الجسر & الطريق",
            published="2026-11-20T08:00:00+03:00",
            modified="2026-11-21T09:30:00+00:00",
            authors=("سلمى الحداد", "نادر عوض"),
            tags=("محليات", "جسور"),
            summary="عبرت أول حافلة.",
            language="ar",
            image="https://courier.example/i/bridge.jpg",
            guid="https://courier.example/?p=1",
        ),
    )


def test_what_the_feed_says_of_all_its_items_wherever_it_stands() -> None:
    body = '{"items": [{"url": "/a"}, {"url": "/b", "language": "fr", "authors": [{"name": "B"}]}], "language": "en", "authors": [{"name": "A"}]}'
    first, second = read(body, Via.FEED).links
    assert (first.hints.language, first.hints.authors) == ("en", ("A",))
    assert (second.hints.language, second.hints.authors) == ("fr", ("B",))


ADDRESSES = [
    ({"url": "/a", "external_url": "/b"}, "/a", {}),
    ({"external_url": "/b"}, "/b", {}),
    ({"url": "https://elsewhere.example/", "external_url": "/b"}, "/b", {}),
    ({"id": "https://courier.example/c"}, "/c", {}),
    ({"id": "c"}, None, {"no_link": 1}),
    ({"url": " "}, None, {"no_link": 1}),
    ({"url": "mailto:desk@courier.example"}, None, {"bad_scheme": 1}),
    ({"url": "https://[/"}, None, {"bad_url": 1}),
    ({"url": "https://elsewhere.example/a"}, None, {"other_site": 1}),
    ({"url": "/"}, None, {"not_an_article_path": 1}),
    ({"url": ["/a"]}, None, {"no_link": 1}),
    ("/a", None, {"no_link": 1}),
    (None, None, {"no_link": 1}),
    (7, None, {"no_link": 1}),
    ([], None, {"no_link": 1}),
]


@pytest.mark.parametrize(("item", "path", "refused"), ADDRESSES)
def test_the_address_of_an_item(item: Any, path: str | None, refused: dict[str, int]) -> None:
    reading = read(feed_of(item), Via.FEED)
    assert urls(reading) == ([f"https://courier.example{path}"] if path else [])
    assert reading.refused == refused


def test_duplicates_by_name() -> None:
    items = [{"url": "/a", "id": "1"}, {"url": "/a?utm_source=x", "id": "1"}, {"url": "/a", "id": "2"}, {"url": "/b", "id": "1"}]
    reading = read(feed_of(*items), Via.FEED)
    assert (len(reading.links), reading.refused) == (2, {"duplicate_guid": 1, "duplicate_link": 1})


def test_the_author_of_the_first_version_and_numbers_for_texts() -> None:
    assert hints(author={"name": "Ruth Field"}, id=12345).authors == ("Ruth Field",)
    assert hints(id=12345).guid == "12345"
    assert hints(banner_image="/b.png").image == "https://courier.example/b.png"


@pytest.mark.parametrize("value", [None, True, 5, -1e999, [], {}, [[]], [{}], {"name": {}}, [1], "", "\u2028", "x"])
def test_members_of_any_type(value: Any) -> None:
    names = ("id", "title", "summary", "date_published", "date_modified", "authors", "author", "tags", "language", "image", "banner_image")
    for name in names:
        assert only(read(feed_of({"url": "/a", name: value}, **{name: value}), Via.FEED)).url == "https://courier.example/a"


@pytest.mark.parametrize(
    ("date", "dropped"), [("1970-01-01T00:00:00Z", {"absurd_date": 1}), ("2099-01-01", {"absurd_date": 1}), ("soon", {"unreadable_date": 1})]
)
def test_dates_that_are_none(date: str, dropped: dict[str, int]) -> None:
    reading = read(feed_of({"url": "/a", "date_published": date}), Via.FEED)
    assert (only(reading).hints.published, reading.dropped) == (None, dropped)


def test_hints_are_bounded() -> None:
    long = "ا ب " * 50_000
    given = hints(title=long, summary=long, id=long, tags=[f"t{n}" for n in range(MAX_NAMES + 5)])
    assert len(given.title or "") <= MAX_TITLE_CHARS
    assert len(given.summary or "") <= MAX_SUMMARY_CHARS
    assert len(given.guid or "") <= MAX_GUID_CHARS
    assert len(given.tags) == MAX_NAMES


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{}", "json"),
        ('{"code": "rest_no_route", "data": {"status": 404}}', "json"),
        ('{"items": {"url": "/a"}}', "json"),
        ("{", "json"),
        ("[1, 2]", "json"),
        (" \n", "empty"),
        ("<rss/>", "not_a_feed"),
    ],
)
def test_what_is_no_json_feed(body: str, reason: str) -> None:
    assert read_json_feed(body.encode(), **about(Via.FEED)) == SeedReading(unreadable=reason)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(feed_of(), Via.FEED) == SeedReading()


def test_a_body_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    body = feed_of({"url": "/a"})
    monkeypatch.setattr(json_feed, "MAX_JSON_FEED_BYTES", len(body))
    assert len(read(body, Via.FEED).links) == 1
    assert read(body + " ", Via.FEED).unreadable == "too_large"


WHOLE = feed_of({"url": "/a"}, {"url": "/b"}, {"url": "/c", "tags": ["\\", '"', "]"]}, next_url="/n")


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_a_cut_feed_gives_the_whole_items_before_the_cut(end: int) -> None:
    reading = read(WHOLE[:end], Via.FEED)
    whole_items = sum(WHOLE[:end].count(part) for part in ('"/a"}', '"/b"}', '"]"]}'))
    assert len(reading.links) == whole_items
    assert reading.is_cut or reading.unreadable


BROKEN = [
    ("a comma too many", '{"items": [{"url": "/a"},]}', 1, True),
    ("no comma", '{"items": [{"url": "/a"} {"url": "/b"}]}', 1, True),
    ("an item broken in itself", '{"items": [{"url" "/a"}, {"url": "/b"}]}', 1, False),
    ("not a number", '{"items": [{"url": "/a", "x": NaN, "y": -Infinity, "z": 1e999999}]}', 1, False),
    ("a huge number", '{"items": [{"url": "/a", "id": ' + "9" * 10_000 + "}]}", 1, False),
    ("a key twice", '{"items": [{"url": "/x", "url": "/a"}], "items": [{"url": "/b"}]}', 2, False),
    ("a newline in a text", '{"items": [{"url": "/a", "title": "x\ny"}]}', 1, False),
    ("a byte order mark", '\ufeff{"items": [{"url": "/a"}]}', 1, False),
    ("an item too deep", '{"items": [{"url": "/a", "x": ' + "[" * 60 + "]" * 60 + '}, {"url": "/b"}]}', 1, False),
    ("an endless depth", '{"items": [{"url": "/a"}, ' + "[" * 100_000, 1, True),
    ("endless escapes", '{"items": [{"url": "/a"}, "' + '\\"' * 200_000, 1, True),
    ("endless objects", '{"items": [{"url": "/a"}' + ", {}" * 2_000, 1, True),
]


@pytest.mark.parametrize(("body", "links", "is_cut"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_feeds(body: str, links: int, is_cut: bool) -> None:
    reading = read(body, Via.FEED)
    assert (len(reading.links), reading.is_cut) == (links, is_cut)


def test_a_value_of_too_many_parts_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_members, "MAX_CONTAINERS", 5)
    assert read('{"items": [{"url": "/a", "x": [[], [], [], []]}, {"url": "/b"}]}', Via.FEED).refused == {"no_link": 1}
    monkeypatch.setattr(json_members, "MAX_SCANNED", 4)
    assert read('{"items": [{"url": "/a"}, [[], []]]}', Via.FEED).is_cut
    assert len(read(feed_of(*[{"url": f"/{n}"} for n in range(9)]), Via.FEED).links) == 4


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text("ab", min_size=1, max_size=3), VALUES, max_size=5))
def test_members_are_those_that_a_decoder_finds(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    expected = json.loads(text, parse_int=str, parse_float=str)
    assert {member.key: value_of(text, member) for member in members_of(text, "no array")} == expected


@given(st.text('{}[]",:\\ \nab1', max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    links: list[Link] = []
    stream_json_feed(('{"items": [' + text).encode(), **about(Via.FEED), emit=links.extend)
    list(members_of(text, "a"))
