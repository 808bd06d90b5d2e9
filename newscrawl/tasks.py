"""What runs in a worker process: its set-up, reading a feed, extracting a page.

Heavy imports wait until a worker needs them, so that the parent stays small; Scrapy is not imported here, so that a worker does.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawl.core.article import Article
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Seed, Via
from newscrawl.core.page import Page
from newscrawl.core.parts import PartLook
from newscrawl.core.verdict import Rejection

if TYPE_CHECKING:
    from newscrawl.discovery.reading import SeedReading
    from newscrawl.discovery.road import Cursor, RoadPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article, and the fingerprint of its text, which takes too long to make beside the event loop."""

    article: Article
    fingerprint: bytes


def extract_page(page: Page, outlet: Outlet) -> Extracted | Rejection:
    """The article of a page, cleaned; or why there is none."""
    from newscrawl.extraction import extract_article

    found = extract_article(page, outlet)
    return found if isinstance(found, Rejection) else Extracted(article=found, fingerprint=fingerprint_of(found))


def extract_pages(pages: Sequence[Page], outlet: Outlet) -> list[Extracted | Rejection]:
    """The same for some pages that came together; one that fails fails all, and each is then to be tried by itself."""
    return [extract_page(page, outlet) for page in pages]


def look_at_part(page: Page, outlet: Outlet, first: str) -> PartLook:
    """What is seen of a page as a part of the article whose first part is at `first`."""
    from newscrawl.extraction.partlook import look_at_part

    return look_at_part(page, outlet, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedBody:
    """A seed's answer and what is needed to read it; arguments as in `newscrawl.discovery.seed`."""

    body: bytes = field(repr=False)
    seed: Seed
    outlet: Outlet
    base_url: str
    content_type: str | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedLinks:
    """What a seed announces: the reading without its links, the first batch of them, and whether more stand in the spool."""

    reading: SeedReading
    links: tuple[Link, ...]
    is_spooled: bool


def read_seed(asked: SeedBody, spool: str) -> SeedLinks:
    """The links that a seed's answer announces. Batches after the first go to the file `spool`, pickled one after the other, so that neither
    process ever holds more than one of them; raises `StoreError` where it can't be written."""
    from newscrawl.discovery.seed import stream_seed
    from newscrawl.stores.files import store_error

    first: list[tuple[Link, ...]] = []
    with ExitStack() as open_files:
        files: list[IO[bytes]] = []

        def emit(links: tuple[Link, ...]) -> None:
            if not first:
                first.append(links)
                return
            try:
                if not files:
                    files.append(open_files.enter_context(Path(spool).open("wb")))
                pickle.dump(links, files[0])
                files[0].flush()
            except OSError as error:
                raise store_error(Path(spool), 0, error) from error

        about = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name != "body"}
        reading = stream_seed(asked.body, **about, emit=emit)
    return SeedLinks(reading=reading, links=first[0] if first else (), is_spooled=bool(files))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadBody:
    """The answer for one page of a road; arguments as in `newscrawl.discovery.feed_pages` and `listing`."""

    body: bytes = field(repr=False)
    cursor: Cursor
    status: int
    seed: Seed
    outlet: Outlet
    base_url: str
    content_type: str | None
    link_header: str | None
    now: datetime


def read_road_page(asked: RoadBody) -> RoadPage:
    """The links of one page of a feed or list, and where to go on."""
    from newscrawl.discovery.feed_pages import read_feed_page
    from newscrawl.discovery.listing import read_listing_page

    about: dict[str, Any] = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name != "body"}
    if asked.seed.via is Via.LISTING:
        return read_listing_page(asked.body, **about)
    about.pop("link_header")
    return read_feed_page(asked.body, **about)


def read_sections(body: bytes, outlet: Outlet, url: str, content_type: str | None) -> tuple[str, ...]:
    """The section pages that a home page leads to."""
    from newscrawl.discovery.sections import sections_of

    return sections_of(body, outlet=outlet, url=url, content_type=content_type)


def read_home(body: bytes, url: str, content_type: str | None, link_header: str | None) -> tuple[Seed, ...]:
    """The seeds that a home page declares, best first."""
    from newscrawl.discovery.home import declared_seeds

    return declared_seeds(body, url=url, content_type=content_type, link_header=link_header)


def prepare_worker(parent: int, memory_bytes: int) -> None:
    """First thing in a worker: leave Ctrl-C to the parent, die with it, accept a memory limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent(parent)
    limit = _data_bytes_now() + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _die_with_parent(parent: int) -> None:
    """Ask Linux for SIGKILL when the parent is gone, however it went; the pipe's end alone would not stop a worker that hangs."""
    pr_set_pdeathsig = 1  # linux/prctl.h
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _data_bytes_now() -> int:
    """Private memory of this process as RLIMIT_DATA counts it (proc(5), VmData), or 0 where that can't be told."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123
            line = next((line for line in status if line.startswith("VmData:")), "VmData: 0 kB")
    except OSError:
        return 0
    return int(line.split()[1]) * 1024
