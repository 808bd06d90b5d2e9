"""Errors that end a run are told in one line; all others with all that helps to find them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from newscrawl.errors import BusyError, NewscrawlError, StateError, Stopped, StoreError
from newscrawl.surprises import SaidOnce

pytestmark = pytest.mark.promise("T4")


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made, said_once = logging.getLogger("tests.said_once"), SaidOnce()
    made.addFilter(said_once)
    made.propagate = False
    yield made
    made.removeFilter(said_once)


def said(logger: logging.Logger, error: Exception, caplog: pytest.LogCaptureFixture) -> list[str]:
    logger.addHandler(caplog.handler)
    try:
        raise error
    except Exception:
        for url in "ab":
            logger.exception("Error processing %(item)s", {"item": url})
    logger.removeHandler(caplog.handler)
    return [caplog.handler.format(record) for record in caplog.records]


@pytest.mark.parametrize("kind", [StoreError, StateError, BusyError, Stopped])
def test_what_ends_the_run_is_one_line_once(logger: logging.Logger, kind: type[NewscrawlError], caplog: pytest.LogCaptureFixture) -> None:
    (line,) = said(logger, kind("the disk is full; free some space"), caplog)
    assert line.endswith("the disk is full; free some space")
    assert "Traceback" not in line


def test_the_end_of_the_run_does_not_say_it_again(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    error = StoreError("the disk is full")
    assert len(said(logger, error, caplog)) == 1
    caplog.clear()
    logger.addHandler(caplog.handler)
    logger.error("%s", error)
    logger.error("%s", StoreError("another one"))
    assert [record.getMessage() for record in caplog.records] == ["another one"]


def test_a_bug_is_told_each_time_with_its_traceback(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    lines = said(logger, KeyError("no such thing"), caplog)
    assert len(lines) == 2
    assert all("Traceback" in line for line in lines)
