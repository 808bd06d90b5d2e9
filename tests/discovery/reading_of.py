"""What the tests of all readers share: an outlet, a seed of each kind, a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.seed import read_seed

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
HOME = "https://courier.example/"
URL = "https://courier.example/seed"
COURIER = Outlet(slug="courier", name="Courier", home="https://www.courier.example/", timezone="Asia/Aden")


def seed_of(via: Via, url: str = URL) -> Seed:
    return Seed(via=via, url=url, serves=Serves.LATEST)


def about(via: Via, **more: Any) -> dict[str, Any]:
    """Arguments of a reader."""
    return {"seed": seed_of(via), "outlet": COURIER, "base_url": URL, "content_type": None, "now": NOW, **more}


def read(body: bytes | str, via: Via, **more: Any) -> SeedReading:
    return read_seed(body.encode() if isinstance(body, str) else body, **about(via, **more))


def urls(reading: SeedReading) -> list[str]:
    return [link.url for link in reading.links]


def only(reading: SeedReading) -> Link:
    (link,) = reading.links
    return link
