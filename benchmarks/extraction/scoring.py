"""How near a prediction is to a page's truth.

Bodies are compared by windows of four words, as scrapinghub's article-extraction-benchmark does: precision and recall of the windows are means over
pages, F1 is made of the two means. A title is exact when its words are the same, near when the F1 of the words is .8 or more; authors are right when
the set of names is, a date when its day is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.extraction.cases import Case, Truth
from benchmarks.extraction.predictions import NOTHING, Prediction

WINDOW_WORDS = 4
NEAR_TITLE = 0.8
BAD_PAGE = 0.7

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\ufeff]")
"""Arabic vowel signs and tatweel, zero-width characters, marks of direction: no reader misses them."""

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f\u1000-\u109f"
"""Kana, Han, Thai, Burmese: written without spaces, so that each character counts as a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_BY = re.compile(r"^(by|von|par|por|di|بقلم)\s+", re.IGNORECASE)
_QUOTES = str.maketrans("’‘“”–—", "''\"\"--")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """One page's scores from 0 to 1; None where truth or prediction has nothing to compare."""

    id: str
    is_empty: bool
    has_failed: bool
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    wanted: float | None = None
    unwanted: float | None = None
    title: float | None = None
    near: float | None = None
    authors: float | None = None
    date: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The scores of one collection: means over the pages that have the value, counts of pages."""

    pages: int
    precision: float | None
    recall: float | None
    f1: float | None
    bad: int
    empty: int
    failed: int
    wanted: float | None
    unwanted: float | None
    title: float | None
    near: float | None
    authors: float | None
    date: float | None


def words_of(text: str | None) -> list[str]:
    """The words of a text, compatibility forms resolved; what is no letter or digit parts them."""
    return _WORD.findall(_unmarked(text))


def score_page(case: Case, prediction: Prediction) -> PageScore:
    """The scores of one page."""
    truth = case.truth
    precision, recall, f1 = _body(truth.body, prediction.text) if truth.body else (None, None, None)
    title, near = _title(truth.title, prediction.title) if truth.title else (None, None)
    return PageScore(
        id=case.id,
        is_empty=not (prediction.text or "").strip(),
        has_failed=prediction.error is not None,
        precision=precision,
        recall=recall,
        f1=f1,
        wanted=_share_found(truth.wanted, prediction.text),
        unwanted=_share_dropped(truth, prediction.text),
        title=title,
        near=near,
        authors=float(_names(truth.authors) == _names(prediction.authors)) if truth.authors else None,
        date=float((prediction.published or "")[:10] == truth.date[:10]) if truth.date else None,
    )


def score_pages(cases: Sequence[Case], predictions: dict[str, Prediction]) -> list[PageScore]:
    """The scores of all cases; one without a prediction counts as empty."""
    return [score_page(case, predictions.get(case.id, NOTHING)) for case in cases]


def summed(pages: Sequence[PageScore]) -> Score:
    """The scores of a collection from those of its pages."""
    precision, recall = _mean(page.precision for page in pages), _mean(page.recall for page in pages)
    return Score(
        pages=len(pages),
        precision=precision,
        recall=recall,
        f1=None if recall is None else _f1(precision or 0.0, recall),
        bad=sum(page.f1 is not None and page.f1 < BAD_PAGE for page in pages),
        empty=sum(page.is_empty for page in pages),
        failed=sum(page.has_failed for page in pages),
        wanted=_mean(page.wanted for page in pages),
        unwanted=_mean(page.unwanted for page in pages),
        title=_mean(page.title for page in pages),
        near=_mean(page.near for page in pages),
        authors=_mean(page.authors for page in pages),
        date=_mean(page.date for page in pages),
    )


def _body(truth: str, text: str | None) -> tuple[float | None, float | None, float]:
    """Precision, recall and F1 of the windows; no precision where no word was predicted."""
    wanted, found = _windows(words_of(truth)), _windows(words_of(text))
    hits = (wanted & found).total()
    precision = hits / found.total() if found else None
    recall = hits / wanted.total() if wanted else None
    return precision, recall, _f1(precision or 0.0, recall or 0.0)


def _windows(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Every run of four words; a shorter text is one window."""
    starts = range(max(len(words) - WINDOW_WORDS + 1, min(len(words), 1)))
    return Counter(tuple(words[start : start + WINDOW_WORDS]) for start in starts)


def _title(truth: str, title: str | None) -> tuple[float, float]:
    wanted, found = _folded(truth), _folded(title)
    common = (Counter(wanted) & Counter(found)).total()
    f1 = 2 * common / (len(wanted) + len(found)) if wanted and found else 0.0
    return float(wanted == found), float(f1 >= NEAR_TITLE)


def _names(names: Iterable[str]) -> set[str]:
    return {" ".join(_folded(_BY.sub("", name.strip()))) for name in names} - {""}


def _share_found(snippets: Sequence[str], text: str | None) -> float | None:
    plain = _plain(text)
    return fmean(_plain(snippet) in plain for snippet in snippets) if snippets else None


def _share_dropped(truth: Truth, text: str | None) -> float | None:
    found = _share_found(truth.unwanted, text)
    return None if found is None else 1 - found


def _folded(text: str | None) -> list[str]:
    return [word.lower() for word in words_of(text)]


def _plain(text: str | None) -> str:
    return " ".join(_unmarked(text).translate(_QUOTES).split())


def _unmarked(text: str | None) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text or ""))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
