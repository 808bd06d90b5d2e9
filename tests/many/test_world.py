"""The server of many outlets is what the rounds take it for: each shape of validators, each fault, each change, the clock."""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import unquote

import feedparser
import pytest

from newscrawl.outlets import load_outlets
from tests.many import faults, paper
from tests.many.faults import ARTICLE, FAULTS, FEED, ROBOTS
from tests.many.paper import CHANGES, PER_FEED, Paper
from tests.many.plan import CANARY_ADDRESS, Plan, plan, plans
from tests.many.rounds import PATCHES_CLOCK
from tests.many.validators import SHAPES, SHARED, Version
from tests.many.world import World
from tests.site import process

NOW = datetime(2026, 3, 1, 12, 0, 0, 500_000, tzinfo=UTC)
VERSION = Version(tag="7-1", changed=NOW)
NEWER = Version(tag="7-2", changed=NOW + timedelta(minutes=20))
MOST_BYTES = 300_000
SOUND_BYTES = 20_000
BROKEN = (OSError, http.client.HTTPException)

Answered = tuple[int, dict[str, str], bytes]


def get(world: World, address: str, target: str, *, timeout: float = 0.5, **headers: str) -> Answered:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection(address, world.wire.port, timeout=timeout)
    try:
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES)
        if len(body) < min(MOST_BYTES, int(answer.getheader("Content-Length") or 0)):  # a limited read does not tell
            raise http.client.IncompleteRead(body)
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    finally:
        connection.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One faulty outlet of each kind among more honest ones."""
    with World(plans(3 * len(FAULTS), 1, 0.4, tuple(FAULTS)), 3, 1) as world:
        yield world


def faulty(world: World, kind: str) -> Plan:
    return next(paper.plan for paper in world.papers.values() if paper.plan.fault == kind)


# --- plans --------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outlets", "share", "count"), [(300, 0.1, 30), (60, 0.1, 6), (20, 0.3, 6), (5, 0.0, 0)])
def test_the_faulty_share_is_kept_and_every_kind_comes_before_one_comes_twice(outlets: int, share: float, count: int) -> None:
    kinds = [plan.fault for plan in plans(outlets, 1, share) if plan.fault]
    assert len(kinds) == len(set(kinds)) == count


def test_a_seed_makes_the_same_world_and_addresses_are_distinct() -> None:
    assert plans(300, 1) == plans(300, 1) != plans(300, 2)
    assert len({plan.address for plan in plans(300, 1)}) == 300


def test_the_honest_have_every_shape_with_every_delay() -> None:
    honest = [plan for plan in plans(300, 1) if not plan.fault]
    assert len({(plan.shape, plan.delay_seconds) for plan in honest}) == len(SHAPES) * 3
    assert {plan.crawl_delay_seconds > plan.delay_seconds for plan in honest} == {True, False}


def test_outlet_files_are_sound(world: World, tmp_path: Path) -> None:
    assert world.write_outlets(tmp_path) == len(world.papers)
    assert len(load_outlets(tmp_path).chosen) == len(world.papers)


# --- feeds --------------------------------------------------------------------------------------------------------------------------------

CONDITIONS = {
    "strong": {"if-none-match": '"7-1"'},
    "weak, of a gzip proxy": {"if-none-match": '"7-1"'},
    "date only": {"if-modified-since": "Sun, 01 Mar 2026 12:00:00 GMT"},
    "both": {"if-none-match": '"7-1"', "if-modified-since": "Sun, 01 Mar 2026 12:00:00 GMT"},
    "both have to fit, weak": {"if-none-match": '"7-1"', "if-modified-since": "Sun, 01 Mar 2026 12:00:00 GMT"},
    SHARED: {"if-none-match": '"7-1"'},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_knows_its_version_and_no_other(shape: str) -> None:
    assert SHAPES[shape].holds(CONDITIONS[shape], VERSION)
    assert not SHAPES[shape].holds(CONDITIONS[shape], NEWER)


@pytest.mark.parametrize("shape", ["weak, of a gzip proxy", "both have to fit, weak"])
def test_a_weak_tag_sent_back_as_it_came_never_fits(shape: str) -> None:
    said = dict(SHAPES[shape].says(VERSION))
    assert said["ETag"].startswith("W/")
    assert not SHAPES[shape].holds({**CONDITIONS[shape], "if-none-match": said["ETag"]}, VERSION)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_server_says_304_to_who_knows_the_feed(world: World, shape: str) -> None:
    plan = next(paper.plan for paper in world.papers.values() if paper.plan.shape == shape and not paper.plan.fault)
    status, headers, body = get(world, plan.address, "/feed/")
    back = {"if-none-match": headers.get("etag", "").removeprefix("W/"), "if-modified-since": headers.get("last-modified", "")}
    assert (status, len(feedparser.parse(body).entries)) == (200, 3)
    assert get(world, plan.address, "/feed/", **{name: value for name, value in back.items() if value})[0] == 304


def test_the_tag_of_the_whole_site_stands_on_both_feeds(world: World) -> None:
    plan = next(paper.plan for paper in world.papers.values() if paper.plan.shape == SHARED and not paper.plan.fault)
    one, other = (get(world, plan.address, path) for path in plan.feeds)
    assert one[1]["etag"] == other[1]["etag"]
    assert one[2] != other[2]


# --- changes ------------------------------------------------------------------------------------------------------------------------------


def changed(name: str) -> tuple[Paper, list[str], list[str], bool]:
    """A paper of 30 after a change: its listed addresses before and after, and whether the feed's version is new."""
    made = Paper(plan(7, 1, None), 30, NOW)
    before, version = [one.path for one in made.listed(0)], made.version
    CHANGES[name](made, Random(1), NOW + timedelta(minutes=20))
    return made, before, [one.path for one in made.listed(0)], made.version != version


