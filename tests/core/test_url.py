"""Addresses: cleaning, comparing, and which of them are one site."""

from __future__ import annotations

import string
import unicodedata
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from newscrawl.core.tracking_params import TRACKING_NAMES, TRACKING_PREFIXES
from newscrawl.core.url import MAX_URL_CHARS, UrlProblem, clean_url, host_of, same_site, url_key
from newscrawl.core.url_tables import DEFAULT_PORTS, INDEX_PAGES, MIRROR_LABELS, SAME_ARTICLE_ENDINGS, SAME_ARTICLE_PARAMS, SHARED_SUFFIXES

BASE = "https://courier.example/news/2024/index.html?page=2"

# What people and feeds write, broken and whole.

ODD = st.sampled_from(
    [
        *"/\\?#&=%:@[].;+ '\"<>|\x00\t\n\ud800\udfff\u200f",
        *("..", "/../", "/%2e%2E/", "%d8", "%D8%a7", "%zz", "%00", "http:", "https://", "HTTP://", "//", "javascript:", "xn--", "www.", "m."),
        *(":80", ":443", ":99999", "صحوة", "é", "e\u0301", "ß", "。", "utm_source=x", "&amp;", "amp", "/amp/", ".amp.html", "index.php"),
        *("/comment-page-2/", "/embed/", "a", "B", "1", "example.com", "127.0.0.1"),
    ]
)
BROKEN = st.text() | st.lists(ODD, max_size=12).map("".join) | st.lists(ODD, max_size=12).map(lambda parts: "http://h.example" + "".join(parts))

LABEL = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8).filter(lambda label: label not in MIRROR_LABELS)
HOST = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "example"]))
SEGMENT = st.text("abcXYZ019-_~صحوةنيوزé", min_size=1, max_size=12)
PATH = st.lists(SEGMENT, min_size=1, max_size=4).map(lambda segments: "/" + "/".join(segments))
PARAM = st.tuples(st.sampled_from(["p", "id", "page_id", "page", "cat", "ref"]), SEGMENT).map("=".join)
QUERY = st.lists(PARAM, max_size=3).map("&".join)
WHOLE = st.tuples(HOST, PATH, QUERY).map(lambda parts: f"https://{parts[0]}{parts[1]}{'?' if parts[2] else ''}{parts[2]}")
TRACKING = st.sampled_from(sorted(TRACKING_NAMES) + [prefix + "x" for prefix in TRACKING_PREFIXES])


def escaped(url: str) -> str:
    return quote(url, safe=":/?&=%")


