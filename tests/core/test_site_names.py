"""The outlet's name beside a title."""

from __future__ import annotations

import pytest

from newscrawl.core.arabic import fold
from newscrawl.core.site_names import names_outlet
from newscrawl.core.site_words import SITE_WORDS

HOST = "www.riverside-courier.co.uk"

CASES = [
    ("Riverside Courier", True),
    ("The RiversideCourier", True),
    ("Riverside-Courier.co.uk", True),
    ("The Morning Bell", True),
    ("Riverside", False),
    ("Riverside Courier opens a bridge", False),
    ("One two three four five six seven", False),
    ("News", False),
    ("", False),
    ("|", False),
]


@pytest.mark.parametrize(("words", "is_name"), CASES)
def test_names_of_an_outlet(words: str, is_name: bool) -> None:
    assert names_outlet(words, ["The Morning Bell", ""], HOST) is is_name


def test_each_word_may_stand_beside_the_hosts_name() -> None:
    assert [word for word in SITE_WORDS if not names_outlet(f"Riverside Courier {word}", (), HOST) or fold(word) != word] == []


@pytest.mark.parametrize("host", ["", "ab.example", "news.example", "localhost"])
def test_hosts_that_name_nobody(host: str) -> None:
    assert not names_outlet("Ab News", (), host)