def test_a_silent_edit_shows_in_the_page_only() -> None:
    made, before, after, is_new = changed("edited silently")
    assert (before, is_new) == (after, False)
    assert [len(piece.texts) for piece in made.pieces].count(2) == 1
    assert all(piece.told.text == piece.texts[0] for piece in made.pieces)


def test_an_edit_shows_in_the_feed_too() -> None:
    made, before, after, is_new = changed("edited")
    assert (before, is_new) == (after, True)
    assert sum(piece.told.text != piece.texts[0] for piece in made.pieces) == 1


def test_a_moved_article_is_listed_at_its_new_address_and_known_at_both() -> None:
    made, before, after, is_new = changed("article moved")
    (moved,) = set(after) - set(before)
    assert is_new
    assert made.piece_at(unquote(moved)) is made.piece_at(unquote(moved.removeprefix("/archive")))


def test_a_deleted_article_leaves_the_feed() -> None:
    made, before, after, is_new = changed("deleted")
    assert is_new
    assert len(set(before) - set(after)) == len([piece for piece in made.pieces if piece.gone]) == 1
    assert len(after) == PER_FEED


def test_what_is_listed_may_not_be_there() -> None:
    made, _, after, is_new = changed("listed but not there")
    gone = made.piece_at(unquote(after[0]))
    assert is_new
    assert gone is not None
    assert gone.gone


def test_moved_feeds_say_the_same_at_another_address() -> None:
    made, before, after, is_new = changed("feeds moved")
    assert (before, is_new) == (after, False)
    assert made.feed_at("/feed/") == made.feed_at(made.feed_path(0)) == 0
    assert made.feed_path(0) != "/feed/"


def test_every_change_happens_and_most_outlets_rest() -> None:
    papers = [Paper(plan(number, 1, None), 20, NOW) for number in range(30)]
    kinds = [kind for number in range(2, 12) for one in papers for kind in paper.happen(one, number, 1, NOW).kinds]
    assert set(kinds) == set(CHANGES)
    assert len(kinds) <= 0.2 * 300


