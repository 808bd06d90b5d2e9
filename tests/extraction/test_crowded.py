"""Markup that is refused before it is parsed."""

from __future__ import annotations

import pytest

from newscrawl.extraction.crowded import HARMLESS_CHARS, MAX_ANGLES, MAX_ATTRIBUTES, is_crowded

LONG = "x" * HARMLESS_CHARS


def tag(attributes: str) -> str:
    return f"<p>{LONG}</p><p {attributes}>x</p>"


MANY = MAX_ATTRIBUTES
PAGES = [
    (tag(" ".join(f"a{n}=1" for n in range(MANY))), True),
    (tag(" ".join(f"a{n}" for n in range(MANY))), True),
    (tag(" ".join(f'a{n} = "b > c"' for n in range(MANY))), True),
    (tag("/".join(f"a{n}='<b'" for n in range(MANY))), True),
    (tag(" ".join(f"<a{n}" for n in range(MANY))), True),
    (tag(" ".join(f"a{n}=1" for n in range(MANY - 1))), False),
    (tag(f"d='{'M 1 2 ' * MANY}'"), False),
    (tag(f'data-json="{"{a: 1, b: [2]} " * MANY}"'), False),
    (f"<p>{LONG}{' a=1' * MANY}</p>", False),
    (LONG + "<p a='" * 500_000, True),
    (LONG + "<a" + " " * 5_000_000, False),
    ("<b>" * (MAX_ANGLES + 1), True),
    ("<b>" * MAX_ANGLES, False),
    (LONG + "< " * (MAX_ANGLES + 1), True),
    ("<p " + " ".join(f"a{n}=1" for n in range(MANY)), False),  # so short a page costs no time
    ("", False),
]


@pytest.mark.parametrize(("text", "crowded"), PAGES)
def test_what_no_page_has_is_refused(text: str, crowded: bool) -> None:
    assert is_crowded(text) is crowded
