"""Everything that is wrong with the content of an outlet file, as (key, problem) pairs, each problem one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newscrawl.outlets.checks import Check, did_you_mean, one_line, shown
from newscrawl.outlets.keys import REQUIRED_SEED, REQUIRED_TOP_LEVEL, SEED, TABLES, TOP_LEVEL

Mistake = tuple[str, str]

MAX_KEY_CHARS = 40
"""Longer than any key of ours; a longer one is quoted and cut in its message."""


def mistakes_in(content: Mapping[str, Any]) -> Iterator[Mistake]:
    """All mistakes of one file's content, in the order of the table of keys."""
    keys = {**TOP_LEVEL, "seed": _no_check, **dict.fromkeys(TABLES, _no_check)}
    yield from _in_table(content, keys, prefix="", required=REQUIRED_TOP_LEVEL)
    yield from _in_seeds(content.get("seed", []))
    for name, table_keys in TABLES.items():
        table = content.get(name, {})
        if isinstance(table, dict):
            yield from _in_table(table, table_keys, prefix=f"{name}.")
        else:
            yield name, f"{shown(table)} is not a table; write [{name}] on a line of its own and its keys below"


def _in_seeds(seeds: object) -> Iterator[Mistake]:
    if not isinstance(seeds, list) or not all(isinstance(seed, dict) for seed in seeds):
        yield "seed", f"{shown(seeds)} is not an array of tables; write [[seed]] on a line of its own and its keys below"
        return
    for place, seed in enumerate(seeds, start=1):
        yield from _in_table(seed, SEED, prefix=f"seed {place}.", required=REQUIRED_SEED)
        if "types" in seed and seed.get("via") != "wordpress":
            yield f"seed {place}.types", f"{shown(seed['types'])} is for seeds with via = \"wordpress\"; take it out"
        first = seeds.index(seed) + 1
        if first != place:
            yield f"seed {place}", f"is the same as seed {first}; keep one of them"


def _in_table(table: Mapping[str, Any], keys: Mapping[str, Check], prefix: str, required: Sequence[str] = ()) -> Iterator[Mistake]:
    for key in required:
        if key not in table:
            yield prefix + key, "is missing, and it is required"
    for key, value in table.items():
        if key not in keys:
            yield prefix + _key_shown(key), f"{shown(value)} stands under an unknown key{_way_out(key, keys, prefix)}"
        elif problem := keys[key](value):
            yield prefix + key, f"{shown(value)} {problem}"


def _way_out(key: str, keys: Mapping[str, Check], prefix: str) -> str:
    home = next((table for table, known in TABLES.items() if key in known and prefix != f"{table}."), None)
    if home:
        return f"; it belongs under [{home}]"
    return f"{did_you_mean(key, keys)} (allowed: {', '.join(keys)})"


def _key_shown(key: str) -> str:
    plain = key.replace("-", "").replace("_", "").isalnum()
    return key if plain and len(key) <= MAX_KEY_CHARS else one_line(shown(key))


def _no_check(value: object) -> str | None:
    return None
