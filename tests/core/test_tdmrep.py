"""tdmrep.json: which rule counts, and what is no rule."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.tdmrep import MAX_POLICY_CHARS, MAX_TDMREP_BYTES, MAX_TDMREP_RULES, parse_tdmrep, policy, reservation, tdm_rule

HOST = "https://courier.example"
TERMS = "https://courier.example/terms.json"


def rule(location: object = "/", reserved: object = 1, **more: object) -> dict[str, object]:
    return {"location": location, "tdm-reservation": reserved, **more}


def said(rules: object, path: str = "/a") -> tuple[str, str | None] | None:
    found = tdm_rule(parse_tdmrep(json.dumps(rules).encode()), HOST + path)
    return (found.reservation, found.policy) if found else None


DIRECTORIES = [rule("/directory-a/"), rule("/directory-b/html/", 1, **{"tdm-policy": TERMS}), rule("/directory-b/images/*.jpg", 0)]
CASES = [
    ([rule()], "/anything", ("1", None)),
    (DIRECTORIES, "/directory-a/report.pdf", ("1", None)),
    (DIRECTORIES, "/directory-b/html/1.html", ("1", TERMS)),
    (DIRECTORIES, "/directory-b/images/deep/1.jpg", ("0", None)),
    (DIRECTORIES, "/directory-c/", None),
    ([rule("/a", 0), rule("/a/b", 1)], "/a/b", ("0", None)),
    ([rule("/a/b", 1), rule("/a", 0)], "/a/b", ("1", None)),
    ([rule("/a$")], "/a/b", None),
    ([rule("/this/*/then")], "/this/or/that/then/more", ("1", None)),
    ([rule("/path/foo-%24")], "/path/foo-$", ("1", None)),
    ([rule("/خبر/")], "/%D8%AE%D8%A8%D8%B1/1", ("1", None)),
    ([rule("/A")], "/a", None),
    ([rule("a")], "/a", None),
    ([rule("*")], "/a", ("1", None)),
    (rule(), "/a", ("1", None)),
    ([], "/a", None),
    ([rule(reserved="1")], "/a", ("1", None)),
    ([rule(reserved=True)], "/a", ("1", None)),
    ([rule(reserved=False)], "/a", ("0", None)),
    ([rule(reserved=2), rule(reserved=0)], "/a", ("0", None)),
    ([rule(reserved=None)], "/a", None),
    ([rule(reserved=1.5)], "/a", None),
    ([rule(reserved=[1])], "/a", None),
    ([rule(location=None)], "/a", None),
    ([rule(location="")], "/a", None),
    ([rule(location=7)], "/a", None),
    ([{"location": "/"}], "/a", None),
    ([{"tdm-reservation": 1}], "/a", None),
    (["/", 1, None, [rule()], rule()], "/a", ("1", None)),
    ([rule(**{"tdm-policy": 7})], "/a", ("1", None)),
    ([rule(**{"tdm-policy": " "})], "/a", ("1", None)),
    ([rule(**{"tdm-policy": "x" * (MAX_POLICY_CHARS + 1)})], "/a", ("1", None)),
    ([rule(**{"tdm-policy": "https://a.example/\ud800"})], "/a", ("1", "https://a.example/?")),
    ("text", "/a", None),
    (7, "/a", None),
    (None, "/a", None),
]


@pytest.mark.parametrize(("rules", "path", "expected"), CASES)
def test_each_case(rules: object, path: str, expected: tuple[str, str | None] | None) -> None:
    assert said(rules, path) == expected


HOSTILE = {
    "no JSON": b"<html>",
    "empty": b"",
    "nested deep": b"[" * 60_000,
    "nested deep in a rule": b'[{"location": ' + b"[" * 60_000,
    "a number of thousands of digits": b'[{"location": "/", "tdm-reservation": ' + b"1" * 60_000 + b"}]",
    "infinite": b'[{"location": "/", "tdm-reservation": Infinity}]',
    "no number": b'[{"location": "/", "tdm-reservation": NaN}]',
    "no Unicode": b'[{"location": "/\xff", "tdm-reservation": 1}]',
    "too large": json.dumps([rule()]).encode() + b" " * MAX_TDMREP_BYTES,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_such_file_holds_no_rule(body: bytes) -> None:
    assert parse_tdmrep(body) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_json(encoding: str) -> None:
    assert len(parse_tdmrep(json.dumps([rule("/خبر")], ensure_ascii=False).encode(encoding))) == 1


def test_rules_are_bounded() -> None:
    body = ("[" + ",".join(['{"location":"/a","tdm-reservation":1}'] * (MAX_TDMREP_RULES + 500)) + "]").encode()
    assert len(body) <= MAX_TDMREP_BYTES
    assert len(parse_tdmrep(body)) == MAX_TDMREP_RULES


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(parse_tdmrep(body), tuple)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), inner, max_size=3))


@given(JSON)
def test_no_json_raises(value: object) -> None:
    for found in parse_tdmrep(json.dumps(value).encode()):
        assert found.reservation in ("0", "1")


@pytest.mark.parametrize(("value", "expected"), [("1", "1"), (" 0 ", "0"), ("true", None), ("", None), (1, "1"), (0, "0"), (2, None), (None, None), (1.0, None)])
def test_a_reservation_is_0_or_1(value: object, expected: str | None) -> None:
    assert reservation(value) == expected


def test_a_policy_is_shown_as_written() -> None:
    assert policy(" /terms ") == "/terms"