class TestCleanUrl:
    @pytest.mark.parametrize(
        ("url", "clean"),
        [
            ("https://courier.example", "https://courier.example/"),
            ("https://courier.example?p=1", "https://courier.example/?p=1"),
            ("https://courier.example/a/", "https://courier.example/a/"),
            ("https://courier.example/a", "https://courier.example/a"),
            ("https://courier.example/Story/ABC", "https://courier.example/Story/ABC"),
            ("  \n https://courier.example/a\u00a0\t", "https://courier.example/a"),
            ("\ufeffhttps://courier.example/a\u200f", "https://courier.example/a"),
            ("https://courier.ex\nample/a\tb\x00c", "https://courier.example/abc"),
            ("HTTPS://Courier.EXAMPLE/a", "https://courier.example/a"),
            ("https:\\\\courier.example\\a\\b?c\\d", "https://courier.example/a/b?c%5Cd"),
            # ports
            ("http://courier.example:80/", "http://courier.example/"),
            ("https://courier.example:443/", "https://courier.example/"),
            ("https://courier.example:80/", "https://courier.example:80/"),
            ("https://courier.example:/", "https://courier.example/"),
            ("https://courier.example:08080/", "https://courier.example:8080/"),
            ("https://courier.example:65535/", "https://courier.example:65535/"),
            # hosts
            ("https://صحوة.example/", "https://xn--ogbhx1f.example/"),
            ("https://courier。example/", "https://courier.example/"),
            ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
            ("https://faß.example/", "https://xn--fa-hia.example/"),  # IDNA 2008; 2003 would ask another host
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
            ("https://bücher_1.my_site.example/", None),
            ("https://my_site.bücher.example/", "https://my_site.xn--bcher-kva.example/"),
            ("https://ｃｏｕｒｉｅｒ.example/", "https://courier.example/"),
            ("https://cour%69er.example/", "https://courier.example/"),
            ("https://courier.example./a", "https://courier.example/a"),
            ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
            ("http://localhost:8000/a", "http://localhost:8000/a"),
            ("http://[0:0:0:0:0:0:0:1]:8000/a", "http://[::1]:8000/a"),
            ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
            # escapes
            ("https://courier.example/%d8%a7%2f%41", "https://courier.example/%D8%A7%2F%41"),
            ("https://courier.example/صحوة نيوز", "https://courier.example/%D8%B5%D8%AD%D9%88%D8%A9%20%D9%86%D9%8A%D9%88%D8%B2"),
            ("https://courier.example/a?s=صحوة&t='<\">", "https://courier.example/a?s=%D8%B5%D8%AD%D9%88%D8%A9&t=%27%3C%22%3E"),
            ("https://courier.example/a[1]|{b}^`'", "https://courier.example/a%5B1%5D%7C%7Bb%7D%5E%60'"),
            ("https://courier.example/50%-off%2", "https://courier.example/50%-off%2"),
            ("https://courier.example/\ud800", "https://courier.example/%EF%BF%BD"),
            # dot segments
            ("https://courier.example/a/./b/../c", "https://courier.example/a/c"),
            ("https://courier.example/../../a", "https://courier.example/a"),
            ("https://courier.example/a/..", "https://courier.example/"),
            ("https://courier.example/a/.", "https://courier.example/a/"),
            ("https://courier.example/a/%2e%2E/b", "https://courier.example/b"),
            ("https://courier.example/.well-known/a..b", "https://courier.example/.well-known/a..b"),
            ("https://courier.example/a//b", "https://courier.example/a//b"),
            # query and fragment
            ("https://courier.example/a#b?c", "https://courier.example/a"),
            ("https://courier.example/a?", "https://courier.example/a"),
            ("https://courier.example/a?b&&c=&d", "https://courier.example/a?b&c=&d"),
            ("https://courier.example/a?z=1&b=2&a=3", "https://courier.example/a?z=1&b=2&a=3"),
            ("https://courier.example/a?z=1&utm_source=x&b=2&FBCLID=y", "https://courier.example/a?z=1&b=2"),
            ("https://courier.example/a?utm_source=x", "https://courier.example/a"),
            ("https://courier.example/a?utm%5Fsource=x&p=1", "https://courier.example/a?p=1"),
            ("https://courier.example/a?p=1&amp;utm_source=x&amp;amp;fbclid=y", "https://courier.example/a?p=1"),
            ("https://courier.example/a?p=1&amp;cat=2", "https://courier.example/a?p=1&amp;cat=2"),
            ("https://courier.example/@desk/a", "https://courier.example/@desk/a"),
        ],
    )
    def test_absolute(self, url: str, clean: str | None) -> None:
        assert clean_url(url) == (clean or UrlProblem.HOST)

    @pytest.mark.parametrize(
        ("url", "clean"),
        [
            ("story", "https://courier.example/news/2024/story"),
            ("./story", "https://courier.example/news/2024/story"),
            ("../story", "https://courier.example/news/story"),
            ("/story", "https://courier.example/story"),
            ("\\story", "https://courier.example/story"),
            ("//m.courier.example/story", "https://m.courier.example/story"),
            ("?p=1", "https://courier.example/news/2024/index.html?p=1"),
            ("?", "https://courier.example/news/2024/index.html"),
            ("#top", "https://courier.example/news/2024/index.html?page=2"),
            ("2024:story", "https://courier.example/news/2024/2024:story"),
            ("https:story", "https://courier.example/news/2024/story"),
            ("http://other.example/a", "http://other.example/a"),
            ("خبر", "https://courier.example/news/2024/%D8%AE%D8%A8%D8%B1"),
        ],
    )
    def test_relative(self, url: str, clean: str) -> None:
        assert clean_url(url, BASE) == clean

    @pytest.mark.parametrize(
        ("url", "problem"),
        [
            ("", UrlProblem.EMPTY),
            (" \t\n\u200b", UrlProblem.EMPTY),
            ("javascript:void(0)", UrlProblem.SCHEME),
            ("JaVa\nScript:alert(1)", UrlProblem.SCHEME),
            ("mailto:desk@courier.example", UrlProblem.SCHEME),
            ("data:text/html,hello", UrlProblem.SCHEME),
            ("file:///etc/passwd", UrlProblem.SCHEME),
            ("ftp://courier.example/a", UrlProblem.SCHEME),
            ("tel:+9671234", UrlProblem.SCHEME),
            ("courier.example:8080/a", UrlProblem.SCHEME),
            ("http://", UrlProblem.HOST),
            ("https:///2024/a", UrlProblem.HOST),
            ("http://[", UrlProblem.HOST),
            ("http://]", UrlProblem.HOST),
            ("http://[::1", UrlProblem.HOST),
            ("http://[::1]x/", UrlProblem.HOST),
            ("http://[::g]/", UrlProblem.HOST),
            ("http://[fe80::1%25eth0]/", UrlProblem.HOST),
            ("http://a b.example/", UrlProblem.HOST),
            ("http://a..example/", UrlProblem.HOST),
            ("http://.example/", UrlProblem.HOST),
            ("http://./", UrlProblem.HOST),
            ("http://a%2Fb.example/", UrlProblem.HOST),
            ("http://%ff.example/", UrlProblem.HOST),
            ("http://\ud800.example/", UrlProblem.HOST),
            ("http://i❤.example/", UrlProblem.HOST),  # no letter of IDNA 2008
            (f"http://{'a' * 64}.example/", UrlProblem.HOST),
            (f"http://{'a.' * 127}example/", UrlProblem.HOST),
            (f"http://{('ب' * 40 + '.') * 6}example/", UrlProblem.HOST),
            ("http://0x7f.1/", UrlProblem.HOST),
            ("http://2130706433/", UrlProblem.HOST),
            ("http://127.1/", UrlProblem.HOST),
            ("http://0177.0.0.1/", UrlProblem.HOST),
            ("http://courier.example:0/", UrlProblem.PORT),
            ("http://courier.example:65536/", UrlProblem.PORT),
            ("http://courier.example:" + "9" * 5000, UrlProblem.PORT),
            ("http://courier.example:80a/", UrlProblem.PORT),
            ("http://courier.example:٨٠/", UrlProblem.PORT),
            ("http://courier.example:-1/", UrlProblem.PORT),
            ("http://courier.example:80:80/", UrlProblem.PORT),
            ("http://user:secret@courier.example/", UrlProblem.CREDENTIALS),
            ("http://user@courier.example/", UrlProblem.CREDENTIALS),
            ("http://@courier.example/", UrlProblem.CREDENTIALS),
            ("http://courier.example\\@evil.example/", None),
            ("/story", UrlProblem.BAD),
            ("//courier.example/story", UrlProblem.BAD),
            ("story", UrlProblem.BAD),
            ("http:story", UrlProblem.BAD),
            ("https://courier.example/" + "a" * MAX_URL_CHARS, UrlProblem.TOO_LONG),
            ("https://courier.example/" + "ب" * 400, UrlProblem.TOO_LONG),
            (" " * 5_000_000 + "https://courier.example/", UrlProblem.TOO_LONG),
        ],
        ids=lambda value: str(value)[:40].encode("ascii", "backslashreplace").decode(),
    )
    def test_refused(self, url: str, problem: UrlProblem | None) -> None:
        assert clean_url(url) == (problem or "http://courier.example/@evil.example/")

    @pytest.mark.parametrize(
        ("base", "problem"),
        [("mailto:a@courier.example", UrlProblem.SCHEME), ("", UrlProblem.EMPTY), ("news/", UrlProblem.BAD), ("http://[", UrlProblem.HOST)],
    )
    def test_a_bad_base_is_the_problem_of_relative_addresses_only(self, base: str, problem: UrlProblem) -> None:
        assert clean_url("story", base) == problem
        assert clean_url("https://courier.example/a", base) == "https://courier.example/a"

    def test_a_path_without_slashes_after_another_scheme_is_not_complete(self) -> None:
        assert clean_url("http:story", BASE) == UrlProblem.BAD

    def test_the_longest_address_that_is_taken(self) -> None:
        url = "https://courier.example/".ljust(MAX_URL_CHARS, "a")
        assert clean_url(url) == url
        assert clean_url(url + "a") == UrlProblem.TOO_LONG
        assert clean_url(url + "?utm_source=" + "b" * 500) == url

    def test_an_outlet_may_keep_a_parameter(self) -> None:
        url = "https://courier.example/a?xtor=1&utm_source=x&ITO=2"
        assert clean_url(url, keep_params=["XTOR", "ito"]) == "https://courier.example/a?xtor=1&ITO=2"

    @pytest.mark.parametrize("problem", UrlProblem)
    def test_every_problem_has_words(self, problem: UrlProblem) -> None:
        assert " " in problem.value

    @given(BROKEN, st.none() | BROKEN)
    @example("http://[", "http://[")
    @example("//[", "http://h.example/")
    def test_any_text_gives_a_fetchable_address_or_a_problem(self, url: str, base: str | None) -> None:
        clean = clean_url(url, base)
        if isinstance(clean, str):
            assert clean.isascii()
            assert clean.isprintable()
            assert len(clean) <= MAX_URL_CHARS
            parts = urlsplit(clean)
            assert parts.scheme in DEFAULT_PORTS
            assert parts.hostname
            assert parts.path.startswith("/")
            assert not parts.fragment

    @given(BROKEN, st.none() | BROKEN)
    def test_cleaning_twice_changes_nothing(self, url: str, base: str | None) -> None:
        clean = clean_url(url, base)
        if isinstance(clean, str):
            assert clean_url(clean) == clean

    @given(BROKEN)
    def test_the_address_shown_is_the_one_that_scrapy_asks_for(self, url: str) -> None:
        clean = clean_url(url)
        if isinstance(clean, str):
            assert safe_url_string(clean) == clean

    @given(WHOLE)
    def test_a_good_address_stays_readable_as_what_it_was(self, url: str) -> None:
        assert clean_url(url) == escaped(url)

    @given(WHOLE, WHOLE)
    def test_an_absolute_address_needs_no_base(self, url: str, base: str) -> None:
        assert clean_url(url, base) == clean_url(url)


