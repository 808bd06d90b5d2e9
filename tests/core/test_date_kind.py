"""What a date line says of its dates."""

from __future__ import annotations

import pytest

from newscrawl.core.date_kind import DateKind, dates_by_kind, last_label
from newscrawl.core.date_labels import DATE_LABELS

PUBLISHED, MODIFIED, UNSAID = DateKind.PUBLISHED, DateKind.MODIFIED, DateKind.UNSAID

LINES = [
    ("", []),
    ("Published", []),
    ("15 May 2024", [(UNSAID, "15 may 2024")]),
    ("Published: 15 May 2024", [(PUBLISHED, "15 may 2024")]),
    ("Published 15 May 2024 | Last updated 16 May 2024", [(PUBLISHED, "15 may 2024"), (MODIFIED, "16 may 2024")]),
    ("15 May 2024, updated 16 May 2024", [(UNSAID, "15 may 2024"), (MODIFIED, "16 may 2024")]),
    ("15 May 2024 (updated)", [(MODIFIED, "15 may 2024")]),
    ("Unpublished 15 May 2024", [(UNSAID, "unpublished 15 may 2024")]),
    ("2024-05-15 公開 2024-05-16 更新", [(PUBLISHED, "2024-05-15"), (MODIFIED, "2024-05-16")]),
    ("更新时间：2024-05-16", [(MODIFIED, "2024-05-16")]),
    ("입력 2024.05.15. 수정 2024.05.16.", [(PUBLISHED, "2024.05.15"), (MODIFIED, "2024.05.16")]),
    ("نُشر في: 15 مايو 2024 - آخر تحديث: 16 مايو 2024", [(PUBLISHED, "15 مايو 2024"), (MODIFIED, "16 مايو 2024")]),
]


@pytest.mark.parametrize(("line", "pieces"), LINES)
def test_pieces_of_a_line(line: str, pieces: list[tuple[DateKind, str]]) -> None:
    assert [(kind, piece.strip(" :,.|()：-")) for kind, piece in dates_by_kind(line)] == pieces


@pytest.mark.parametrize(("kind", "language", "words"), DATE_LABELS)
def test_every_label(kind: str, language: str, words: str) -> None:
    assert [found for found, _ in dates_by_kind(f"{words}: 15/05/2024")] == [DateKind(kind)]
    assert last_label(f"x 12, {words}:") is DateKind(kind)


def test_a_label_with_its_date_is_used_up() -> None:
    assert last_label("Updated 15 May 2024 |") is UNSAID
    assert last_label("By Mona Salih") is UNSAID
