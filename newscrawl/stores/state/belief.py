"""`newscrawl.core.belief` for columns of the state."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement

from newscrawl.core.belief import CLOCKS_DIFFER_SECONDS


def beyond_belief(moment: Column[int], now: int, most: int = CLOCKS_DIFFER_SECONDS) -> ColumnElement[bool]:
    """The rows whose `moment` no clock that is right can have written."""
    return moment > now + most


def is_due(due_at: Column[int], now: int, longest_wait: int) -> ColumnElement[bool]:
    """The rows that are due."""
    return (due_at <= now) | beyond_belief(due_at, now, longest_wait)
