"""tdmrep.json: which parts of a host keep text and data mining back.

TDM Reservation Protocol, final community group report of 10 May 2024: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from newscrawl.core.path_pattern import Pattern, normal_paths, path_pattern

MAX_TDMREP_BYTES = 64 * 1024
MAX_TDMREP_RULES = 1000
"""A rule of the report's examples has some 100 bytes; whoever writes more describes single pages."""
MAX_POLICY_CHARS = 2048
"""As long as an address that we would ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmRule:
    """One rule: `reservation` is "1" (mining is reserved) or "0"; `policy` the address of the terms, as written."""

    pattern: Pattern
    reservation: str
    policy: str | None


def parse_tdmrep(body: bytes) -> tuple[TdmRule, ...]:
    """The rules of a tdmrep.json in order; what is no rule is left out. Never raises; empty for what is no such file, or a very large one."""
    if len(body) > MAX_TDMREP_BYTES:
        return ()
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, no Unicode, a number of thousands of digits, nested too deep
        return ()
    entries = found if isinstance(found, list) else [found]  # the report wants an array, and a lone rule is clear enough
    return tuple(islice((rule for entry in entries if (rule := _rule(entry)) is not None), MAX_TDMREP_RULES))


def tdm_rule(rules: Sequence[TdmRule], url: str) -> TdmRule | None:
    """The first rule in sequence that matches `url` (section 6.1: that is the most specific one)."""
    paths = normal_paths(url) if rules else ()
    return next((rule for rule in rules if any(rule.pattern.matches(path) for path in paths)), None)


def reservation(value: object) -> str | None:
    """A reservation as "0" or "1"; None for any other value, which the report tells us to take for none."""
    text = value.strip() if isinstance(value, str) else str(int(value)) if isinstance(value, int) and value in (0, 1) else ""
    return text if text in ("0", "1") else None


def policy(value: object) -> str | None:
    """The address of a policy as written; None for what can be none."""
    text = value.strip().encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
    return text if text and len(text) <= MAX_POLICY_CHARS else None


def _rule(entry: object) -> TdmRule | None:
    if not isinstance(entry, dict):
        return None
    location, reserved = entry.get("location"), reservation(entry.get("tdm-reservation"))
    if not isinstance(location, str) or not location or reserved is None:
        return None
    return TdmRule(pattern=path_pattern(location), reservation=reserved, policy=policy(entry.get("tdm-policy")))
