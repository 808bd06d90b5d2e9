from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold
from newscrawl.core.fingerprint import (
    DIGEST_BYTES,
    FINGERPRINT_VERSION,
    MIN_FINGERPRINT_CHARS,
    article_fingerprint,
    text_fingerprint,
    text_without_credit,
)

TEXT = "\n".join(
    [
        "عقد المجلس المحلي في المدينة اجتماعاً يوم الاثنين لمناقشة مصير الجسر القديم المغلق منذ عام ٢٠٢١.",
        "وقال المهندس إن أعمال الإصلاح ستستغرق 18 شهراً على الأقل، وإن التمويل لم يتوفر بعد.",
    ]
)
LETTERS = st.text(st.sampled_from(list("ابجدهوزحطيكلمن abcde123")), min_size=1, max_size=60)


def test_a_fingerprint_carries_its_version() -> None:
    fingerprint = article_fingerprint("title", TEXT, None)
    assert fingerprint[0] == FINGERPRINT_VERSION
    assert len(fingerprint) == 1 + DIGEST_BYTES
    assert text_fingerprint(TEXT)[0] == FINGERPRINT_VERSION


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.replace("\n", " \n\n  "),
        TEXT.replace("الجسر", "الجـــسر"),
        TEXT.replace("المجلس", "المَجْلِس"),
        TEXT.replace("٢٠٢١", "2021"),
        TEXT.replace("،", ","),
        TEXT.replace("أ", "ا"),
        f"“{TEXT}”",
    ],
)
def test_a_copy_that_reads_the_same_is_the_same(copy: str) -> None:
    assert copy != TEXT
    assert article_fingerprint("x", copy, None) == article_fingerprint("y", TEXT, None)
    assert text_fingerprint(copy) == text_fingerprint(TEXT)


def test_another_text_is_another() -> None:
    assert text_fingerprint(TEXT) != text_fingerprint(TEXT.replace("18", "19"))
    assert article_fingerprint("x", TEXT, None) != article_fingerprint("x", f"{TEXT} انتهى", None)


def test_a_copy_under_another_credit_is_the_same() -> None:
    plain = article_fingerprint("x", TEXT, None)
    assert article_fingerprint("x", f"رصد:(صحوة نيوز)\n{TEXT}", "رصد:(صحوة نيوز)") == plain
    assert article_fingerprint("x", f"{TEXT}\nالمصدر: رويترز", "المصدر: رويترز") == plain
    assert article_fingerprint("x", f"صنعاء (رويترز) - {TEXT}", "صنعاء (رويترز) -") == plain


def test_a_credit_that_is_not_in_the_text_changes_nothing() -> None:
    assert text_without_credit(TEXT, "المصدر: رويترز") == fold(TEXT)


def test_short_texts_differ_by_their_titles() -> None:
    short = "التفاصيل لاحقاً"
    assert len(fold(short)) < MIN_FINGERPRINT_CHARS
    assert article_fingerprint("انفجار في عدن", short, None) != article_fingerprint("زلزال في تعز", short, None)
    assert article_fingerprint("انفجار في عدن", short, None) == article_fingerprint("انفجـار في عدن!", short, None)
    assert text_fingerprint(short) == text_fingerprint("التفاصيل لاحقا!")


def test_the_limit_is_the_folded_length() -> None:
    at_limit = "a" * MIN_FINGERPRINT_CHARS
    assert article_fingerprint("x", at_limit, None) == article_fingerprint("y", at_limit, None)
    assert article_fingerprint("x", at_limit[1:], None) != article_fingerprint("y", at_limit[1:], None)


def test_an_article_without_title_or_text_has_one_too() -> None:
    assert article_fingerprint(None, None, None) == article_fingerprint("", "", None)
    assert article_fingerprint("a", None, None) != article_fingerprint(None, "a", None)


@given(LETTERS)
def test_tatweel_tashkeel_and_case_never_count(s: str) -> None:
    decorated = "".join(f"{char}\u064e\u0640" if char.isalpha() and char > "z" else char.upper() for char in s)
    assert text_fingerprint(decorated) == text_fingerprint(s)


@given(LETTERS, LETTERS)
def test_texts_have_one_fingerprint_only_if_they_fold_to_one(a: str, b: str) -> None:
    assert (text_fingerprint(a) == text_fingerprint(b)) is (fold(a) == fold(b))


@given(st.text(max_size=40), st.text(max_size=200), st.none() | st.text(max_size=20))
def test_any_text_has_a_fingerprint(title: str, text: str, credit: str | None) -> None:
    assert len(article_fingerprint(title, text, credit)) == 1 + DIGEST_BYTES
