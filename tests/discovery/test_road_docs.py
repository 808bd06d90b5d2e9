"""The page on roads names every end."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.discovery.road import End

PAGE = Path(__file__).parents[2] / "docs" / "backfill.md"


@pytest.mark.parametrize("end", End)
def test_every_end_is_told(end: End) -> None:
    assert f"| `{end}` |" in PAGE.read_text(encoding="utf-8")
