"""Authors in bylines of China, Japan and Korea."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.byline_words import BYLINE_WORDS
from newscrawl.core.east_asian_names import LANGUAGES, MAX_CHARS, plain_names
from newscrawl.core.name_words import NOT_BY_WORDS
from newscrawl.core.names import declared_names

BYLINES = [
    ("文・山田太郎 写真・鈴木一郎", ("山田太郎",)),
    ("文・写真：山田太郎", ("山田太郎",)),
    ("写真・鈴木一郎", ()),
    ("聞き手・山田太郎", ("山田太郎",)),
    ("編集委員・山田太郎", ("山田太郎",)),
    ("論説委員 山田太郎", ("山田太郎",)),
    ("社会部 山田太郎", ("山田太郎",)),
    ("ソウル＝山田太郎", ("山田太郎",)),
    ("【山田太郎】", ("山田太郎",)),
    ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
    ("文化部", ("文化部",)),
    ("山田太郎・鈴木花子", ("山田太郎", "鈴木花子")),
    ("山田太郎・鈴木花子・佐藤次郎", ("山田太郎", "鈴木花子", "佐藤次郎")),
    ("山田・鈴木", ("山田", "鈴木")),
    ("山田 太郎・鈴木 花子", ("山田 太郎", "鈴木 花子")),
    ("文・山田太郎・鈴木はな", ("山田太郎", "鈴木はな")),
    ("ジョン・スミス", ("ジョン・スミス",)),
    ("文・ジョン・ロバート・スミス", ("ジョン・ロバート・スミス",)),
    ("山田太郎・ジョン・スミス", ("山田太郎", "ジョン・スミス")),
    ("ジョン・スミス・山田太郎", ("ジョン・スミス", "山田太郎")),
    ("マイク・真木", ("マイク・真木",)),
    ("作家・山田太郎", ("山田太郎",)),
    ("ジャーナリスト・山田太郎", ("山田太郎",)),
    ("政治部・山田太郎", ("山田太郎",)),
    ("長谷部・本田", ("長谷部", "本田")),
    ("卡尔·马克思", ("卡尔·马克思",)),
    ("王小明 · 李华", ("王小明", "李华")),
    ("記者王小明／台北報導", ("王小明",)),
    ("實習記者王小明/綜合報導", ("王小明",)),
    ("記者 王小明 台北報導", ("王小明",)),
    ("王小明/台北報導", ("王小明",)),
    ("台北報導", ()),
    ("中央社記者王小明台北1日電", ("王小明",)),
    ("记者王小明 李华", ("王小明", "李华")),
    ("本报记者 王小明 李小红 发自北京", ("王小明", "李小红")),
    ("新京报记者 王小明 编辑 李华 校对 张三", ("王小明",)),
    ("记者 欧阳明 摄影 李华", ("欧阳明",)),
    ("来源：新华社 作者：王小明", ("王小明",)),
    ("作者：王小明 来源：人民日报", ("王小明",)),
    ("撰文：王小明 攝影：李華", ("王小明",)),
    ("编辑：王小明", ()),
    ("王小明/文 李华/图", ("王小明",)),
    ("王小明／文 李华／摄影", ("王小明",)),
    ("李华/摄", ()),
    ("홍길동·김철수 기자", ("홍길동", "김철수")),
    ("홍길동, 김철수 기자", ("홍길동", "김철수")),
    ("홍길동 기자, 김철수 기자", ("홍길동", "김철수")),
    ("베이징/홍길동 특파원", ("홍길동",)),
    ("서울=홍길동 기자", ("홍길동",)),
    ("[홍길동 기자]", ("홍길동",)),
    ("글 홍길동 사진 김철수", ("홍길동",)),
    ("글·사진 홍길동 기자", ("홍길동",)),
    ("사진 김철수 기자", ()),
    ("홍길동 선임기자", ("홍길동",)),
    ("디지털뉴스팀 홍길동 기자", ("홍길동",)),
    ("온라인뉴스팀", ("온라인뉴스팀",)),
]


@pytest.mark.parametrize(("text", "names"), BYLINES)
def test_names_without_labels_roles_and_places(text: str, names: tuple[str, ...]) -> None:
    assert declared_names([text]) == names


def test_each_label() -> None:
    authors = [row for row in BYLINE_WORDS if row[1] in LANGUAGES]
    assert [row for row in authors if declared_names([f"{row[2]}：山田太郎 写真：鈴木一郎"]) != ("山田太郎",)] == []
    others = [row for row in NOT_BY_WORDS if row[1] in LANGUAGES]
    assert [row for row in others if declared_names([f"作者：山田太郎 {row[2]}：鈴木一郎"]) != ("山田太郎",)] == []


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(plain_names(text), str)
    assert plain_names("Jane Doe, Paris") == "Jane Doe, Paris"


@pytest.mark.parametrize("piece", ["文", "王", " 王", "文・", "홍길", "홍길동·", "홍길동 ", "记者"])
def test_hostile_texts_take_no_time(piece: str) -> None:
    assert plain_names(piece * 100_000) == piece * 100_000
    assert len(plain_names((piece * MAX_CHARS)[:MAX_CHARS])) <= MAX_CHARS