def test_the_server_follows_what_happens(world: World) -> None:
    made = next(paper for paper in world.papers.values() if not paper.plan.fault)
    made.move_feeds(Random(1), world.now())
    made.move_article(Random(1), world.now())
    made.delete(Random(2), world.now())
    moved, gone = next(piece for piece in made.pieces if len(piece.paths) > 1), next(piece for piece in made.pieces if piece.gone)
    assert get(world, made.plan.address, "/feed/")[:2][1]["location"] == world.home(made.plan) + made.feed_path(0)
    assert get(world, made.plan.address, moved.paths[0])[1]["location"] == world.home(made.plan) + moved.paths[1]
    assert get(world, made.plan.address, moved.paths[1])[0] == 200
    assert get(world, made.plan.address, gone.paths[0])[0] == 404


# --- faults -------------------------------------------------------------------------------------------------------------------------------


def target_of(world: World, plan: Plan) -> str:
    """An address that the fault of `plan` spoils."""
    article = world.papers[plan.address].pieces[0].paths[0]
    targets = {FEED: "/feed/", ARTICLE: article, ROBOTS: "/robots.txt"}
    assert plan.spoils is not None
    return next(target for where, target in targets.items() if where in plan.spoils.where)


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind != faults.LIAR])
def test_a_fault_spoils_what_it_says(world: World, kind: str) -> None:
    plan = faulty(world, kind)
    target = target_of(world, plan)
    assert any(is_spoilt(world, plan, target) for _ in range(25 if "now and then" in kind else 1))


def is_spoilt(world: World, plan: Plan, target: str) -> bool:
    """Whether the answer of a new round is not the sound one."""
    world.begin_round(world.round + 1, 0.0)
    try:
        status, headers, body = get(world, plan.address, target)
    except BROKEN:
        return True
    return status != 200 or "content-encoding" in headers or not (b"<item>" in body or b"</article>" in body) or len(body) > SOUND_BYTES


def test_a_bomb_is_small_on_the_wire() -> None:
    assert len(faults.bomb_body()) < 200_000
    assert len(gzip.decompress(faults.bomb_body())) == faults.BOMB_BYTES


@pytest.mark.parametrize("kind", ["503 until a date", "429 until a date"])
def test_a_date_to_wait_for_is_of_the_simulated_time(world: World, kind: str) -> None:
    world.begin_round(world.round + 1, 10 * 24 * 3600.0)
    _, headers, _ = get(world, faulty(world, kind).address, "/feed/")
    world.begin_round(world.round + 1, 0.0)
    until = datetime.strptime(headers["retry-after"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert timedelta(days=10) < until - datetime.now(UTC) <= timedelta(days=10, seconds=faults.RETRY_AFTER_SECONDS)


def test_a_liar_gives_its_feed_once(world: World) -> None:
    plan = faulty(world, faults.LIAR)
    assert get(world, plan.address, "/feed/")[0] == 200
    assert get(world, plan.address, "/feed/", if_none_match='"anything"')[0] == 304


def test_what_reaches_the_private_address_is_noted(world: World) -> None:
    before = len(world.canary)
    get(world, CANARY_ADDRESS, "/x")
    assert [asked.target for asked in world.canary[before:]] == ["/x"]


# --- log and clock ------------------------------------------------------------------------------------------------------------------------


def test_a_request_is_logged_with_both_times(world: World) -> None:
    plan = next(paper.plan for paper in world.papers.values() if not paper.plan.fault)
    world.begin_round(world.round + 1, 5000.0)
    started = time.time()
    get(world, plan.address, "/robots.txt")
    world.begin_round(world.round + 1, 0.0)
    seen = world.seen[-1]
    assert started - 0.01 <= seen.at <= time.time()
    assert (seen.kind, seen.address, seen.simulated_at) == (ROBOTS, plan.address, seen.at + 5000.0)


@pytest.mark.parametrize(("offset", "shifted"), [("86400", True), ("0", False)])
def test_the_clock_of_a_crawl_is_shifted_wherever_it_was_taken_from(offset: str, shifted: bool) -> None:
    code = "from newscrawl.book import utc_now; from datetime import datetime, UTC; print((utc_now() - datetime.now(UTC)).total_seconds() > 86_000)"
    environment = {**os.environ, "PYTHONPATH": str(PATCHES_CLOCK), "NEWSCRAWL_TEST_CLOCK_OFFSET": offset}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, cwd=process.ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == str(shifted)
