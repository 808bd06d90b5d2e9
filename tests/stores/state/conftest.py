"""A run's session, begun, over a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.stores.state.session import RunSession
from tests.stores.state.test_state import make_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[RunSession]:
    session = make_session(tmp_path)
    session.begin("latest")
    yield session
    session.close()
