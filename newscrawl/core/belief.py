"""Stored moments that can't be: a clock that ran ahead wrote them, and what hangs on them would wait, or be out of date, until they have come.

Whoever reads a stored moment says how far ahead of now a right clock can have put it; one that lies farther ahead is not believed.
"""

from __future__ import annotations

CLOCKS_DIFFER_SECONDS = 60
"""What was written when it happened lies in the past, but for what the clocks of machines that share a state differ by."""


def is_believed(moment: float, now: float, most: float = CLOCKS_DIFFER_SECONDS) -> bool:
    """Whether a clock that is right can have written `moment`: it is at most `most` ahead of `now`. All in the same unit."""
    return moment <= now + most


def is_due(due_at: float, now: float, longest_wait: float) -> bool:
    """Whether something that is never put off for more than `longest_wait` is due; what seems to be was put off under another clock."""
    return due_at <= now or not is_believed(due_at, now, longest_wait)
