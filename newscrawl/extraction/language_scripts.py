"""Languages that are written in Arabic letters, by usage (CLDR); one row for each."""

from __future__ import annotations

ARABIC_SCRIPT = frozenset(
    (
        "ar",
        "arc",
        "azb",
        "bal",
        "ckb",
        "dv",
        "fa",
        "glk",
        "ks",
        "lrc",
        "mzn",
        "pnb",
        "prs",
        "ps",
        "sd",
        "skr",
        "ug",
        "ur",
    )
)
"""Languages that are written so everywhere."""

EITHER_SCRIPT = frozenset(
    (
        "az",
        "bs",
        "ha",
        "id",
        "kk",
        "ku",
        "ky",
        "ms",
        "pa",
        "so",
        "sw",
        "tg",
        "tk",
        "tr",
        "tt",
        "uz",
    )
)
"""Languages that are, or not long ago were, written in Arabic letters by some and in others by most."""
