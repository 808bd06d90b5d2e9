from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold
from newscrawl.core.article import Credit
from newscrawl.core.credit import find_credit, parse_credit, parse_dateline
from newscrawl.core.credit_words import CREDIT_WORDS
from newscrawl.core.media_names import COMMON_WORD_MEDIA, MEDIA_WORDS, NEWS_AGENCIES

OWN = ["صحوة نيوز", "sahwa"]
PARAGRAPH = "قال مدير المكتب إن العمل في الجسر الذي يربط بين ضفتي الوادي سيبدأ خلال الأسبوع المقبل، وإن التمويل متوفر."

CREDITS = [
    ("رصد:(صحوة نيوز)", "صحوة نيوز", True),
    ("رصد: (صحوة نيوز)", "صحوة نيوز", True),
    ("رصد – صحوة نيوز", "صحوة نيوز", True),
    ("رصد ـ صحوة نيوز", "صحوة نيوز", True),
    ("رصد صحوة نيوز", "صحوة نيوز", True),
    ("صحوة نيوز – رصد", "صحوة نيوز", True),
    ("صحوة نيوز/ خاص", "صحوة نيوز", True),
    ("خاص:(صحوة نيوز)", "صحوة نيوز", True),
    ("خاص بـ صحوة نيوز", "صحوة نيوز", True),
    ("متابعات:(صحوة نيوز)", "صحوة نيوز", True),
    ("تعز – (صحوة نيوز)", "صحوة نيوز", True),
    ("صحوة نيوز", "صحوة نيوز", True),
    ("المصدر: صحوة نيوز + وكالات", "صحوة نيوز + وكالات", True),
    ("المصدر: رويترز", "رويترز", False),
    ("المصدر : وكالات", "وكالات", False),
    ("المصدر: رويترز.", "رويترز", False),
    ("وكالات", "وكالات", False),
    ("وكالات -", "وكالات", False),
    ("متابعات + وكالات", "وكالات", False),
    ("نقلاً عن الجزيرة نت", "الجزيرة نت", False),
    ("رصد: (الثورة)", "الثورة", False),
    ("رصد – الشرق الأوسط", "الشرق الأوسط", False),
    ("عدن – (عدن نيوز)", "عدن نيوز", False),
    ("صنعاء - سبأ", "سبأ", False),
    ("صنعاء- سبأ:", "سبأ", False),
    ("صنعاء-سبأ", "سبأ", False),
    ("(أ ف ب)", "أ ف ب", False),
    ("أ.ف.ب", "أ.ف.ب", False),
    ("رويترز + أ ف ب", "رويترز + أ ف ب", False),
    ("(Reuters) -", "Reuters", False),
    ("Reuters —", "Reuters", False),
    ("AFP/Reuters", "AFP/Reuters", False),
    ("LONDON, Reuters", "Reuters", False),
    ("Source: AFP", "AFP", False),
    ("SOURCE: News agencies", "News agencies", False),
    ("Quelle: dpa", "dpa", False),
    ("Fuente: EFE", "EFE", False),
    ("Source: Ministry of Water", "Ministry of Water", False),
    ("来源：新华社", "新华社", False),
    ("رصد", None, False),
    ("خاص:", None, False),
    ("صنعاء – خاص", None, False),
]
TEXT = [
    "",
    " ",
    "-",
    "المصدر:",
    "رصد: 15 خرقاً للهدنة",
    "رصد – تحركات عسكرية جديدة",
    "تعز – (القاعدة)",
    "تقرير: ارتفاع الأسعار",
    "المصدر: قال المدير إن الحل قريب جدا. وأضاف",
    "المصدر: قال مدير المكتب إن الحل قريب جدا اليوم",
    "مصدر مسؤول – المصدر: رويترز",
    "الشرق الأوسط",
    "أفق نيوز",
    "عدن نيوز – لحج",
    "15 قتيلا – سبأ",
    "سبأ – صنعاء – عدن – تعز",
    "رويترز – صنعاء",
    "By Reuters",
    "Press freedom",
    "Exclusive: Minister to quit",
    "Bridge closed",
    "Reuters, AP, AFP, dpa, EFE, ANSA",
    "المصدر: " + "رويترز " * 12,
]
DATELINES = [
    ("LONDON (Reuters) - The bridge is closed.", "LONDON (Reuters) -", "Reuters", False),
    ("WASHINGTON (AP) — Senators met.", "WASHINGTON (AP) —", "AP", False),
    ("BEIJING, April 5 (Xinhua) -- China said.", "BEIJING, April 5 (Xinhua) --", "Xinhua", False),
    ("ISLAMABAD (APP): The minister said.", "ISLAMABAD (APP):", "APP", False),
    ("(Reuters) - The bridge is closed.", "(Reuters) -", "Reuters", False),
    ("Reuters — The bridge is closed.", "Reuters —", "Reuters", False),
    ("القاهرة 5 يناير (رويترز) - قال مسؤول", "القاهرة 5 يناير (رويترز) -", "رويترز", False),
    ("واشنطن - (أ ف ب) - قال مسؤول", "واشنطن - (أ ف ب) -", "أ ف ب", False),
    ("صنعاء – سبأ: بحث الوزير", "صنعاء – سبأ:", "سبأ", False),
    ("(صحوة نيوز) - قال مسؤول", "(صحوة نيوز) -", "صحوة نيوز", True),
]
NO_DATELINES = [
    "Apple (AAPL) - shares rose.",
    "He said (Reuters) that the bridge is closed.",
    "العربية: لغة الضاد",
    "رويترز: قال مسؤول",
    "صنعاء: قال مسؤول",
    "Reuters - the agency of the City - said that the bridge is closed.",
    "The bridge is closed. Again. (Reuters) - So they say.",
    "The whole story of the long bridge (Reuters) - as told.",
    "",
]


