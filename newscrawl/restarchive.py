"""The last answer of a walk, read from our own archive: a run that died had it, and the outlet need not be asked for its posts again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from newscrawl.core.article import RawRef
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.ledger import Ledger
from newscrawl.saved import SavedPage, saved_pages
from newscrawl.stores.warc_read import ArchivedResponse, read_at

_PLACE = re.compile(r"(warc/[^\x00-\x1f]{1,300}):([0-9]{1,15})")


def place_of(raw: RawRef) -> str:
    """Where an answer lies, as a cursor keeps it."""
    return f"{raw.file}:{raw.offset}"


async def posts_at(ledger: Ledger, outlet: Outlet, place: str) -> Mapping[int, Page]:
    """The pages of the posts in the answer at `place`, by number; none where there is no such answer, or none that can be trusted."""
    return await asyncio.to_thread(_posts_at, ledger, outlet, place)


def _posts_at(ledger: Ledger, outlet: Outlet, place: str) -> Mapping[int, Page]:
    found = _PLACE.fullmatch(place)
    file = ledger.paths.data / found[1] if found else None
    if found is None or file is None or ".." in found[1] or not file.is_file():
        return {}
    record = read_at(file, int(found[2]))
    if not isinstance(record, ArchivedResponse) or record.members is None:
        return {}
    pages = (each.page for each in saved_pages(record, ledger.registry, ledger.paths.data, {outlet.slug}) if isinstance(each, SavedPage))
    return {page.post.id: page for page in pages if page.post is not None}
