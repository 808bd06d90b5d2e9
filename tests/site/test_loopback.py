from __future__ import annotations

import gzip
import http.client
import json
import threading
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import html

from tests.site.behaviour import (
    Behaviour,
    Faults,
    as_usual,
    charset_header,
    content,
    cut_body,
    cut_gzip,
    delay,
    endless,
    gzipped,
    hang,
    redirect,
    reset,
    status,
)
from tests.site.loopback import LoopbackOutlet

MIN_TEXT_CHARS = 400


def get(site: LoopbackOutlet, path: str, headers: dict[str, str] | None = None, *, timeout: float = 10) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.home).netloc, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def path_of(article: dict[str, str]) -> str:
    return urlsplit(article["url"]).path


def test_articles_are_distinct_long_and_always_the_same() -> None:
    one, again, other = LoopbackOutlet(60).truth(), LoopbackOutlet(60).truth(), LoopbackOutlet(60, seed=2).truth()
    without_port = [[{k: v for k, v in each.items() if k != "url"} for each in truth] for truth in (one, again, other)]
    assert without_port[0] == without_port[1] != without_port[2]
    assert len({each["text"] for each in one}) == len({each["url"] for each in one}) == len({each["title"] for each in one}) == 60
    assert min(len(each["text"]) for each in one) >= MIN_TEXT_CHARS
    assert {each["language"] for each in one} == {"ar", "en"}


def test_a_page_shows_what_the_truth_says() -> None:
    with LoopbackOutlet(3) as site:
        for article in site.truth():
            code, headers, body = get(site, path_of(article))
            tree = html.fromstring(body.decode())
            assert (code, headers["content-type"]) == (200, "text/html; charset=UTF-8")
            assert "\n".join(p.text_content() for p in tree.cssselect("div.entry-content p")) == article["text"]
            assert tree.cssselect("h1.entry-title")[0].text_content() == article["title"]
            assert tree.cssselect("time.published")[0].get("datetime") == article["published"]
            assert tree.cssselect("span.author a")[0].text_content() == article["authors"][0]
            assert tree.cssselect("p.no-comments")[0].text_content() == "Comments are closed."


@pytest.mark.parametrize("path", ["/feed/", "/atom/"])
def test_both_feeds_announce_all_newest_first(path: str) -> None:
    with LoopbackOutlet(12) as site:
        body = get(site, path)[2]
        feed = feedparser.parse(body)
        assert not feed.bozo
        assert [entry.link for entry in feed.entries] == [each["url"] for each in reversed(site.truth())]
        assert [entry.title for entry in feed.entries] == [each["title"] for each in site.announced()]
        assert all(entry.author and entry.published_parsed for entry in feed.entries)


def test_a_bounded_feed_announces_the_newest_only() -> None:
    with LoopbackOutlet(12, per_feed=5) as site:
        assert len(feedparser.parse(get(site, "/feed/")[2]).entries) == 5
        assert [each["title"] for each in site.announced()] == [each["title"] for each in site.truth()[:-6:-1]]


def test_conditional_requests_until_something_is_published() -> None:
    with LoopbackOutlet(3) as site:
        _, headers, _ = get(site, "/feed/")
        conditions = [{"If-None-Match": headers["etag"]}, {"If-None-Match": "W/" + headers["etag"]}, {"If-Modified-Since": headers["last-modified"]}]
        assert [get(site, "/feed/", condition)[0] for condition in conditions] == [304, 304, 304]
        assert get(site, "/feed/", {"If-None-Match": '"another"', "If-Modified-Since": headers["last-modified"]})[0] == 200
        assert get(site, "/feed/", {"If-Modified-Since": "no date"})[0] == 200
        (new,) = site.publish(1)
        assert [get(site, "/feed/", condition)[0] for condition in conditions] == [200, 200, 200]
        assert feedparser.parse(get(site, "/feed/")[2]).entries[0].link == new["url"]


def test_robots_home_and_unknown_paths() -> None:
    with LoopbackOutlet(2) as site:
        assert b"Disallow: /wp-admin/" in get(site, "/robots.txt")[2]
        assert site.truth()[0]["url"].encode() in get(site, "/")[2]
        assert get(site, "/nothing/")[0] == 404
        assert site.answered == Counter({200: 2, 404: 1})


def test_the_log_knows_each_request_in_order() -> None:
    with LoopbackOutlet(2) as site:
        article = site.truth()[0]
        get(site, "/feed/", {"If-None-Match": "x"})
        get(site, path_of(article).replace("%d", "%D"), {"User-Agent": "probe"})
        assert [(each.n, each.is_conditional) for each in site.log] == [(1, True), (2, False)]
        assert site.log[1].headers["user-agent"] == "probe"
        assert site.article_requests() == Counter({article["url"]: 1})
        assert len(site.asked("/feed/")) == 1


