"""Folding: one spelling for what a reader takes for the same text. For comparing and hashing only, never for output.

Made for Arabic, whose letters are written in several ways, and harmless for every other script.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

MAX_FOLD_ROUNDS = 4
"""Two rounds settle every text seen; a mark that comes together anew after a removal may need one more."""

MAX_LINE_CHARS = 300
LINES_REMEMBERED = 2048
"""One rule after the other asks for the same lines of a page: so many are remembered, 2 MB at the most."""

_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″‴׳״ʹʺʻʼʽˈ＂＇「」『』〝〞〟"

_LETTERS = str.maketrans(
    {
        "أ": "ا",  # alef with hamza above
        "إ": "ا",  # alef with hamza below
        "آ": "ا",  # alef with madda
        "ٱ": "ا",  # alef wasla
        "ى": "ي",  # alef maksura, written for yeh in Egypt
        "ی": "ي",  # Persian yeh
        "ک": "ك",  # Persian kaf
        "ة": "ه",  # teh marbuta
        "ہ": "ه",  # Urdu heh goal
        "ھ": "ه",  # heh doachashmee
        "ە": "ه",  # Kurdish ae
        "ı": "i",  # Turkish dotless i, lost when a heading is set in capitals
        "ς": "σ",  # Greek final sigma
        **{chr(0x0660 + n): str(n) for n in range(10)},  # Arabic-Indic digits
        **{chr(0x06F0 + n): str(n) for n in range(10)},  # Persian digits
        **dict.fromkeys(_QUOTES, ""),
    }
)

_MARKS = re.compile(
    "[\u0307"  # the dot that lower-casing a Turkish İ leaves behind
    "\u0610-\u061a\u064b-\u065f\u0670"  # honorifics, tashkeel, combining hamza and madda, superscript alef
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"  # Quranic marks
    "\u0640]"  # tatweel
)
_NOT_WORD = re.compile(r"[^\w\s]+|_+")
TASHKEEL = "".join(map(chr, range(0x064B, 0x0653))) + "\u0670"
APART = (
    *((0x00, 0x17F), (0x386, 0x3CE), (0x400, 0x45F), (0x60C, 0x652), (0x660, 0x66D), (0x670, 0x6D3), (0x6F0, 0x6F9)),
    *((0x2010, 0x2027), (0x20A0, 0x20BF)),
)
"""Latin, Greek, Cyrillic, Arabic and the punctuation of print: texts of these alone are folded character by character, four times as fast."""
_SETTLED = re.compile(
    "[a-z0-9 \u0621\u0624\u0626-\u0628\u062a-\u063a\u0641-\u0648\u064a\u067e\u0686\u0698\u06af]*")
"""Letters that stay as they are whatever stands beside them: another look would find nothing more."""
_KEPT_SYMBOLS = {"Sc", "Sm"}
"""Currency and mathematics carry meaning: 5 $ is not 5 €."""


def fold(s: str) -> str:
    """The comparison form of `s`: NFKC, caseless, without tashkeel, tatweel and quotes, one spelling per letter, ASCII digits, punctuation as spaces.

    Folding twice is folding once. Never raises; the result has no space at its ends and no two in a row.
    """
    if s.isascii():
        return " ".join(s.translate(_ascii_folds()).split())
    if _apart().fullmatch(s):
        return " ".join(s.translate(_folds_apart()).split())
    return _fold_line(s) if len(s) <= MAX_LINE_CHARS else _fold(s)


@lru_cache(LINES_REMEMBERED)
def _fold_line(s: str) -> str:
    return _fold(s)


def _fold(s: str) -> str:
    for _ in range(MAX_FOLD_ROUNDS):
        folded = _fold_once(s)
        if folded == s or _SETTLED.fullmatch(folded):
            return folded
        s = folded
    return s


def _fold_once(s: str) -> str:
    s = s.translate(_LETTERS)  # before NFKC too, which makes a space and a mark of an acute accent used as an apostrophe
    s = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", s).casefold())
    s = _MARKS.sub("", s).translate(_LETTERS)
    return " ".join(_NOT_WORD.sub(_fold_run, s).split())


@cache
def _ascii_folds() -> dict[int, str]:
    """What becomes of each character of ASCII, where one look is enough."""
    return {code: " " if chr(code).isspace() else _fold_once(chr(code)) or _fold_nothing(chr(code)) for code in range(128)}


@cache
def _folds_apart() -> dict[int, str]:
    """What becomes of each character of `APART` that is folded in the same way whatever stands beside it: no mark that joins a letter, and none that
    becomes one."""
    table = {}
    for char in (chr(code) for first, last in APART for code in range(first, last + 1)):
        whole = unicodedata.normalize("NFKC", char.translate(_LETTERS)).casefold()
        joins = any(unicodedata.category(each)[0] == "M" for each in whole) and char not in TASHKEEL
        is_mixed = len({each.isalnum() for each in whole}) > 1  # a letter and a sign in one
        if not joins and not is_mixed and not (whole.startswith(" ") and not char.isspace()):
            folded = _fold_once(char)
            table[ord(char)] = " " if char.isspace() else _fold_once(folded) or _fold_nothing(char)
    return table


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(f"[{''.join(re.escape(chr(code)) for code in _folds_apart())}]*")


def _fold_nothing(char: str) -> str:
    """A space for what is one between words, nothing for what is dropped."""
    return " " if _fold_once(f"a{char}a") == "a a" else ""


def _fold_run(match: re.Match[str]) -> str:
    return "".join(map(_fold_char, match[0]))


def _fold_char(char: str) -> str:
    """A character that is no letter, digit or space: marks and meaning symbols stay, invisible ones go, the rest is a space."""
    category = unicodedata.category(char)
    if category[0] == "M" or (category in _KEPT_SYMBOLS and char not in "|~^"):
        return char
    return "" if category[0] == "C" else " "
