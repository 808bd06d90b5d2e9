"""Outlet files in, `Outlet`s out. The folder is the registry: one `<slug>.toml` for each outlet, every mistake one clear line."""

from __future__ import annotations

from newscrawl.outlets.load import BUNDLED_FOLDER, find_outlet, load_outlets
from newscrawl.outlets.registry import Registry

__all__ = ["BUNDLED_FOLDER", "Registry", "find_outlet", "load_outlets"]