class TestTrackingParams:
    @pytest.mark.parametrize("name", sorted(TRACKING_NAMES))
    def test_a_tracking_name_goes_and_its_neighbour_stays(self, name: str) -> None:
        plain = "https://courier.example/a?p=1"
        assert name == name.lower()
        assert not name.startswith(TRACKING_PREFIXES)
        for spelling in (name, name.upper()):
            assert clean_url(f"{plain}&{spelling}=x") == plain
            assert url_key(f"{plain}&{spelling}=x") == url_key(plain)
            assert url_key(f"{plain}&{spelling}") == url_key(plain)
        for near in (f"{plain}&{name}x=1", f"{plain}&x{name}=1"):
            assert clean_url(near) == near
            assert url_key(near) != url_key(plain)

    @pytest.mark.parametrize("prefix", TRACKING_PREFIXES)
    def test_a_tracking_prefix_takes_all_names_below_it(self, prefix: str) -> None:
        plain = "https://courier.example/a?p=1"
        assert prefix == prefix.lower()
        assert prefix[-1] in "_."
        for name in (prefix, prefix + "source", prefix.upper() + "X"):
            assert clean_url(f"{plain}&{name}=x") == plain
            assert url_key(f"{plain}&{name}=x") == url_key(plain)
        near = f"{plain}&{prefix[:-1]}=1"
        assert clean_url(near) == near
        assert url_key(near) != url_key(plain)

    @pytest.mark.parametrize("name", ["id", "cid", "ref", "source", "page", "p", "page_id", "gallery", "cat", "s", "from", "share", "lang", "n", "feed"])
    def test_names_that_may_tell_pages_apart_stay(self, name: str) -> None:
        url = f"https://courier.example/a?{name}=1"
        assert clean_url(url) == url
        assert url_key(url) != url_key("https://courier.example/a")
        assert url_key(url) != url_key(f"https://courier.example/a?{name}=2")


