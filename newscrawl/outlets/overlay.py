"""A file of the user's laid over the bundled one of the same slug: tables key by key, arrays as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawl.outlets.checks import url


def laid_over(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` (a file without mistakes) with the keys of `over`; when `over` moves `home` and gives no seeds, those under the old home move along."""
    merged = _merged(base, over)
    if "seed" not in over and url(over.get("home")) is None:
        merged["seed"] = [_moved(seed, base["home"], over["home"]) for seed in base.get("seed", [])]
    return merged


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = base.get(key)
        merged[key] = {**below, **value} if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _moved(seed: Mapping[str, Any], old_home: str, new_home: str) -> dict[str, Any]:
    address: str = seed["url"]
    root = old_home.rstrip("/") + "/"
    if not address.startswith(root):
        return dict(seed)
    return {**seed, "url": new_home.rstrip("/") + "/" + address.removeprefix(root)}
