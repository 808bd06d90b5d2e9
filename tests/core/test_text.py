from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold
from newscrawl.core.text import tidy_line, tidy_text

pytestmark = pytest.mark.promise("T17")

TRICKY = st.text(st.one_of(st.characters(), st.sampled_from(list("&amp;#38x2lt \n\r\t\x00\u200b\u200c\u200d\u00a0\u2028\u2029\x85\ufeff\ud800ا👩"))), max_size=80)

LINES = [
    ("plain words", "plain words"),
    ("  two   spaces\tand a tab ", "two spaces and a tab"),
    ("non\u00a0breaking\u2009thin\u3000wide", "non breaking thin wide"),
    ("a line\nand\u2028another", "a line and another"),
    ("nul\x00 bell\x07 c1\x9b", "nul bell c1"),
    ("ze\u200bro\ufeff wi\u2060dth so\u00adft", "zero width soft"),
    ("\u200fيمين\u200e \u202bيسار\u202c \u2066x\u2069 \u061c", "يمين يسار x"),
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("&ldquo;quoted&rdquo; &#8211; &#x2013;", "“quoted” – –"),
    ("twice &amp;quot;escaped&amp;quot;", 'twice "escaped"'),
    ("numeric &#38;amp; twice", "numeric & twice"),
    ("a text on &amp;amp;amp; stays", "a text on &amp;amp;amp; stays"),
    ("no semicolon &amp and &copy 2024", "no semicolon &amp and &copy 2024"),
    ("unknown &foobar; stays", "unknown &foobar; stays"),
    ("space &nbsp;&nbsp; here", "space here"),
    ("break &#10; in a line", "break in a line"),
    ("split &am&#8203;p; by nobody honest", "split &am&#8203;p; by nobody honest"),
    ("surrogate \ud83d alone &#xD83D;", "surrogate \ufffd alone \ufffd"),
    ("می\u200cشود", "می\u200cشود"),
    ("می\u200c\u200cشود", "می\u200cشود"),
    ("می\u200c شود", "می شود"),
    ("1445 ه\u200d", "1445 ه\u200d"),
    ("\u200d alone \u200c", "alone"),
    ("👩\u200d👧 and ❤\ufe0f\u200d🔥", "👩\u200d👧 and ❤\ufe0f\u200d🔥"),
    ("ﬁ ½ ＡＢ", "ﬁ ½ ＡＢ"),
    ("مُدَرَّس ـــ “نص” « »", "مُدَرَّس ـــ “نص” « »"),
    ("ﻣﺪﺭﺳﺔ ﻻ ﷲ ﭘﮋﮎ", "مدرسة لا الله پژک"),
    ("ﻛﹷﺘﹷﺐَ", "كَتَبَ"),
    ("ﷺ ﷻ ﷼ ﴾نص﴿", "ﷺ ﷻ ﷼ ﴾نص﴿"),
    ("الســـلام عليكم ٠١٢ و012 و۰۱۲", "الســـلام عليكم ٠١٢ و012 و۰۱۲"),
    ("\uf09a شارك\ue900", "شارك"),
    ("photo \ufffc here \U000f0001", "photo here"),
    ("ایک خبر کہتے ہیں کہ ٹھیک ہے۔", "ایک خبر کہتے ہیں کہ ٹھیک ہے۔"),
    ("۱۰\u200cساله و می\u200cشود", "۱۰\u200cساله و می\u200cشود"),
    ("क्\u200dष और क्\u200cष", "क्\u200dष और क्\u200cष"),
    ("നന്\u200d", "നന്\u200d"),
    ("שָׁלוֹם עולם\u200e!", "שָׁלוֹם עולם!"),
    ("ชาวบ้าน\u200bปลูกต้นไม้", "ชาวบ้านปลูกต้นไม้"),
    ("日本\u3000東京", "日本 東京"),
    ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👍🏽", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👍🏽"),
    ("", ""),
    ("\u00a0\u200b", ""),
]


@pytest.mark.parametrize(("printed", "tidy"), LINES)
def test_a_line_is_what_a_reader_sees(printed: str, tidy: str) -> None:
    assert tidy_line(printed) == tidy


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n\n \n"])
def test_every_kind_of_line_break_ends_a_paragraph(line_break: str) -> None:
    assert tidy_text(f" one{line_break}two ") == "one\ntwo"


def test_an_entity_never_makes_a_paragraph() -> None:
    assert tidy_text("one&#10;still one\n&nbsp;\ntwo") == "one still one\ntwo"


@given(TRICKY)
def test_tidying_a_line_twice_is_tidying_it_once(s: str) -> None:
    line = tidy_line(s)
    assert tidy_line(line) == line
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


@given(TRICKY)
def test_tidying_a_text_twice_is_tidying_it_once_and_adds_no_line(s: str) -> None:
    text = tidy_text(s)
    assert tidy_text(text) == text
    assert text.count("\n") <= len(s.splitlines())
    assert "" not in text.split("\n") or text == ""
    text.encode("utf-8")


SHAPES = "".join(map(chr, (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))))


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "Pd", "Ps", "Pe"], exclude_characters=SHAPES), max_size=60))
def test_letters_marks_digits_and_signs_stay_as_they_stand(s: str) -> None:
    assert tidy_line(s) == s


@given(st.text(st.sampled_from(SHAPES + " سلام"), max_size=60))
def test_shapes_become_letters_of_the_same_reading(s: str) -> None:
    line = tidy_line(s)
    assert fold(line).replace(" ", "") == fold(s).replace(" ", "")
    assert tidy_line(line) == line


def test_a_long_chain_of_ampersands_is_left_alone() -> None:
    chain = "&" + "amp;" * 100_000
    assert tidy_line(chain) == chain


def test_a_long_line_of_joiners_is_no_trouble() -> None:
    line = "م\u200cی" * 100_000
    assert tidy_line(line) == line
    assert tidy_line(" \u200c" * 100_000) == ""