class TestUrlKey:
    @pytest.mark.parametrize(
        ("url", "key"),
        [
            ("https://www.courier.example/news/bridge/", "courier.example/news/bridge"),
            ("https://courier.example/", "courier.example"),
            ("https://courier.example", "courier.example"),
            ("https://courier.example/?p=123", "courier.example?p=123"),
            ("https://courier.example/?page_id=7&id=5", "courier.example?id=5&page_id=7"),
            ("https://courier.example:8080/a", "courier.example:8080/a"),
            ("http://[::1]:8000/a", "[::1]:8000/a"),
            ("https://courier.example/صحوة", "courier.example/صحوة"),
            ("https://صحوة.example/", "xn--ogbhx1f.example"),
            ("https://courier.example/a%2fb%3f%2B%25", "courier.example/a%2Fb%3F%2B%25"),
            ("https://courier.example/caf%c3%a9/%7Eme%2e", "courier.example/café/~me."),
            ("https://courier.example/%ff%fe-%d8", "courier.example/%FF%FE-%D8"),
        ],
    )
    def test_form(self, url: str, key: str) -> None:
        assert url_key(url) == key

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://courier.example/a", "http://courier.example/a"),
            ("https://courier.example/a", "https://www.courier.example/a"),
            ("https://courier.example/a", "https://m.courier.example/a"),
            ("https://courier.example/a", "https://mobile.courier.example/a"),
            ("https://courier.example/a", "https://amp.courier.example/a"),
            ("https://courier.example/a", "https://www.m.courier.example/a"),
            ("https://courier.example/a", "http://courier.example:443/a"),
            ("https://courier.example/a", "https://courier.example:80/a"),
            ("https://courier.example/a", "https://courier.example./a"),
            ("https://courier.example/a", "https://courier.example/a/"),
            ("https://courier.example/a", "https://courier.example/a?"),
            ("https://courier.example/a", "https://courier.example/a#comments"),
            ("https://courier.example/a", "https://courier.example/b/../a"),
            ("https://courier.example/a", "https://courier.example/b/%2e%2e/a"),
            ("https://courier.example/a", "  https://courier.example/a\n"),
            ("https://courier.example/a", "https://courier.example/%61"),
            ("https://courier.example/a", "https://courier.example/a/amp"),
            ("https://courier.example/a", "https://courier.example/a/amp/"),
            ("https://courier.example/a", "https://courier.example/a/?amp"),
            ("https://courier.example/a", "https://courier.example/a?amp=1"),
            ("https://courier.example/a", "https://courier.example/a?outputType=amp"),
            ("https://courier.example/a", "https://courier.example/a/amp/?utm_source=x&amp"),
            ("https://courier.example/a.html", "https://courier.example/a.amp.html"),
            ("https://courier.example/a/", "https://courier.example/a/index.html"),
            ("https://courier.example/a", "https://courier.example/a/index.php"),
            ("https://courier.example/?p=1", "https://courier.example/index.php?p=1"),
            ("https://courier.example/", "https://courier.example/index.html"),
            ("https://courier.example/a/", "https://courier.example/a/?replytocom=33"),
            ("https://courier.example/a/", "https://courier.example/a/comment-page-12/"),
            ("https://courier.example/a/", "https://courier.example/a/comment-page-2/?replytocom=3#respond"),
            ("https://courier.example/a/", "https://courier.example/a/embed/"),
            ("https://courier.example/?p=1", "https://courier.example/?p=1&embed=true"),
            ("https://courier.example/?p=1", "https://courier.example/?cpage=2&p=1"),
            ("https://courier.example/?a=1&b=2", "https://courier.example/?b=2&a=1"),
            ("https://courier.example/%D8%A7", "https://courier.example/%d8%a7"),
            ("https://courier.example/%D8%A7", "https://courier.example/ا"),
            ("https://courier.example/?s=%D8%A7", "https://courier.example/?s=ا"),
            ("https://courier.example/أخبار", "https://courier.example/ا\u0654خبار"),  # NFC
            ("https://courier.example/caf%C3%A9", "https://courier.example/cafe%CC%81"),
            ("https://صحوة.example/a", "https://xn--ogbhx1f.example/a"),
        ],
    )
    def test_one_article(self, one: str, other: str) -> None:
        assert url_key(one) == url_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://courier.example/a", "https://courier.example/A"),
            ("https://courier.example/a", "https://courier.example/a-2"),
            ("https://courier.example/a/", "https://courier.example/a/2/"),
            ("https://courier.example/a/", "https://courier.example/a/feed/"),
            ("https://courier.example/a/", "https://courier.example/a/page/2/"),
            ("https://courier.example/a", "https://courier.example/a.html"),
            ("https://courier.example/", "https://courier.example/amp"),
            ("https://courier.example/", "https://courier.example/embed/"),
            ("https://courier.example/", "https://courier.example/comment-page-2/"),
            ("https://courier.example/a", "https://courier.example/amp/a"),
            ("https://courier.example/a", "https://courier.example/a-amp"),
            ("https://courier.example/a", "https://courier.example/a/comment-page-x"),
            ("https://courier.example/a", "https://courier.example/a/comment-page-"),
            ("https://courier.example/a", "https://courier.example/a/index.php/b"),
            ("https://courier.example/a", "https://courier.example/a?amp=2"),
            ("https://courier.example/a", "https://courier.example/a?outputType=print"),
            ("https://courier.example/?p=1", "https://courier.example/?p=2"),
            ("https://courier.example/?p=1", "https://courier.example/?P=1"),
            ("https://courier.example/?a", "https://courier.example/?a="),
            ("https://courier.example/a%2Fb", "https://courier.example/a/b"),
            ("https://courier.example/a%3Fp=1", "https://courier.example/a?p=1"),
            ("https://courier.example/?a=1%26b=2", "https://courier.example/?a=1&b=2"),
            ("https://courier.example/%2541", "https://courier.example/%41"),
            ("https://courier.example/a", "https://courier.example:8080/a"),
            ("https://courier.example/a", "https://sport.courier.example/a"),
            ("https://courier.example/a", "https://www2.courier.example/a"),
            ("https://m.example/a", "https://www.example/a"),
            ("https://m.co.uk/a", "https://amp.co.uk/a"),
        ],
    )
    def test_two_articles(self, one: str, other: str) -> None:
        assert url_key(one) != url_key(other)

    def test_an_outlet_may_keep_any_parameter(self) -> None:
        url = "https://courier.example/a?xtor=1&amp=1&utm_source=x"
        assert url_key(url, ["XTOR", "amp"]) == "courier.example/a?amp=1&xtor=1"
        assert url_key(" " + url, iter(["xtor", "amp"])) == "courier.example/a?amp=1&xtor=1"
        assert url_key(url) == "courier.example/a"

    @pytest.mark.parametrize("url", ["", "javascript:void(0)", "http://[", "http://user:secret@h.example/", "نص", "\ud800"])
    def test_what_cannot_be_asked_for_is_its_own_key(self, url: str) -> None:
        assert url_key(url) == url

    def test_an_address_beyond_the_limit_has_a_key_as_well(self) -> None:
        assert url_key("http://www.h.example/" + "a" * 100_000) == "h.example/" + "a" * 100_000
        assert url_key("http://h.example/" + " " * 100_000) == "http://h.example/" + " " * 100_000

    @pytest.mark.parametrize("label", sorted(MIRROR_LABELS))
    def test_every_mirror_label(self, label: str) -> None:
        assert url_key(f"https://{label}.courier.example/a") == url_key("https://courier.example/a")

    @pytest.mark.parametrize("page", sorted(INDEX_PAGES))
    def test_every_index_page(self, page: str) -> None:
        assert url_key(f"https://courier.example/a/{page}") == url_key("https://courier.example/a/")

    @pytest.mark.parametrize("ending", sorted(SAME_ARTICLE_ENDINGS))
    def test_every_ending(self, ending: str) -> None:
        assert url_key(f"https://courier.example/a/{ending}/") == url_key("https://courier.example/a/")
        assert url_key(f"https://courier.example/{ending}") != url_key("https://courier.example/")

    @pytest.mark.parametrize(("name", "values"), SAME_ARTICLE_PARAMS.items())
    def test_every_form_of_an_article(self, name: str, values: frozenset[str] | None) -> None:
        plain = "https://courier.example/?p=1"
        assert name == name.lower()
        for value in values or ("", "1", "anything"):
            assert url_key(f"{plain}&{name.upper()}={value.upper()}") == url_key(plain)
        assert values is None or url_key(f"{plain}&{name}=other") != url_key(plain)

    @given(BROKEN, st.lists(st.sampled_from(["utm_source", "amp"]), max_size=2))
    def test_any_text_has_a_key_and_cleaning_does_not_change_it(self, url: str, keep: list[str]) -> None:
        key = url_key(url, keep)
        clean = clean_url(url, keep_params=keep)
        assert isinstance(clean, UrlProblem) or url_key(clean, keep) == key

    @given(BROKEN)
    def test_a_key_is_its_own_key(self, url: str) -> None:
        key = url_key(url)
        assert url_key(key) == key

    @given(WHOLE, TRACKING, SEGMENT)
    def test_what_a_key_does_not_see(self, url: str, name: str, value: str) -> None:
        key = url_key(url)
        address, mark, query = url.partition("?")
        assert url_key(url.replace("https://", "http://")) == key
        assert url_key(url.replace("https://", "https://www.")) == key
        assert url_key(f"{url}{'&' if mark else '?'}{name}={value}") == key
        assert url_key(f"{address}?{name}={value}&{query}") == key
        assert url_key(f"{address}/{mark}{query}") == key
        assert url_key(f"{url}#{value}") == key

    @given(WHOLE)
    def test_a_key_does_not_see_how_letters_are_spelled(self, url: str) -> None:
        upper = escaped(url)
        lower = "%".join(part if i == 0 else part[:2].lower() + part[2:] for i, part in enumerate(upper.split("%")))
        assert url_key(upper) == url_key(lower) == url_key(url) == url_key(unicodedata.normalize("NFD", url))

    @given(HOST, PATH, PATH)
    def test_other_paths_have_other_keys(self, host: str, one: str, other: str) -> None:
        assume(one != other)
        assert url_key(f"https://{host}{one}") != url_key(f"https://{host}{other}")


