"""What to do with articles whose outlet keeps text and data mining back: the setting `NEWSCRAWL_OPT_OUT`."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from scrapy.settings import BaseSettings

from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import UsageProblem
from newscrawl.tasks import Extracted


class OptOut(StrEnum):
    """The setting's values."""

    KEEP = "keep"  # write the signals down, judge nothing
    MARK = "mark"  # say in the record whether mining is reserved
    SKIP = "skip"  # write no such article


def opt_out_from(settings: BaseSettings) -> OptOut:
    """The user's choice; raises `UsageProblem` for a value that is none."""
    value = settings.get("NEWSCRAWL_OPT_OUT") or OptOut.MARK
    if value not in set(OptOut):
        raise UsageProblem(f"NEWSCRAWL_OPT_OUT: {value!r} is none of {', '.join(OptOut)}")
    return OptOut(value)


def as_chosen(found: Extracted, choice: OptOut) -> Extracted | Rejection:
    """The article as the user wants it; a rejection when its outlet keeps mining back and the user skips those.

    The raw page is in the archive by then: what the outlet said stands in it, and nothing is rejected before it is saved.
    """
    rights = found.article.rights
    if choice is OptOut.SKIP and rights.reserved:
        return Rejection(reason=Reason.OPTED_OUT, detail="its outlet reserves text and data mining")
    if choice is OptOut.KEEP:
        return replace(found, article=replace(found.article, rights=replace(rights, reserved=None)))
    return found
