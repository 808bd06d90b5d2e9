"""Names of authors out of the texts that pages give for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold
from newscrawl.core.first_names import FIRST_NAMES
from newscrawl.core.name_kinds import is_agency, is_desk, is_firm, is_person, is_role, may_be_signed
from newscrawl.core.name_words import (
    AGENCIES,
    CREDENTIALS,
    DESK_WORDS,
    HOUSE_PREPOSITIONS,
    HOUSE_WORDS,
    LEGAL_FORMS,
    NAME_JOINERS,
    NO_AUTHORS,
    NO_FIRST_WORDS,
    NO_NAME_WORDS,
    NOT_BY_WORDS,
    PLACE_PREPOSITIONS,
    ROLE_WORDS,
)
from newscrawl.core.names import MAX_NAMES, declared_names, holds_date, is_fuller, seen_names
from newscrawl.core.place_names import PLACES

DECLARED = [
    ("Mona Salih", ("Mona Salih",)),
    ("By Mona Salih", ("Mona Salih",)),
    ("BY: Mona Salih", ("Mona Salih",)),
    ("Author: By Mona Salih", ("Mona Salih",)),
    ("von Mona Salih", ("Mona Salih",)),
    ("كتب: منى صالح", ("منى صالح",)),
    ("كتبت منى صالح", ("منى صالح",)),
    ("بقلم / منى صالح", ("منى صالح",)),
    ("إعداد: منى صالح", ("منى صالح",)),
    ("منى صالح - القاهرة", ("منى صالح",)),
    ("أحمد علي، ليلى الحداد", ("أحمد علي", "ليلى الحداد")),
    ("قسم التحرير & الترجمة", ("قسم التحرير & الترجمة",)),
    ("Jean-Luc Byrne", ("Jean-Luc Byrne",)),
    ("Mona Salih.", ("Mona Salih",)),
    ("Mona Salih Jr.", ("Mona Salih Jr.",)),
    ("Mona S.", ("Mona S.",)),
    ("Per Lind Byrne", ("Per Lind Byrne",)),
    ("Di Wu", ("Di Wu",)),
    ("By Cher", ("Cher",)),
    ("Von der Redaktion", ()),
    ("De la rédaction", ()),
    ("Da Redação", ()),
    ("Por: Redacción", ()),
    ("От редакции", ()),
    ("تحریریه", ()),
    ("BILD Redaktion", ("BILD Redaktion",)),
    ("Bild: Mona Salih", ()),
    ("朝日町新聞社", ("朝日町新聞社",)),
    ("danah byrne", ("danah byrne",)),
    ("Mona Salih and Ben Okri", ("Mona Salih", "Ben Okri")),
    ("MONA SALIH AND BEN OKRI", ("MONA SALIH", "BEN OKRI")),
    ("Mona Salih, Ben Okri, and Ada Lima", ("Mona Salih", "Ben Okri", "Ada Lima")),
    ("Mona Salih; Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Mona Salih · Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Mona Salih, mona salih", ("Mona Salih",)),
    ("Salih, Mona", ("Salih, Mona",)),
    ("Maria and Katerina", ("Maria and Katerina",)),
    ("José Ortega y Gasset", ("José Ortega y Gasset",)),
    ("Center for Roads and Bridges", ("Center for Roads and Bridges",)),
    ("Mona Salih, Courier Bridge Writer", ("Mona Salih",)),
    ("Mona Salih, Senior Reporter, and Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Mona Salih, head of news at the Courier", ("Mona Salih",)),
    ("Mona Salih, Professor Ben Okri", ("Mona Salih", "Professor Ben Okri")),
    ("Mona Salih, Professor of Law", ("Mona Salih",)),
    ("Mona Salih, PhD, MPH", ("Mona Salih",)),
    ("Mona Salih senior reporter", ("Mona Salih senior",)),
    ("Mona Salih reporter", ("Mona Salih",)),
    ("Analysis by Mona Salih, Editor-at-large", ("Mona Salih",)),
    ("Text: Mona Salih, Berlin", ("Mona Salih",)),
    ("Mona Salih/dpa", ("Mona Salih",)),
    ("Mona Salih (dpa)", ("Mona Salih",)),
    ("Mona Salih (Riverside)", ("Mona Salih (Riverside)",)),
    ("Mona Salih (@mona)", ("Mona Salih",)),
    ("Mona Salih @mona", ("Mona Salih",)),
    ("Mona Salih mona@courier.example", ("Mona Salih",)),
    ("dpa", ("dpa",)),
    ("Mona Salih Updated", ("Mona Salih",)),
    ("Mona Salih View archive", ("Mona Salih",)),
    ("Mona Salih 5 min read", ("Mona Salih",)),
    ("Mona Salih November 18, 2019 03:04 PM", ("Mona Salih",)),
    ("Mona Salih Published 18/11/2019", ("Mona Salih",)),
    ("COURIER STAFF NOVEMBER 20, 2019", ("COURIER STAFF",)),
    ("Channel 4 News", ("Channel 4 News",)),
    ("Science X staff", ("Science X staff",)),
    ("山田太郎記者", ("山田太郎",)),
    ("取材・文=山田太郎", ("山田太郎",)),
    ("文/李四", ("李四",)),
    ("记者 张三、李四", ("张三", "李四")),
    ("本报记者 张三 李四", ("张三", "李四")),
    ("山田 太郎", ("山田 太郎",)),
    ("홍길동 기자", ("홍길동",)),
    ("Текст: Иван Петров, корреспондент", ("Иван Петров",)),
    ("Του: Νίκου Παππά", ("Νίκου Παππά",)),
    ("מאת דנה כהן", ("דנה כהן",)),
    ("نویسنده: سارا کریمی", ("سارا کریمی",)),
    ("तहरीर डेस्क", ("तहरीर डेस्क",)),
    ("القاهرة - منى صالح", ("منى صالح",)),
    ("غزة- منى صالح", ("منى صالح",)),
    ("بيروت, منى صالح", ("منى صالح",)),
    ("رام الله - خاص", ()),
    ("دمشق ـ «صحيفة النهر»", ()),
    ("ترجمة منى صالح", ()),
    ("تصوير منى صالح", ()),
    ("منى صالح ومحمد علي", ("منى صالح", "محمد علي")),
    ("منى صالح وليد", ("منى صالح وليد",)),
    ("דנה כהן ויוסי לוי", ("דנה כהן", "יוסי לוי")),
    ("דנה כהן, כתבנו בירושלים", ("דנה כהן",)),
    ("João Silva, de Brasília", ("João Silva",)),
    ("João Silva — Rio de Janeiro", ("João Silva",)),
    ("Por Juan Pérez, enviado especial", ("Juan Pérez",)),
    ("Marie Salih, de la Tour Jeanne", ("Marie Salih", "de la Tour Jeanne")),
    ("danah byrne, mona salih", ("danah byrne", "mona salih")),
    ("De notre correspondant à Londres, Jean Salih", ("Jean Salih",)),
    ("Иван Петров, корр. ТАСС", ("Иван Петров",)),
    ("Подготовил Иван Петров", ("Иван Петров",)),
    ("Mona Salih in Paris", ("Mona Salih",)),
    ("By Mona Salih and Ben Okri in New York", ("Mona Salih", "Ben Okri")),
    ("By Mona Salih for Reuters", ("Mona Salih",)),
    ("Women in Journalism", ("Women in Journalism",)),
    ("Salih, Mona and Okri, Ben", ("Salih, Mona", "Okri, Ben")),
    ("Cairo - Mona Salih", ("Mona Salih",)),
    ("Mona - Riverside", ("Mona", "Riverside")),
    ("Text: Mona Salih Fotos: Ben Okri", ("Mona Salih",)),
    ("Written by: Mona Salih Edited by: Ben Okri", ("Mona Salih",)),
    ("Penulis Mona Salih Editor Ben Okri", ("Mona Salih",)),
    ("Von Mona Salih (Text) und Ben Okri (Fotos)", ("Mona Salih",)),
    ("Bài và ảnh: Mona Salih", ("Mona Salih",)),
    ("Kommentar von Mona Salih", ("Mona Salih",)),
    ("द्वारा राम शर्मा", ("राम शर्मा",)),
    ("राम शर्मा, नई दिल्ली", ("राम शर्मा",)),
    ("https://x.example/mona", ()),
    ("www.courier", ()),
    ("mona@x.example", ()),
    ("@mona", ()),
    ("{{author}}", ()),
    ("courier.com", ()),
    ("logo.png", ()),
    ("user_name", ()),
    ("Staff 2026", ("Staff",)),
    ("Staff2026", ()),
    ("mona", ()),
    ("mona7", ()),
    ("MonaS", ()),
    ("mona.salih", ()),
    ("November 18", ()),
    ("18/11/2019", ()),
    ("Monday", ()),
    ("by", ()),
    ("(dpa)", ()),
    ("Riverside Gardening Network on Facebook", ()),
    ("Photo by Mona Salih", ()),
    ("Medically reviewed by Mona Salih", ()),
    ("we are a small shop of fine old things", ()),
    ("Mona Salih writes! Every day", ()),
    ("x" * 81, ()),
    ("Mona Salih " * 100, ()),
    ("-", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "names"), DECLARED)
def test_declared_names(text: str, names: tuple[str, ...]) -> None:
    assert declared_names([text]) == names


SEEN = [
    ("By Mona Salih and Ben Okri | 3 May 2024", ("Mona Salih", "Ben Okri")),
    ("The Courier sports desk", ("The Courier sports desk",)),
    ("Courier staff", ("Courier staff",)),
    ("danah byrne", ()),
    ("Mona al-Salih", ("Mona al-Salih",)),
    ("Mona co-Salih", ()),
    ("The old and the new ministries", ()),
    ("منى صالح في القاهرة", ()),
    ("One Two Three Four Five Six Seven", ()),
]


@pytest.mark.parametrize(("text", "names"), SEEN)
def test_what_readers_see_must_look_like_a_name(text: str, names: tuple[str, ...]) -> None:
    assert seen_names([text]) == names


def test_several_texts_are_one_list() -> None:
    assert declared_names(["Mona Salih", "Reuters", "mona salih", "Ben Okri", "Staff Writer"]) == ("Mona Salih", "Ben Okri")
    assert declared_names(["Reuters", "Staff Writer"]) == ("Reuters", "Staff Writer")
    assert len(declared_names(f"Mona N{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(100))) == MAX_NAMES


PERSONS = [("Mona Salih", True), ("Tim Press", True), ("Anna Leiter", True), ("منى صالح", True), ("山田", True), ("Mona", False), ("News Desk", False), ("Associated Press", False), ("川辺町編集部", False)]


@pytest.mark.parametrize(("name", "person"), PERSONS)
def test_is_person(name: str, person: bool) -> None:
    assert is_person(name) is person


FULLER = [
    (("Dr Mona Salih", "Ben Okri"), ("Mona Salih",), True),
    (("Mona Salih", "Ben Okri"), ("Ben Okri",), True),
    (("Mona Salih",), ("Mona Salih",), False),
    (("Mona Salih", "Ben Okri"), (), False),
    (("Mona Salih", "Ben Okri"), ("Ada Lima",), False),
    (("Mona Salih", "Bridge Editor"), ("Mona Salih",), False),
    (("Mona Salih", "News Desk"), ("Mona Salih",), False),
]


@pytest.mark.parametrize(("names", "others", "fuller"), FULLER)
def test_a_fuller_list(names: tuple[str, ...], others: tuple[str, ...], fuller: bool) -> None:
    assert is_fuller(names, others) is fuller


def test_each_name_that_is_none() -> None:
    assert [row for row in NO_AUTHORS if declared_names([row[1]])] == []
    labels = [row for row in NO_AUTHORS if row[0] == "label"]
    assert [row for row in labels if declared_names([f"Mona Salih {row[1]}"]) != ("Mona Salih",)] == []


def test_each_desk_and_each_role() -> None:
    assert [row for row in DESK_WORDS if not is_desk(f"Riverside {row[1]}") or is_desk(f"{row[1]}x Riverside")] == []
    assert [row for row in ROLE_WORDS if not is_role(f"Riverside {row[1]}") or declared_names([f"Mona Salih, {row[1]}"]) != ("Mona Salih",)] == []


def test_each_place_is_nobody() -> None:
    assert [row for row in PLACES if declared_names([row[1]]) or declared_names([f"Mona Salih, {row[1]}"]) != ("Mona Salih",)] == []


def test_each_first_name_behind_a_glued_and() -> None:
    ands = {"ar": ("منى صالح", "و"), "he": ("דנה כהן", "ו")}
    both = {row: declared_names([f"{ands[row[0]][0]} {ands[row[0]][1]}{row[1]} حداد"]) for row in FIRST_NAMES}
    assert [row for row, names in both.items() if names != (ands[row[0]][0], f"{row[1]} حداد")] == []


def test_each_word_before_a_place_or_a_house() -> None:
    assert [row for row in PLACE_PREPOSITIONS if declared_names([f"Mona Salih {row[1]} Paris"]) != ("Mona Salih",)] == []
    assert [row for row in HOUSE_WORDS if declared_names([f"Mona Salih {row[1]} Reuters"]) != ("Mona Salih",)] == []


def test_each_form_of_a_firm() -> None:
    assert [row for row in LEGAL_FORMS if not is_firm(f"Riverside {row[1]}")] == []
    assert [row for row in LEGAL_FORMS if row[1].isascii() and is_firm(f"Riverside x{row[1]}")] == []
    assert is_firm("川辺町出版株式会社")
    assert not is_firm("Mona Salih")


def test_each_degree_goes() -> None:
    assert [word for word in CREDENTIALS if declared_names([f"Mona Salih, {word}"]) != ("Mona Salih",) or fold(word) != word] == []


def test_each_house_goes() -> None:
    assert [row for row in HOUSE_PREPOSITIONS if declared_names([f"Mona Salih, head {row[1]} Riverside"]) != ("Mona Salih",)] == []


def test_each_agency_stands_alone_and_goes_beside_a_person() -> None:
    assert [row for row in AGENCIES if not is_agency(row[1].upper()) or declared_names([row[1]]) != (row[1],)] == []
    assert [row for row in AGENCIES if declared_names([f"Mona Salih, {row[1]}"]) != ("Mona Salih",)] == []


def test_each_joiner_cuts_whole_names_apart() -> None:
    assert [row for row in NAME_JOINERS if declared_names([f"Mona Salih {row[1]} Ben Okri"]) != ("Mona Salih", "Ben Okri")] == []


def test_each_word_of_sentences() -> None:
    assert [row for row in NO_NAME_WORDS if seen_names([f"Mona {row[1].title()} Salih"])] == []


def test_each_word_that_begins_no_signed_name() -> None:
    assert [row for row in NO_FIRST_WORDS if may_be_signed(f"{row[1]} Salih") or not may_be_signed(f"Mona {row[1]}")] == []


DATED = [("By Mona Salih 3 May 2024", True), ("8 months ago", True), ("Nov. 19, 8:41 AM", True), ("By Mona Salih", False), ("Room 12", False), ("", False), ("x " * 60 + "3 May 2024", False)]


@pytest.mark.parametrize(("line", "is_dated"), DATED)
def test_lines_with_a_date(line: str, is_dated: bool) -> None:
    assert holds_date(line) is is_dated


def test_each_word_for_those_who_did_something_else() -> None:
    assert [row for row in NOT_BY_WORDS if declared_names([f"{row[2]}: Mona Salih"])] == []
    assert [row for row in NOT_BY_WORDS if bool(declared_names([f"{row[2]} Mona Salih"])) is (row[0] == "name")] == []


@given(st.text(max_size=120))
def test_any_text_gets_an_answer_and_names_are_names_of_themselves(text: str) -> None:
    names = declared_names([text])
    assert set(seen_names([text])) <= set(names)
    assert all(name == name.strip() and fold(name) for name in names)


@pytest.mark.parametrize("piece", ["a@", "(", "by ", "1 May ", ", ", " and ", "@a "])
def test_hostile_texts_take_no_time(piece: str) -> None:
    assert declared_names([piece * 100_000]) == ()
    assert len(declared_names([(piece * 300)[:600]])) <= MAX_NAMES
