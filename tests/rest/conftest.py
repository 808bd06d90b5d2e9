"""What the crawls over WordPress's REST interface share: an outlet without pages, and a data folder with its outlet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import Crawls
from tests.site.loopback import LoopbackOutlet


@pytest.fixture
def site() -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(articles=0) as made:
        yield made


@pytest.fixture
def crawls(tmp_path: Path, site: LoopbackOutlet) -> Crawls:
    site.outlet_toml(tmp_path / "outlets")
    return Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
