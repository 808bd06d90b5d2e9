"""Descriptions without what stands behind them."""

from __future__ import annotations

import pytest

from newscrawl.core.arabic import fold
from newscrawl.extraction.summaries import choose_summary, without_tail
from newscrawl.extraction.summary_tails import FEED_TAILS, SUMMARY_TAILS

STORY = "The bridge opens again."


def test_each_tail_goes() -> None:
    assert [row for row in SUMMARY_TAILS if without_tail(f"{STORY} {row[1]} »") not in (STORY, f"{STORY} {row[1]} »"[: len(STORY)])] == []
    assert [row for row in SUMMARY_TAILS if without_tail(f"The bridge opens | {row[1]} on the Courier") != "The bridge opens"] == []
    assert [row for row in FEED_TAILS if without_tail(f"{STORY} {row[1]} The bridge {row[2]} Riverside Courier.") != STORY] == []


@pytest.mark.parametrize("text", [STORY, "To learn more, the mayor went to Rome.", f"{STORY} The post office is open.", f"{STORY} Read moreover the mayor's note.", ""])
def test_text_stays(text: str) -> None:
    assert without_tail(text) == text


def test_a_whole_summary_is_better_than_a_cut_one() -> None:
    assert choose_summary([("The bridge […]", "json-ld"), (STORY, "meta")]) == (STORY, "meta")
    assert choose_summary([("The bridge [...]", "json-ld"), (None, "meta"), ("The old…", "feed")]) == ("The bridge…", "json-ld")
    assert choose_summary([("…", "json-ld"), (None, "meta")]) == (None, None)
    assert choose_summary([("Courier: all news.", "meta"), (STORY, "feed")], not_these=frozenset([fold("Courier: all news")])) == (STORY, "feed")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (f"{STORY} Hundreds wal…", STORY),
        ("橋が再び開通した。多くの人が…", "橋が再び開通した。"),
        ("فتح الجسر من جديد؟ وقال رئيس [...]", "فتح الجسر من جديد؟"),
        ("Yes. Hundreds of people walked across the old br…", "Yes. Hundreds of people walked across the old br…"),
    ],
)
def test_a_cut_summary_ends_with_its_last_sentence(text: str, summary: str) -> None:
    assert choose_summary([(text, "meta")])[0] == summary


def test_hostile_text_takes_no_time() -> None:
    assert len(without_tail("Read more. " * 5_000)) <= 60_000
    assert len(without_tail("The post " * 5_000)) <= 60_000
