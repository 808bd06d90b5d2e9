"""What the crawls over an outlet's roads share: the outlet, its roads, and a data folder with the outlet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import Crawls
from tests.roads.backfills import COUNT
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads


@pytest.fixture
def site() -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(articles=COUNT) as made:
        yield made


@pytest.fixture
def roads(site: LoopbackOutlet) -> MadeRoads:
    return MadeRoads(site)


@pytest.fixture
def crawls(tmp_path: Path, site: LoopbackOutlet) -> Crawls:
    file = site.outlet_toml(tmp_path / "outlets")
    file.write_text(file.read_text().replace('[[seed]]\nvia = "feed"\n', "").replace(f'url = "{site.home}/feed/"\n', ""))  # home alone
    return Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
