"""The last runs and what is owed, as text."""

from __future__ import annotations

import io

from newscrawl.report import print_status, status_text

RUN = {
    "run": "20261122T160000Z-ab12cd",
    "spider": "latest",
    "started_at": "2026-11-22T16:00:00+00:00",
    "outcome": "finished",
    "exit": 3,
    "outlets": {
        "a": {"links": {"announced": 5, "kept": 2, "rejected": {"duplicate": 1}, "owed": 2}},
        "b": {"links": {"announced": 1, "kept": 1, "rejected": {}, "owed": 0}},
    },
}


def test_runs_and_what_is_owed() -> None:
    assert status_text([RUN, {}], {"b": 0, "a": 12}).split("\n") == [
        "last runs",
        "run                      spider  started                    outcome   exit  announced  kept  rejected  owed",
        "20261122T160000Z-ab12cd  latest  2026-11-22T16:00:00+00:00  finished     3          6     3         1     2",
        "?                        ?       ?                          ?            ?          0     0         0     0",
        "",
        "owed links",
        "outlet  owed",
        "a         12",
    ]


def test_before_the_first_run() -> None:
    assert status_text([], {}) == "no run yet\n\nnothing is owed"


def test_seeds_that_could_not_be_read() -> None:
    row = {"outlet": "a", "outcome": "stopped", "failures": 3, "last asked": "2026-11-22T16:00:00+00:00", "next": None, "seed": "https://a.example/feed"}
    assert status_text([], {}, [row]).split("\n")[4:] == [
        "seeds that could not be read",
        "outlet  outcome  failures  last asked                 next   seed",
        "a       stopped         3  2026-11-22T16:00:00+00:00  never  https://a.example/feed",
    ]


def test_nothing_owed_anywhere() -> None:
    assert status_text([], {"a": 0}).endswith("nothing is owed")


def test_the_stream_gets_the_text() -> None:
    stream = io.StringIO()
    print_status([RUN], {"a": 1}, stream)
    assert stream.getvalue() == status_text([RUN], {"a": 1}) + "\n"
