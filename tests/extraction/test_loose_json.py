"""JSON as pages print it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.loose_json import MAX_JSON_CHARS, read_values

BROKEN = {
    "sound": ('{"a": 1}', [{"a": 1}]),
    "trailing comma": ('{"a": [1, 2, ], }', [{"a": [1, 2]}]),
    "line comment": ('{"a": 1 // one\n}', [{"a": 1}]),
    "block comment": ('/* data */ {"a": 1}', [{"a": 1}]),
    "slashes in a string": ('{"a": "https://x.example/*y*/",}', [{"a": "https://x.example/*y*/"}]),
    "raw line break in a string": ('{"a": "one\ntwo\tthree"}', [{"a": "one\ntwo\tthree"}]),
    "wrong escape": (r'{"a": "it\'s \x"}', [{"a": r"it\'s \x"}]),
    "wrong unicode escape": (r'{"a": "\u12"}', [{"a": r"\u12"}]),
    "right escapes beside a wrong one": (r'{"a": "\"\\\n\'"}', [{"a": '"\\\n\\\''}]),
    "CDATA": ('<![CDATA[ {"a": 1} ]]>', [{"a": 1}]),
    "CDATA behind a comment": ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
    "CDATA on one line": ('//<![CDATA[ {"a": 1} //]]>', [{"a": 1}]),
    "HTML comment": ('<!-- {"a": 1} -->', [{"a": 1}]),
    "several objects": ('{"a": 1} {"b": 2}', [{"a": 1}, {"b": 2}]),
    "several objects between commas": ('{"a": 1},\n{"b": 2};', [{"a": 1}, {"b": 2}]),
    "second object broken": ('{"a": 1} {"b": ', [{"a": 1}]),
    "entities for quotes": ("{&quot;a&quot;: &quot;x&quot;}", [{"a": "x"}]),
    "lone surrogate": (r'{"a": "\ud800"}', [{"a": "\ud800"}]),
    "string without an end": ('{"a": "x', []),
    "comment without an end": ('{"a": 1} /* x', [{"a": 1}]),
    "empty": ("   ", []),
    "no JSON": ("window.x = 1", []),
    "too many digits": ('{"a": ' + "1" * 10_000 + "}", []),
}


@pytest.mark.parametrize(("text", "values"), BROKEN.values(), ids=BROKEN)
def test_what_is_read(text: str, values: list[object]) -> None:
    assert read_values(text) == values


def test_a_script_over_the_limit_is_left_alone() -> None:
    assert read_values('"' + "x" * (MAX_JSON_CHARS - 2) + '"') != []
    assert read_values('"' + "x" * MAX_JSON_CHARS + '"') == []


HOSTILE = {"brackets": "[" * 500_000, "escaped quotes": '{"a":"' + '\\"' * 400_000, "open comments": "/*" * 400_000, "spaces": "{," + " " * 900_000}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gives_nothing(text: str) -> None:
    assert read_values(text) == []


@given(st.text())
def test_any_text_is_borne(text: str) -> None:
    assert isinstance(read_values(text), list)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_sound_json_is_read_as_it_is(value: object) -> None:
    assert read_values(json.dumps(value)) == [value]
