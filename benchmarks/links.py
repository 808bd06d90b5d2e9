"""Links into the state, with `url_key` and the check for known ones: how many a second, into an empty table and with a million there.

    python benchmarks/links.py [--million 1000000] [--batch 1000]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet
from newscrawl.stores.state import announcements
from newscrawl.stores.state.db import StateDb

MILLION = 1_000_000
MEASURED = 100_000
BATCH_LINKS = 1000  # a page of WordPress's sitemap has 2,000, a feed 10 to 200
MIN_LINKS_A_SECOND = 15_000
TRACKED_SHARE = 0.05
OUTLET = Outlet(slug="links", name="Links", home="https://links.example/")

# Words of permalinks; combined with a number they are distinct.
WORDS = (
    "مجلس", "البلدية", "يناقش", "خطة", "الطرق", "الجديدة", "موسم", "الحصاد", "يبدأ", "مبكراً",
    "ميناء", "المدينة", "يستقبل", "سفن", "الصيد", "بعد", "العاصفة", "افتتاح", "مكتبة", "عامة",
)
TRACKING = ("utm_source=feed&utm_medium=rss", "fbclid=IwAR0", "utm_campaign=daily", "gclid=Cj0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One row of the table."""

    what: str
    links: int
    new: int
    seconds: float

    @property
    def a_second(self) -> float:
        """Links a second."""
        return self.links / self.seconds


def permalinks(first: int, count: int) -> Iterator[Link]:
    """Distinct Arabic permalinks `first`, `first + 1`, …; every twentieth carries tracking parameters."""
    for number in range(first, first + count):
        rng = random.Random(number)
        slug = quote("-".join(rng.choices(WORDS, k=5))).lower()
        query = f"?{rng.choice(TRACKING)}" if rng.random() < TRACKED_SHARE else ""
        url = f"https://links.example/{2005 + number % 20}/{1 + number % 12:02}/{slug}-{number}/{query}"
        hints = Hints(title=f"العنوان {number}", published="2025-01-01T10:00+03:00")
        yield Link(url=url, outlet=OUTLET.slug, seed="https://links.example/feed/", hints=hints)


def tracked_again(links: Iterable[Link]) -> Iterator[Link]:
    """Known links as another seed would announce them: with tracking parameters, over http, without the slash."""
    for number, link in enumerate(links):
        plain = link.url.partition("?")[0]
        changed = (f"{plain}?utm_source=x", plain.replace("https:", "http:"), plain.rstrip("/"), link.url)[number % 4]
        yield Link(url=changed, outlet=link.outlet)


def announce(db: StateDb, links: list[Link]) -> int:
    """The product's call: one batch in one transaction; how many were new."""
    with db.write() as connection:
        return announcements.announce(connection, OUTLET, links, 1_700_000_000).new


def measure(db: StateDb, what: str, links: Iterable[Link], batch: int) -> Measured:
    """Announce `links`, made beforehand, and take the time of the product alone."""
    source, seconds, new, count = iter(links), 0.0, 0, 0
    while some := list(islice(source, batch)):
        started = time.perf_counter()
        new += announce(db, some)
        seconds += time.perf_counter() - started
        count += len(some)
    return Measured(what=what, links=count, new=new, seconds=seconds)


def mixed(first_new: int) -> Iterator[Link]:
    """Half known, half new, in turns, as a feed that was polled late."""
    known = tracked_again(permalinks(0, MEASURED // 2))
    return chain.from_iterable(zip(known, permalinks(first_new, MEASURED // 2), strict=True))


def links_benchmark(folder: Path, million: int = MILLION, batch: int = BATCH_LINKS) -> list[Measured]:
    """Into an empty state, up to a million, then known, mixed and new ones."""
    with closing(StateDb.open(f"sqlite:///{folder / 'state.sqlite'}")) as db:
        return [
            measure(db, f"first {MEASURED:,}", permalinks(0, MEASURED), batch),
            measure(db, f"on to {million:,}", permalinks(MEASURED, million - MEASURED), batch),
            measure(db, f"with {million:,}: new", permalinks(million, MEASURED), batch),
            measure(db, f"with {million:,}: known, other spelling", tracked_again(permalinks(0, MEASURED)), batch),
            measure(db, f"with {million:,}: half known, half new", mixed(million + MEASURED), batch),
        ]


def links_table(rows: Iterable[Measured]) -> str:
    """The figures as a Markdown table, the ratio to what is asked for first."""
    lines = [f"| × {MIN_LINKS_A_SECOND:,}/s | links | links/s | new | seconds |", "| ---: | --- | ---: | ---: | ---: |"]
    lines += [f"| {row.a_second / MIN_LINKS_A_SECOND:.2f} | {row.what} | {row.a_second:,.0f} | {row.new:,} | {row.seconds:.1f} |" for row in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--million", type=int, default=MILLION, help="links that are there before the last three rows")
    parser.add_argument("--batch", type=int, default=BATCH_LINKS, help="links in one transaction")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as folder:
        print(links_table(links_benchmark(Path(folder), options.million, options.batch)))


if __name__ == "__main__":
    main()
