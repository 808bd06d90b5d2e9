from __future__ import annotations

import pytest

from newscrawl.core.boilerplate import MAX_NOTICE_CHARS, Place, find_notice, is_introduced, notice_keys, notice_rule
from newscrawl.core.notice_lines import drop_notices, is_paragraph
from newscrawl.core.notice_templates import NOTICE_FRAMES, NOTICE_LABELS, NOTICE_OPENINGS, SPOKEN_LABELS
from newscrawl.core.notices_comment_form import COMMENT_FORM_NOTICES
from newscrawl.core.notices_comment_wanted import COMMENT_WANTED_NOTICES
from newscrawl.core.notices_comments_closed import COMMENTS_CLOSED_NOTICES
from newscrawl.core.notices_follow import FOLLOW_NOTICES
from newscrawl.core.notices_page import PAGE_NOTICES
from newscrawl.core.notices_related import RELATED_NOTICES
from newscrawl.core.notices_share import SHARE_NOTICES
from newscrawl.core.notices_weak import WEAK_NOTICES

COMMENTS = COMMENTS_CLOSED_NOTICES + COMMENT_WANTED_NOTICES + COMMENT_FORM_NOTICES
STRONG = COMMENTS + SHARE_NOTICES + FOLLOW_NOTICES + RELATED_NOTICES + PAGE_NOTICES
LANGUAGES = ["ar", "bg", "bn", "cs", "ckb", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "kmr", "ko", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh-CN", "zh-TW"]
RULES = {"comments_closed", "share", "follow", "related", "newsletter", "print", "advertisement", "tags", "more", "copyright"}

STORY = [
    "The council met on Monday to decide about the bridge, which has been closed for two years now.",
    "Engineers told the meeting that repairs would take until the autumn of next year at the earliest.",
    "Residents said that they had heard this before, and that nobody believed it any more in the town.",
]


def test_each_phrase_is_a_notice() -> None:
    assert [row for row in STRONG if notice_rule(row[2]) != row[0] or notice_rule(f" {row[2]} !") != row[0]] == []


@pytest.mark.parametrize("quoted", ["“{}”", "«{}»", '"{}"', "„{}“", "‘{}’", "「{}」", "({}”", "— {}", "– {}"])
def test_no_phrase_in_quotation_marks_is_a_notice(quoted: str) -> None:
    assert [row for row in STRONG if notice_rule(quoted.format(row[2]))] == []


@pytest.mark.parametrize("sentence", ["He read the sign aloud and turned around: {}", "On the door stood {} in large letters.", "{} stood on the door."])
def test_no_sentence_that_holds_a_phrase_is_a_notice(sentence: str) -> None:
    assert [row for row in COMMENTS if notice_rule(sentence.format(row[2]))] == []


def test_common_words_are_notices_only_in_a_crowd() -> None:
    wrong = [row for row in WEAK_NOTICES if notice_rule(row[2]) or find_notice(row[2]) != (row[0], Place.CROWD)]
    assert wrong == []


@pytest.mark.parametrize(("rule", "language", "opening", "max_words"), NOTICE_OPENINGS, ids=lambda value: str(value)[:40])
def test_each_opening_takes_so_many_words_and_no_more(rule: str, language: str, opening: str, max_words: int) -> None:
    opening = opening.replace(" 0", " 2024")
    assert notice_rule(f"{opening} Riverside") == rule
    assert notice_rule(opening + " Riverside" * max_words) == rule or len(opening + " Riverside" * max_words) > MAX_NOTICE_CHARS
    assert notice_rule(opening + " Riverside" * (max_words + 1)) is None


@pytest.mark.parametrize(("rule", "language", "opening", "middle"), NOTICE_FRAMES, ids=lambda value: str(value)[:40])
def test_each_frame_holds_a_title(rule: str, language: str, opening: str, middle: str) -> None:
    assert notice_rule(f"{opening} Bridge closed again {middle} Riverside Courier.") == rule
    assert notice_rule(f"{opening} Bridge closed again {middle}") == rule
    assert notice_rule(f"{opening} {middle}") is None
    assert notice_rule(f"{opening} Bridge {middle} " + "word " * 9) is None
    assert notice_rule(f"{opening} he had held for years {middle} Riverside Courier.") is None


@pytest.mark.parametrize("rest", [": Bridge closed again", " : Bridge", " | Bridge", ".. Bridge", " - Bridge", " – Bridge", "：桥"])
def test_each_label_takes_the_rest_of_its_line(rest: str) -> None:
    assert [row for row in NOTICE_LABELS if notice_rule(row[2] + rest) != row[0]] == []


@pytest.mark.parametrize("end", [":", " :", "…", "..", " |"])
def test_each_label_is_a_notice_by_itself(end: str) -> None:
    assert [row for row in NOTICE_LABELS if notice_rule(row[2] + end) not in (row[0], "more")] == []


def test_no_label_takes_a_paragraph() -> None:
    assert [row for row in NOTICE_LABELS if notice_rule(f"{row[2]}: " + "word " * 50)] == []


def test_the_tables_know_the_languages_that_they_promise() -> None:
    assert set(LANGUAGES) <= {language for _, language, _ in STRONG}
    assert set(LANGUAGES) - {"pt", "zh-CN", "zh-TW"} <= {language for _, language, _ in COMMENTS}
    assert {rule for rule, _, _ in STRONG + WEAK_NOTICES} == RULES


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Comments are closed", "comments_closed"),
        ("COMMENTS ARE CLOSED!", "comments_closed"),
        ("التعليقات مُغلقة.", "comments_closed"),
        ("التعليقــات مغلقة", "comments_closed"),
        ("التعليقات (٣)", "comments_closed"),
        ("17 Comments", "comments_closed"),
        ("اقرأ أيضاً: سيول في حضرموت", "related"),
        ("إقرأ ايضا :", "related"),
        ("📌 اقرأ أيضا: خبر", "related"),
        ("تابعونا على فيسبوك وتويتر", "follow"),
        ("Read more »", "more"),
        ("« Previous post", "related"),
        ("Continue reading →", "more"),
        ("- Advertisement -", "advertisement"),
        ("– Advertisement –", "advertisement"),
        ("فيسبوك تويتر واتساب", "share"),
        ("Facebook Twitter Email Print", "share"),
        ("ظهرت المقالة جسر جديد أولاً على صحوة نيوز.", "more"),
        ("The post Bridge closed appeared first on Riverside Courier.", "more"),
        ("Copyright ⓒ 강변일보. 무단전재 및 재배포 금지", "copyright"),
        ("저작권자 ⓒ 강변일보 무단전재 금지", "copyright"),
        ("© 2026 Riverside Courier", "copyright"),
        ("(c) Riverside Courier", None),
        ("Copyright law is old, said the judge.", None),
        ("The film, © 1926, is in the public domain.", None),
        ("Facebook Twitter", None),
        ("Facebook, Google and others", None),
        ("The post he had held appeared first on a list of vacancies.", None),
        ("Continue reading the old books, said the teacher.", None),
        ("تابعونا على امتداد الطريق الطويل الذي يمر بالقرى السبع جميعها", None),
        ("He said: Comments are closed.", None),
        ("Comments are closed. The paper has not said why.", None),
        ("Comments are closed.”", None),
        ("(“Comments are closed.”)", None),
        ("Bridge »", None),
        ("«Read» more »", None),
        ("Comments are closed »", None),
        ("…", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_lines(line: str, rule: str | None) -> None:
    assert notice_rule(line) == rule


def test_an_outlets_own_lines_are_notices_even_in_quotation_marks_or_long() -> None:
    long = "Follow the Courier. " * 40
    keys = notice_keys(["Follow the  Courier on social media", "«الصحوة» في كل مكان", long, " "])
    assert notice_rule("follow the courier on social media!", keys) == "outlet"
    assert notice_rule("«الصحوة» في كل مكان", keys) == "outlet"
    assert notice_rule(long, keys) == "outlet"
    assert notice_rule("“Follow the Courier on social media”", keys) is None
    assert notice_rule("Follow the Courier", keys) is None


def test_a_line_that_a_colon_announces_is_introduced() -> None:
    assert is_introduced(["He read:", "Comments are closed."], 1)
    assert not is_introduced(["Share this:", "Facebook"], 1)
    assert not is_introduced(["Comments are closed."], 0)


def test_copyright_lines_go_at_the_edges_of_a_story_and_stay_within() -> None:
    lines = ["© Riverside Courier", *STORY[:2], "© Riverside Courier", STORY[2], "Copyright © 2026 Riverside Courier. Tous droits réservés"]
    kept, removed = drop_notices(lines)
    assert (kept, removed) == ([*STORY[:2], "© Riverside Courier", STORY[2]], {"copyright": 2})


def test_comment_notices_go_at_the_edges_of_a_story_and_stay_within() -> None:
    lines = ["No Comments", *STORY[:2], "Comments are closed.", STORY[2], "Comments are closed.", "Bridge on fire"]
    kept, removed = drop_notices(lines)
    assert kept == [*STORY[:2], "Comments are closed.", STORY[2], "Bridge on fire"]
    assert removed == {"comments_closed": 2}


def test_a_notice_that_a_colon_announces_stays_even_at_the_end() -> None:
    lines = [*STORY, "Under the article stood only:", "Comments are closed."]
    assert drop_notices(lines)[0] == lines


def test_invitations_go_wherever_they_stand() -> None:
    lines = [STORY[0], "اقرأ أيضاً: خبر آخر", STORY[1], "Advertisement", STORY[2]]
    kept, removed = drop_notices(lines)
    assert kept == STORY
    assert removed == {"related": 1, "advertisement": 1}


def test_common_words_go_in_a_row_or_behind_the_story() -> None:
    lines = ["Facebook", "Twitter", *STORY[:2], "Facebook", STORY[2], "Email"]
    assert drop_notices(lines)[0] == [*STORY[:2], "Facebook", STORY[2]]


def test_common_words_stay_as_the_items_of_a_list() -> None:
    lines = [*STORY, "The law names these companies:", "Google", "Facebook", "Twitter"]
    assert drop_notices(lines)[0] == lines


def test_a_row_of_buttons_under_its_own_heading_goes() -> None:
    assert drop_notices([*STORY, "شارك هذا الخبر:", "فيسبوك", "تويتر"])[0] == STORY


def test_a_text_of_notices_only_leaves_nothing() -> None:
    assert drop_notices(["Share", "Comments are closed.", "More"]) == ([], {"share": 1, "comments_closed": 1, "more": 1})


@pytest.mark.parametrize(
    ("line", "reads_as_one"),
    [
        (STORY[0], True),
        ("x" * 200, True),
        ("They met again on Tuesday.", True),
        ("Bridge closed until the autumn of next year", False),
        ("Done.", False),
        ("市政府周一开会讨论已经关闭两年的桥梁。", True),
        ("大桥关闭", False),
    ],
)
def test_a_paragraph_is_wide_or_a_sentence(line: str, reads_as_one: bool) -> None:
    assert is_paragraph(line) is reads_as_one


def test_many_short_lines_are_no_trouble() -> None:
    kept, removed = drop_notices(["Share", "river"] * 20_000)
    assert len(kept) == 20_000
    assert removed == {"share": 20_000}


@pytest.mark.parametrize("label", sorted(SPOKEN_LABELS))
def test_a_sentence_behind_a_spoken_label_stays(label: str) -> None:
    assert notice_rule(f"{label.title()}: I think we were better in the second half.") is None
    assert notice_rule(f"{label.title()}: The old bridge opens again") == "related"
