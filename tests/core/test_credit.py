from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.arabic import fold
from newscrawl.core.article import Credit
from newscrawl.core.credit import find_credit, parse_credit
from newscrawl.core.credit_words import CREDIT_BY, CREDIT_JOINERS, CREDIT_WORDS, OWN_WORDS, PRESS_WORDS
from newscrawl.core.dateline import parse_dateline, parse_signoff
from newscrawl.core.media_names import COMMON_WORD_MEDIA, MEDIA_WORDS, NEWS_AGENCIES
from newscrawl.core.picture_sources import PICTURE_SOURCES

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
    ("Source: the Ministry of Water", "the Ministry of Water", False),
    ("Source: bloomberg", "bloomberg", False),
    ("Source: Getty Museum", "Getty Museum", False),
    ("(sahwa)", "sahwa", True),
    ("Sahwa / AFP", "Sahwa / AFP", True),
    ("来源：新华社", "新华社", False),
    ("رصد، متابعات، وكالات", "وكالات", False),
    ("رصد ومتابعات / وكالات", "وكالات", False),
    ("دمشق - سانا -", "سانا", False),
    ("دمشق-سانا", "سانا", False),
    ("القاهرة – (أ ف ب)", "أ ف ب", False),
    ("سبأ:", "سبأ", False),
    ("«رويترز» -", "رويترز", False),
    ("(الأناضول)", "الأناضول", False),
    ("(معا)", "معا", False),
    ("عن/ وكالة الأناضول", "وكالة الأناضول", False),
    ("عن وكالة سبأ", "وكالة سبأ", False),
    ("عن صحيفة الثورة", "صحيفة الثورة", False),
    ("نقلا عن: صحيفة الثورة", "صحيفة الثورة", False),
    ("صحيفة الثورة:", "صحيفة الثورة", False),
    ("رويترز وأ ف ب", "رويترز وأ ف ب", False),
    ("صحوة نيوز ووكالات", "صحوة نيوز ووكالات", True),
    ("المصدر | الجزيرة نت", "الجزيرة نت", False),
    ("مصدر الخبر / يمن شباب نت", "يمن شباب نت", False),
    ("بيروت – رويترز", "رويترز", False),
    ("عواصم – وكالات", "وكالات", False),
    ("By Reuters", "Reuters", False),
    ("By The Associated Press", "The Associated Press", False),
    ("Von dpa", "dpa", False),
    ("Par AFP", "AFP", False),
    ("Por EFE", "EFE", False),
    ("sahwa avec AFP", "sahwa avec AFP", True),
    ("Reuters and AFP", "Reuters and AFP", False),
    ("AFP/Agence", "AFP/Agence", False),
    ("AFP, dpa und Reuters", "AFP, dpa und Reuters", False),
    ("(dpa)", "dpa", False),
    ("(dpa/AFP)", "dpa/AFP", False),
    ("(ANSA)", "ANSA", False),
    ("Madrid / EFE", "EFE", False),
    ("(PAP)", "PAP", False),
    ("ТАСС", "ТАСС", False),
    ("РИА Новости", "РИА Новости", False),
    ("Москва, Интерфакс", "Интерфакс", False),
    ("Источник: РИА Новости", "РИА Новости", False),
    ("ایرنا", "ایرنا", False),
    ("تهران - ایرنا", "ایرنا", False),
    ("منبع: خبرگزاری مهر", "خبرگزاری مهر", False),
    ("خبرگزاری مهر:", "خبرگزاری مهر", False),
    ("ماخذ: رائٹرز", "رائٹرز", False),
    ("एजेंसी", "एजेंसी", False),
    ("(पीटीआई)", "पीटीआई", False),
    ("（共同）", "共同", False),
    ("文章来源：新华网", "新华网", False),
    ("(로이터=연합뉴스)", "로이터=연합뉴스", False),
    ("ที่มา: รอยเตอร์", "รอยเตอร์", False),
    ("Πηγή: ΑΠΕ-ΜΠΕ", "ΑΠΕ-ΜΠΕ", False),
    ("(AA)", "AA", False),
    ("Kaynak: Anadolu Ajansı", "Anadolu Ajansı", False),
    ("New Delhi, PTI", "PTI", False),
    ("רויטרס", "רויטרס", False),
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
    "Press freedom",
    "Press freedom:",
    "By Monday",
    "By Riverside Courier",
    "Von der Leyen",
    "Par amour",
    "عن قرب",
    "عن: الحب والحرب",
    "عن المصدر المجهول",
    "قناة السويس:",
    "موقع الحادث:",
    "صحيفة",
    "Love and Reuters",
    "Bund und Länder",
    "Exclusive: Minister to quit",
    "Bridge closed",
    "Reuters, AP, AFP, dpa, EFE, ANSA",
    "المصدر: " + "رويترز " * 12,
    "Source: ministry of health",
    "Source: health ministry",
    "Source: the mayor of the town",
    "Quelle: eine Frau aus der Stadt",
    "Credit: Jane Miller/Getty Images",
    "Source: Jane Miller via Getty Images",
    "sahwa",
    "../sahwa",
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
DATELINES += [
    ("دمشق - سانا - بحث الوزير", "دمشق - سانا -", "سانا", False),
    ("القاهرة – (أ ف ب): قال مسؤول", "القاهرة – (أ ف ب):", "أ ف ب", False),
    ("بيروت (رويترز)- قال مسؤول", "بيروت (رويترز)-", "رويترز", False),
    ("«رويترز» - قال مسؤول", "«رويترز» -", "رويترز", False),
    ("صنعاء/سبأ: بحث الوزير", "صنعاء/سبأ:", "سبأ", False),
    ("صنعاء – صحوة نيوز: بحث الوزير", "صنعاء – صحوة نيوز:", "صحوة نيوز", True),
    ("عدن (صحوة نيوز – خاص) - قال", "عدن (صحوة نيوز – خاص) -", "صحوة نيوز", True),
    ("Reuters — The bridge", "Reuters —", "Reuters", False),
    ("Berlin (dpa) - Die Brücke", "Berlin (dpa) -", "dpa", False),
    ("Berlin (dpa/AFP) – Die Brücke", "Berlin (dpa/AFP) –", "dpa/AFP", False),
    ("ROMA (ANSA) - Il ponte", "ROMA (ANSA) -", "ANSA", False),
    ("(ANSA) - ROMA, 12 MAG - Il ponte", "(ANSA) -", "ANSA", False),
    ("Madrid, 12 may (EFE).- El puente", "Madrid, 12 may (EFE).-", "EFE", False),
    ("ANKARA (AA) - Köprü", "ANKARA (AA) -", "AA", False),
    ("МОСКВА, 12 мая. /ТАСС/. Мост открыт", "МОСКВА, 12 мая. /ТАСС/.", "ТАСС", False),
    ("МОСКВА, 12 мая - РИА Новости. Мост открыт", "МОСКВА, 12 мая - РИА Новости.", "РИА Новости", False),
    ("Москва. 12 мая. INTERFAX.RU - Мост открыт", "Москва. 12 мая. INTERFAX.RU -", "INTERFAX.RU", False),
    ("Интерфакс - Мост открыт", "Интерфакс -", "Интерфакс", False),
    ("MOSCOW, May 12. /TASS/. The bridge", "MOSCOW, May 12. /TASS/.", "TASS", False),
    ("New Delhi, May 12 (PTI) The bridge", "New Delhi, May 12 (PTI)", "PTI", False),
    ("नई दिल्ली, 12 मई (पीटीआई) पुल खुल गया", "नई दिल्ली, 12 मई (पीटीआई)", "पीटीआई", False),
    ("تهران - ایرنا - پل تازه باز شد", "تهران - ایرنا -", "ایرنا", False),
    ("IRNA/ایسنا – پل تازه باز شد", "IRNA/ایسنا –", "IRNA/ایسنا", False),
    ("新华社北京5月12日电 新桥建成", "新华社北京5月12日电", "新华社", False),
    ("新华社北京5月12日电（记者王小明）新桥建成", "新华社北京5月12日电", "新华社", False),
    ("中新网上海12日电 新桥建成", "中新网上海12日电", "中新网", False),
    ("本报北京5月12日讯 新桥建成", "本报北京5月12日讯", "本报", True),
    ("【ワシントン共同】新しい橋が開いた。", "【ワシントン共同】", "共同", False),
    ("【北京=時事】新しい橋が開いた。", "【北京=時事】", "時事", False),
    ("［東京 ８日 ロイター］ - 新しい橋", "［東京 ８日 ロイター］ -", "ロイター", False),
    ("(서울=연합뉴스) 홍길동 기자 = 새 다리가 완성됐다.", "(서울=연합뉴스)", "연합뉴스", False),
    ("(파리 로이터=연합뉴스) 새 다리가 완성됐다.", "(파리 로이터=연합뉴스)", "로이터=연합뉴스", False),
    ("[서울=뉴시스] 새 다리가 완성됐다.", "[서울=뉴시스]", "뉴시스", False),
]
NO_DATELINES = [
    "Apple (AAPL) - shares rose.",
    "He said (Reuters) that the bridge is closed.",
    "العربية: لغة الضاد",
    "رويترز: قال مسؤول",
    "صنعاء: قال مسؤول",
    "Reuters - the agency of the City - said that the bridge is closed.",
    "AP - the letters stand on the side of the bridge.",
    "LONDON – AP: the letters on the bridge.",
    "Sahwa – The council of the town agreed.",
    "The bridge is closed. Again. (Reuters) - So they say.",
    "The whole story of the long bridge (Reuters) - as told.",
    "On 12 May (Tuesday) the bridge was closed.",
    "In 2024 - the year of the bridge. Nobody knew.",
    "Er kam am 3. Mai (Freitag) - zu spät.",
    "(서울=수도) 새 다리가 완성됐다.",
    "【写真】新しい橋が開いた。",
    "[Update] The bridge is closed.",
    "新华社记者看到，新桥已经建成。",
    "12日电话采访中他说。",
    "他说12日电影上映。",
    "新华社北京12日电话采访了他。",
    "/usr/bin/env: a path. Not a source.",
    "Он сказал, что 12 мая - Праздник. Все рады.",
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
    expected = {"source": None, "from": None, "desk": Credit(line=words, source=None, own=False), "agencies": Credit(line=words, source=words, own=False)}
    assert alone == expected[kind]


@pytest.mark.parametrize(("language", "name"), NEWS_AGENCIES)
def test_each_agency_is_a_credit_by_itself_and_before_a_paragraph(language: str, name: str) -> None:
    assert parse_credit(f"({name})", []) == Credit(line=f"({name})", source=name, own=False)
    assert parse_dateline(f"PARIS ({name}) – Text", []) == Credit(line=f"PARIS ({name}) –", source=name, own=False)


@pytest.mark.parametrize("name", PICTURE_SOURCES)
def test_who_sells_pictures_is_no_source_of_a_text(name: str) -> None:
    assert parse_credit(f"Quelle: {name}", []) is None
    assert parse_credit(f"Quelle: {name.upper()} / dpa", []) is None


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


SIGNOFFS = [
    ("The bridge is closed, the mayor said. (AFP)", "(AFP)", "AFP", False),
    ("Die Brücke ist gesperrt, sagte die Bürgermeisterin. (dpa/AFP)", "(dpa/AFP)", "dpa/AFP", False),
    ("Most jest zamknięty. (PAP)", "(PAP)", "PAP", False),
    ("وأضاف أن الجسر مغلق. (د ب أ)", "(د ب أ)", "د ب أ", False),
    ("وأضاف أن «الجسر مغلق». (صحوة نيوز، وكالات)", "(صحوة نيوز، وكالات)", "صحوة نيوز، وكالات", True),
    ("橋は閉鎖された。（共同）", "（共同）", "共同", False),
    ("The bridge is closed. — Reuters", "— Reuters", "Reuters", False),
    ("The bridge is closed.” -- AFP.", "-- AFP", "AFP", False),
    ("Sie sagte: „Wir sind froh.“ (dpa)", "(dpa)", "dpa", False),
]
NO_SIGNOFFS = [
    "He told the broadcaster (BBC).",
    "The bridge is closed. (Closed)",
    "The bridge is closed. (See Press release)",
    "The bridge is closed. - Bernama said so, and more.",
    "The bridge is closed (AFP)",
    "“We are glad that it is done.” (MENA)",
    "„Wir sind froh.“ (dpa)",
    "«الجسر مغلق.» (رويترز)",
    "الجسر مغلق (رويترز)",
    "",
]


@pytest.mark.parametrize(("paragraph", "line", "source", "own"), SIGNOFFS)
def test_a_sign_off_is_the_end_of_the_last_paragraph(paragraph: str, line: str, source: str, own: bool) -> None:
    credit = Credit(line=line, source=source, own=own)
    assert parse_signoff(paragraph, OWN) == credit
    assert find_credit([PARAGRAPH, PARAGRAPH, paragraph], OWN) == credit
    assert find_credit([PARAGRAPH, paragraph, PARAGRAPH], OWN) is None


@pytest.mark.parametrize("paragraph", NO_SIGNOFFS)
def test_an_end_that_only_looks_like_a_sign_off_is_none(paragraph: str) -> None:
    assert parse_signoff(paragraph, OWN) is None


@pytest.mark.parametrize(("language", "word"), CREDIT_BY)
def test_each_word_of_a_byline_before_an_agency(language: str, word: str) -> None:
    line = f"{word} AFP"
    assert parse_credit(line, OWN) == Credit(line=line, source="AFP", own=False)
    assert parse_credit(f"{word} Jane Miller", OWN) is None


@pytest.mark.parametrize(("language", "word"), CREDIT_JOINERS)
def test_each_joiner_between_two_names(language: str, word: str) -> None:
    line = f"sahwa {word} AFP"
    assert parse_credit(line, OWN) == Credit(line=line, source=line, own=True)
    assert parse_credit(f"Bridge {word} river", OWN) is None


@pytest.mark.parametrize(("language", "word"), PRESS_WORDS)
def test_each_word_for_the_press_before_a_name_and_a_colon(language: str, word: str) -> None:
    assert parse_credit(f"{word} الوادي:", OWN) == Credit(line=f"{word} الوادي:", source=f"{word} الوادي", own=False)
    assert parse_credit(f"{word} الوادي", OWN) is None


@pytest.mark.parametrize(("language", "word"), OWN_WORDS)
def test_each_word_for_the_outlet_itself(language: str, word: str) -> None:
    assert parse_dateline(f"{word}北京5月12日電 新桥", []) == Credit(line=f"{word}北京5月12日電", source=word, own=True)


AGENCIES = st.sampled_from([name for _, name in NEWS_AGENCIES])
PLACES = st.sampled_from(["", "LONDON", "القاهرة", "МОСКВА", "New Delhi", "Αθήνα"])


@given(PLACES, AGENCIES, st.sampled_from(["-", "–", "—", ":"]), st.text(st.characters(categories=["Lo", "Ll"]), min_size=1, max_size=30))
def test_a_dateline_in_brackets_is_what_stands_before_the_story(place: str, name: str, dash: str, story: str) -> None:
    prefix = f"{place} ({name}) {dash}".strip()
    assert parse_dateline(f"{prefix} {story}", []) == Credit(line=prefix, source=name, own=False)


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=3))
def test_a_credit_stands_in_its_paragraph_and_names_a_part_of_itself(paragraph: str, names: list[str]) -> None:
    for credit in (parse_dateline(paragraph, names), parse_signoff(paragraph, names), find_credit(paragraph.split("\n"), names)):
        assert credit is None or (credit.line in paragraph and (credit.source or "") in credit.line)


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=3))
def test_no_line_breaks_the_parser(line: str, names: list[str]) -> None:
    credit = parse_credit(line, names) or parse_dateline(line, names)
    assert credit is None or credit.line in line


@given(st.text(st.sampled_from(list("رصد سبأوكالات:–-()/+ـ")), max_size=40))
def test_a_source_is_part_of_its_line(line: str) -> None:
    credit = parse_credit(line, OWN)
    assert credit is None or credit.source is None or credit.source in line