@pytest.mark.parametrize(("line", "source", "own"), CREDITS)
def test_a_credit_line_names_its_source_as_printed(line: str, source: str | None, own: bool) -> None:
    assert parse_credit(line, OWN) == Credit(line=line, source=source, own=own)


@pytest.mark.parametrize("line", TEXT)
def test_text_is_no_credit(line: str) -> None:
    assert parse_credit(line, OWN) is None


@pytest.mark.parametrize(("paragraph", "line", "source", "own"), DATELINES)
def test_a_dateline_is_a_prefix_of_its_paragraph(paragraph: str, line: str, source: str, own: bool) -> None:
    assert parse_dateline(paragraph, OWN) == Credit(line=line, source=source, own=own)


@pytest.mark.parametrize("paragraph", NO_DATELINES)
def test_a_paragraph_without_a_dateline_has_none(paragraph: str) -> None:
    assert parse_dateline(paragraph, OWN) is None


@pytest.mark.parametrize(("kind", "language", "words"), CREDIT_WORDS, ids=lambda value: str(value)[:30])
def test_each_word_makes_a_credit(kind: str, language: str, words: str) -> None:
    beside = parse_credit(f"{words}: صحوة نيوز", OWN)
    assert beside is not None
    assert beside.own
    alone = parse_credit(words, OWN)
    expected = {"source": None, "desk": Credit(line=words, source=None, own=False), "agencies": Credit(line=words, source=words, own=False)}
    assert alone == expected[kind]


@pytest.mark.parametrize(("language", "name"), NEWS_AGENCIES)
def test_each_agency_is_a_credit_by_itself_and_before_a_paragraph(language: str, name: str) -> None:
    assert parse_credit(f"({name})", []) == Credit(line=f"({name})", source=name, own=False)
    assert parse_dateline(f"PARIS ({name}) – Text", []) == Credit(line=f"PARIS ({name}) –", source=name, own=False)


@pytest.mark.parametrize(("language", "name"), COMMON_WORD_MEDIA)
def test_names_that_are_common_words_count_beside_a_word_or_in_brackets(language: str, name: str) -> None:
    assert parse_credit(name, []) is None
    assert parse_credit(f"Source: {name}", []) == Credit(line=f"Source: {name}", source=name, own=False)
    assert parse_credit(f"عدن – ({name})", []) == Credit(line=f"عدن – ({name})", source=name, own=False)


@pytest.mark.parametrize(("language", "word"), MEDIA_WORDS)
def test_each_medium_word_makes_a_name_beside_a_desk(language: str, word: str) -> None:
    credit = parse_credit(f"رصد – {word} X", [])
    assert credit is not None
    assert fold(credit.source or "") in (fold(f"{word} X"), fold(word))


def test_credits_are_looked_for_in_the_first_and_last_two_lines() -> None:
    credit = Credit(line="المصدر: رويترز", source="رويترز", own=False)
    assert find_credit(["المصدر: رويترز", PARAGRAPH], OWN) == credit
    assert find_credit([PARAGRAPH, "المصدر: رويترز", PARAGRAPH, PARAGRAPH], OWN) == credit
    assert find_credit([PARAGRAPH] * 3 + ["المصدر: رويترز", PARAGRAPH], OWN) == credit
    assert find_credit([PARAGRAPH] * 2 + ["المصدر: رويترز"], OWN) == credit
    assert find_credit([PARAGRAPH] * 2 + ["المصدر: رويترز"] + [PARAGRAPH] * 2, OWN) is None
    assert find_credit([], OWN) is None


def test_a_dateline_counts_in_the_first_lines_only() -> None:
    dateline = "LONDON (Reuters) - The bridge is closed, and nobody knows for how long it will stay so."
    assert find_credit([dateline, PARAGRAPH], OWN) == Credit(line="LONDON (Reuters) -", source="Reuters", own=False)
    assert find_credit([PARAGRAPH, PARAGRAPH, dateline], OWN) is None


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=3))
def test_no_line_breaks_the_parser(line: str, names: list[str]) -> None:
    credit = parse_credit(line, names) or parse_dateline(line, names)
    assert credit is None or credit.line in line


@given(st.text(st.sampled_from(list("رصد سبأوكالات:–-()/+ـ")), max_size=40))
def test_a_source_is_part_of_its_line(line: str) -> None:
    credit = parse_credit(line, OWN)
    assert credit is None or credit.source is None or credit.source in line