def test_a_hook_fires_at_its_request_before_the_answer() -> None:
    with LoopbackOutlet(1) as site:
        fired: list[int] = []
        site.on_request(2, lambda: fired.append(site.requests))
        seen = [(get(site, "/robots.txt")[0], list(fired)) for _ in range(3)]
        assert seen == [(200, []), (200, [2]), (200, [2])]


SOUND_BUT_ODD: list[tuple[str, Behaviour, int, dict[str, str]]] = [
    ("status", status(503, ("Retry-After", "7")), 503, {"retry-after": "7"}),
    ("redirect", redirect("/elsewhere/", 302), 302, {"location": "/elsewhere/"}),
    ("charset", charset_header("iso-8859-1"), 200, {"content-type": "text/html; charset=iso-8859-1"}),
    ("gzip", gzipped, 200, {"content-encoding": "gzip"}),
    ("delay", delay(0.01), 200, {}),
    ("content", content(b"%PDF-1.4", "application/pdf"), 200, {"content-type": "application/pdf"}),
]


@pytest.mark.parametrize(("behaviour", "code", "expected"), [row[1:] for row in SOUND_BUT_ODD], ids=[row[0] for row in SOUND_BUT_ODD])
def test_odd_answers(behaviour: Behaviour, code: int, expected: dict[str, str]) -> None:
    with LoopbackOutlet(1) as site:
        site.behave("/feed/", behaviour)
        got, headers, body = get(site, "/feed/")
        assert got == code
        assert expected.items() <= headers.items()
        assert headers.get("content-encoding") != "gzip" or gzip.decompress(body).startswith(b"<?xml")


def test_behaviours_come_one_after_the_other_and_the_last_stays() -> None:
    with LoopbackOutlet(1) as site:
        site.behave("/feed/", status(500), status(503), as_usual)
        assert [get(site, "/feed/")[0] for _ in range(4)] == [500, 503, 200, 200]
        site.behave("/feed/")
        assert get(site, "/feed/")[0] == 200


def test_a_cut_body_is_shorter_than_it_says() -> None:
    with LoopbackOutlet(1) as site:
        site.behave("/feed/", cut_body)
        with pytest.raises(http.client.IncompleteRead):
            get(site, "/feed/")


def test_a_cut_gzip_stream_keeps_to_its_length_and_does_not_end() -> None:
    with LoopbackOutlet(1) as site:
        site.behave("/feed/", cut_gzip)
        with pytest.raises(EOFError):
            gzip.decompress(get(site, "/feed/")[2])


def test_a_reset_connection() -> None:
    with LoopbackOutlet(1) as site:
        site.behave("/feed/", reset)
        with pytest.raises(ConnectionResetError):
            get(site, "/feed/")


def test_a_hanging_answer_lasts_until_the_site_stops() -> None:
    outcome: list[BaseException] = []

    def ask() -> None:
        try:
            get(site, "/feed/", timeout=60)
        except OSError as error:
            outcome.append(error)

    with LoopbackOutlet(1) as site:
        arrived = threading.Event()
        site.behave("/feed/", hang)
        site.on_request(1, arrived.set)
        client = threading.Thread(target=ask)
        client.start()
        arrived.wait(30)
    client.join(30)
    assert outcome


def test_an_endless_body_is_longer_than_the_sound_one() -> None:
    with LoopbackOutlet(1) as site:
        sound = len(get(site, "/feed/")[2])
        site.behave("/feed/", endless)
        connection = http.client.HTTPConnection(urlsplit(site.home).netloc, timeout=30)
        connection.request("GET", "/feed/")
        assert len(connection.getresponse().read(sound * 20)) == sound * 20
        connection.close()


def test_random_faults_depend_on_seed_path_and_attempt_only() -> None:
    def codes(seed: int) -> list[int]:
        with LoopbackOutlet(20, faults=Faults(seed=seed, share=0.5)) as site:
            return [get(site, path_of(article))[0] for article in site.truth() for _ in range(3)]

    first = codes(1)
    assert first == codes(1) != codes(2)
    assert set(first) == {200, 429, 500, 503}
    assert first[2::3] == [200] * 20  # a path fails twice at most


def test_the_outlet_file_points_here(tmp_path: Path) -> None:
    with LoopbackOutlet(1) as site:
        file = site.outlet_toml(tmp_path / "outlets", "herald", connections=8, extra='[article]\npath = "^/2025/"')
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        assert file.name == "herald.toml"
        assert said["seed"] == [{"via": "feed", "url": site.home + "/feed/"}]
        assert said["fetch"] == {"delay_seconds": 0.0, "connections": 8}
        assert json.dumps(said["home"]) == json.dumps(site.home + "/")
