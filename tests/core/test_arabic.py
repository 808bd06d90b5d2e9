from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold

ARABIC = st.text(st.sampled_from(list("ابتثجأإآٱىيةهؤئءکیـًٌٍَُِّْٰٓٔ ٠١٢۳۴۵،؛؟«»\"\u200c")), max_size=40)
LETTERS = st.text(st.sampled_from(list("ابتثجأإآٱىيةهؤئءکی ٠١٢،؛؟«»")), max_size=40)

SAME = [
    ("أحمد", "احمد"),
    ("إلى", "الي"),
    ("آخر", "اخر"),
    ("ٱلله", "الله"),
    ("مدرسة", "مدرسه"),
    ("مُدَرِّسٌ", "مدرس"),
    ("الـــسلام", "السلام"),
    ("عام ٢٠٢٣", "عام 2023"),
    ("سال ۱۴۰۲", "سال 1402"),
    ("یک کتاب", "يك كتاب"),
    ("بِسۡمِ ٱللَّهِ", "بسم الله"),
    ("«نص»، و“نص”؛ ونص؟", "نص ونص ونص"),
    ("Comments are closed.", "comments ARE closed"),
    ("don’t", "DON'T"),
    ("don´t", "dont"),
    ("STRASSE", "straße"),
    ("ﬁne ＡＢ１", "fine ab1"),
    ("YORUMLAR KAPALI", "yorumlar kapalı"),
    ("İstanbul", "istanbul"),
    ("می\u200cشود", "میشود"),
    ("a — b_c|d", "a b c d"),
    ("  a\u00a0 b\n", "a b"),
]
DIFFERENT = [
    ("سؤال", "سوال"),
    ("بئر", "بير"),
    ("5 $", "5 €"),
    ("a + b", "a - b"),
    ("कि", "की"),
    ("été", "ete"),
    ("10", "11"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_the_same_text_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.one_of(st.text(max_size=60), ARABIC))
def test_folding_twice_is_folding_once(s: str) -> None:
    folded = fold(s)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_every_single_character_folds_to_something_stable() -> None:
    unstable = [hex(code) for code in range(0, sys.maxunicode + 1, 7) if fold(fold(chr(code))) != fold(chr(code))]
    assert unstable == []


@given(LETTERS)
def test_tashkeel_and_tatweel_do_not_count(s: str) -> None:
    assert fold("".join(char + "\u064e\u0640" for char in s)) == fold(s)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_is_the_long_one(text: str) -> None:
    assert fold(text) == fold(f"{text} ب").removesuffix("ب").rstrip()