class TestSameSite:
    @pytest.mark.parametrize(
        ("a", "b", "same"),
        [
            ("https://courier.example/a", "http://courier.example:8080/b", True),
            ("https://www.courier.example/", "https://m.courier.example/", True),
            ("https://www.courier.example/", "https://sport.courier.example/", True),
            ("https://arabic.courier.example/", "https://courier.example/", True),
            ("https://arabic.courier.example/", "https://sport.courier.example/", False),
            ("https://courier.example/", "https://thecourier.example/", False),
            ("https://courier.example/", "https://courier.example.org/", False),
            ("https://courier.example/", "https://example/", False),
            ("https://a.co.uk/", "https://co.uk/", False),
            ("https://news.bbc.co.uk/", "https://www.bbc.co.uk/", True),
            ("https://one.blogspot.com/", "https://blogspot.com/", False),
            ("https://m.co.uk/", "https://www.co.uk/", False),
            ("https://صحوة.example/", "https://www.xn--ogbhx1f.example/", True),
            ("http://127.0.0.1:8000/", "http://127.0.0.1:9000/", True),
            ("http://127.0.0.1/", "http://127.0.0.2/", False),
            ("http://1.127.0.0.1/", "http://127.0.0.1/", False),
            ("http://[::1]:8000/", "http://[0::1]/", True),
            ("http://[::1]/", "http://[::2]/", False),
            ("http://localhost:1/", "http://localhost:2/", True),
            ("http://a.localhost/", "http://localhost/", False),
            ("https://courier.example/", "/story", False),
            ("", "", False),
            ("javascript:a", "javascript:a", False),
        ],
    )
    def test_pairs(self, a: str, b: str, same: bool) -> None:
        assert same_site(a, b) is same
        assert same_site(b, a) is same

    @pytest.mark.parametrize("suffix", sorted(SHARED_SUFFIXES))
    def test_every_shared_suffix_makes_no_site(self, suffix: str) -> None:
        assert suffix.count(".") == 1
        assert clean_url(f"https://{suffix}") == f"https://{suffix}/"
        assert not same_site(f"https://courier.{suffix}/", f"https://{suffix}/")
        assert same_site(f"https://sport.courier.{suffix}/", f"https://courier.{suffix}/")

    @given(BROKEN, BROKEN)
    def test_any_two_texts(self, a: str, b: str) -> None:
        assert same_site(a, b) is same_site(b, a)
        assert same_site(a, a) is (host_of(a) != "")


class TestHostOf:
    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("https://WWW.Courier.example/a", "www.courier.example"),
            ("https://courier.example:443/a", "courier.example"),
            ("http://courier.example:443/a", "courier.example:443"),
            ("http://courier.example:80", "courier.example"),
            ("http://user:p@ss@courier.example/", "courier.example"),
            ("http://[::1]:8000/", "[::1]:8000"),
            ("https://صحوة.example", "xn--ogbhx1f.example"),
            ("https://courier.example/" + "a" * 100_000, "courier.example"),
            ("//courier.example/a", ""),
            ("/a", ""),
            ("", ""),
            ("mailto:desk@courier.example", ""),
            ("http://[", ""),
            ("http:a", ""),
            ("http://courier.example:99999/", ""),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_host(self, url: str, host: str) -> None:
        assert host_of(url) == host

    @given(BROKEN)
    def test_the_host_is_the_one_of_the_clean_address(self, url: str) -> None:
        clean = clean_url(url)
        if isinstance(clean, str):
            assert host_of(url) == host_of(clean) == clean.split("/")[2]
