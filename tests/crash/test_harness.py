"""The harness sees what it is there to see: a vanished, changed, doubled, torn or foreign line, a lost article, a damaged state."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.crash.harness import CrashLab, sums_close
from tests.site import process
from tests.site.loopback import LoopbackOutlet

SLEEPER = "import time; time.sleep(60)"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[CrashLab]:
    with LoopbackOutlet(3) as site:
        lab = CrashLab(site, tmp_path, seed=1)
        write(lab, [record(article) for article in site.truth()])
        lab.check_complete()
        yield lab


def record(article: dict[str, Any], **changed: str) -> dict[str, Any]:
    return {"id": article["url"], "url": article["url"], "text": article["text"], **changed}


def write(lab: CrashLab, records: list[dict[str, Any]], tail: str = "") -> None:
    part = lab.data / "articles" / "loopback" / "2025-01-01.jsonl"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text("".join(json.dumps(each) + "\n" for each in records) + tail, encoding="utf-8")


def test_a_vanished_or_changed_line(lab: CrashLab) -> None:
    truth = lab.site.truth()
    write(lab, [record(article) for article in truth[:2]])
    with pytest.raises(AssertionError, match="1 complete lines vanished"):
        lab.check_after_kill()
    write(lab, [record(article, text=article["text"] + ".") for article in truth])
    with pytest.raises(AssertionError, match="3 complete lines vanished"):
        lab.check_after_kill()


def test_a_lost_article(lab: CrashLab) -> None:
    lab.site.publish(1)
    with pytest.raises(AssertionError, match="1 lost, 0 doubled, 0 strange"):
        lab.check_complete()


def test_a_doubled_address_and_a_doubled_id(lab: CrashLab) -> None:
    truth = lab.site.truth()
    write(lab, [record(article) for article in (*truth, truth[0])])
    with pytest.raises(AssertionError, match="0 lost, 1 doubled, 0 strange"):
        lab.check_complete()
    lab.seen.clear()
    write(lab, [record(article, id="same") for article in truth])
    with pytest.raises(AssertionError, match="1 ids for 3 records"):
        lab.check_complete()


def test_a_strange_article_and_a_half_text(lab: CrashLab) -> None:
    truth = lab.site.truth()
    write(lab, [*map(record, truth), record(truth[0], url=truth[0]["url"] + "more", id="more")])
    with pytest.raises(AssertionError, match="0 lost, 0 doubled, 1 strange"):
        lab.check_complete()
    lab.seen.clear()
    write(lab, [record(truth[0], text="half"), *map(record, truth[1:])])
    with pytest.raises(AssertionError, match="texts are not the outlet's"):
        lab.check_complete()


@pytest.mark.parametrize("tail", ['{"id": "to', "not json\n", "[]\n", "\n"])
def test_a_torn_line_and_one_that_is_no_record(lab: CrashLab, tail: str) -> None:
    write(lab, [record(article) for article in lab.site.truth()], tail)
    with pytest.raises(AssertionError):
        lab.check_complete()


def test_a_damaged_state(lab: CrashLab) -> None:
    state = lab.data / "state.sqlite"
    with closing(sqlite3.connect(state)) as connection:
        connection.executescript("CREATE TABLE t (x); CREATE INDEX i ON t (x); INSERT INTO t VALUES ('one'), ('two'), ('three');")
    assert lab.integrity() == "ok"
    raw = bytearray(state.read_bytes())
    raw[-20:] = bytes(20)  # the last page is the index
    state.write_bytes(raw)
    assert lab.integrity() != "ok"
    lab.lose_the_state()
    assert lab.integrity() == "no state"


def test_sums_that_do_not_close() -> None:
    links = {"announced": 3, "kept": 1, "rejected": {"duplicate": 1}, "owed": 1, "left": 0, "elsewhere": 0}
    assert sums_close({"outlets": {"a": {"links": links}}})
    assert not sums_close({"outlets": {"a": {"links": links}, "b": {"links": links | {"announced": 4}}}})
    assert not sums_close({"outlets": {"a": {"links": links | {"announced": 4, "elsewhere": 1}}}})


def test_a_worker_that_stays_is_seen_and_ended() -> None:
    parent = process.start([sys.executable, "-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]); {SLEEPER}"])
    while len(process.session_members(parent.pid)) < 2:
        assert parent.poll() is None
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert process.seconds_until_gone(parent.pid, 0.2) is None
    process.end_session(parent)
    assert process.seconds_until_gone(parent.pid, 10) is not None
