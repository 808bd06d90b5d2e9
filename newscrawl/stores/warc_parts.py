"""Articles of several parts in an archive: the records of the further parts lie before that of the first, and come with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newscrawl.core.part_address import MOST_PARTS
from newscrawl.stores.warc_read import ArchivedResponse, DamagedRecord

Read = ArchivedResponse | DamagedRecord


def whole_records(records: Iterable[Read]) -> Iterator[Read]:
    """The records of a file, those of further parts only with the first one. A first part without the others is damage: it is half an article. Parts
    without a first one are left out: whoever wrote them died on it."""
    held: deque[ArchivedResponse] = deque(maxlen=MOST_PARTS)
    for record in records:
        if isinstance(record, DamagedRecord):
            yield record
        elif record.number > 1:
            held.append(record)
        else:
            yield _whole(record, held)
            if not 300 <= record.status < 400:  # a redirect on the way to a part lies between them
                held.clear()


def _whole(record: ArchivedResponse, held: Iterable[ArchivedResponse]) -> Read:
    if not record.part_urls:
        return record
    own = {part.number: part for part in held if part.link is not None and part.link == record.link}
    parts = [own[number] for number in range(2, len(record.part_urls) + 2) if number in own]
    if [part.url for part in parts] != list(record.part_urls):
        return DamagedRecord(file=record.file, offset=record.offset, problem="the further parts of its article do not lie before it")
    return replace(record, parts=tuple(parts))
