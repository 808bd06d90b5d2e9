"""Scripts in which languages are written, by usage (CLDR); one row for each language or script."""

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

LETTERS = (
    ("Arab", "\u0621-\u064a\u0671-\u06d3"),
    ("Armn", "\u0531-\u0587"),
    ("Beng", "\u0980-\u09ff"),
    ("Cyrl", "\u0400-\u052f"),
    ("Deva", "\u0900-\u097f"),
    ("Ethi", "\u1200-\u137f"),
    ("Geor", "\u10a0-\u10ff"),
    ("Grek", "\u0370-\u03ff"),
    ("Gujr", "\u0a80-\u0aff"),
    ("Guru", "\u0a00-\u0a7f"),
    ("Hang", "\uac00-\ud7af"),
    ("Hani", "\u4e00-\u9fff"),
    ("Hebr", "\u05d0-\u05ea"),
    ("Kana", "\u3041-\u30ff"),
    ("Khmr", "\u1780-\u17ff"),
    ("Knda", "\u0c80-\u0cff"),
    ("Laoo", "\u0e80-\u0eff"),
    ("Latn", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("Mlym", "\u0d00-\u0d7f"),
    ("Mymr", "\u1000-\u109f"),
    ("Orya", "\u0b00-\u0b7f"),
    ("Sinh", "\u0d80-\u0dff"),
    ("Taml", "\u0b80-\u0bff"),
    ("Telu", "\u0c00-\u0c7f"),
    ("Thai", "\u0e01-\u0e5b"),
)
"""Rows (script by ISO 15924, its letters as a class of a pattern); `Kana` is both of Japan's, `Hani` Chinese characters."""

SCRIPT_LANGUAGES = (
    ("Armn", ("hy",)),
    ("Beng", ("bn", "as", "mni")),
    ("Cyrl", ("ab", "av", "az", "ba", "be", "bg", "bs", "ce", "cv", "kk", "ky", "mk", "mn", "os", "ru", "sah", "sr", "tg", "tk", "tt", "uk", "uz")),
    ("Deva", ("hi", "mr", "ne", "mai", "sa", "bho", "kok", "doi", "brx", "new", "sd", "ks")),
    ("Ethi", ("am", "ti", "gez", "tig")),
    ("Geor", ("ka", "xmf", "lzz")),
    ("Grek", ("el", "grc", "pnt")),
    ("Gujr", ("gu",)),
    ("Guru", ("pa",)),
    ("Hang", ("ko",)),
    ("Hani", ("zh", "ja", "yue", "wuu", "nan", "hak", "cmn", "ko")),
    ("Hebr", ("he", "iw", "yi", "lad")),
    ("Kana", ("ja", "ain")),
    ("Khmr", ("km",)),
    ("Knda", ("kn", "tcy")),
    ("Laoo", ("lo",)),
    ("Mlym", ("ml",)),
    ("Mymr", ("my", "shn", "mnw", "ksw")),
    ("Orya", ("or",)),
    ("Sinh", ("si",)),
    ("Taml", ("ta",)),
    ("Telu", ("te",)),
    ("Thai", ("th",)),
)
"""Rows (script, languages that may be written in it). A text in one of these scripts is in none of the other languages."""

ONLY_LANGUAGES = (
    ("Armn", "hy"),
    ("Geor", "ka"),
    ("Grek", "el"),
    ("Gujr", "gu"),
    ("Hang", "ko"),
    ("Kana", "ja"),
    ("Khmr", "km"),
    ("Laoo", "lo"),
    ("Mlym", "ml"),
    ("Orya", "or"),
    ("Sinh", "si"),
    ("Taml", "ta"),
    ("Telu", "te"),
    ("Thai", "th"),
)
"""Rows (script, language): scripts in which news is written in one language and no other."""

LATIN_TOO = frozenset(
    (
        "ain",
        "az",
        "brx",
        "bs",
        "hak",
        "kk",
        "kok",
        "ky",
        "lad",
        "lzz",
        "mn",
        "mni",
        "nan",
        "pa",
        "pnt",
        "sah",
        "sr",
        "tg",
        "tk",
        "tt",
        "uz",
    )
)
"""Languages of these scripts that some write in Latin letters."""
