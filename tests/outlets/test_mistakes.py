"""Every mistake that an outlet file may hold is one line that names file, key, value and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import OutletError
from newscrawl.outlets import load_outlets
from newscrawl.outlets.keys import SEED, TABLES, TOP_LEVEL

HEAD = 'name = "A"\nhome = "https://a.example/"\n'
SEED_HEAD = HEAD + '[[seed]]\nvia = "feed"\nurl = "https://a.example/feed/"\n'
WEB = "is not an absolute http:// or https:// address"

MISTAKES: list[tuple[str, str, str]] = [
    # key as the message names it, content of the file, what the message says of it
    ("name", 'home = "https://a.example/"', "is missing, and it is required"),
    ("home", 'name = "A"', "is missing, and it is required"),
    ("name", 'name = ""\nhome = "https://a.example/"', '"" is not a line of text of 1 to 200 characters'),
    ("name", 'name = "  "\nhome = "https://a.example/"', "is not a line of text"),
    ("name", 'name = "a\\nb"\nhome = "https://a.example/"', '"a\\nb" is not a line of text'),
    ("name", 'name = "a\\u0000b"\nhome = "https://a.example/"', "is not a line of text"),
    ("name", f'name = "{"x" * 201}"\nhome = "https://a.example/"', "x… is not a line of text"),
    ("name", 'name = 3\nhome = "https://a.example/"', "3 is not a line of text"),
    ("name", 'name = 2024-05-01\nhome = "https://a.example/"', "2024-05-01 is not a line of text"),
    ("home", 'name = "A"\nhome = "a.example"', f'"a.example" {WEB}'),
    ("home", 'name = "A"\nhome = "/news"', f'"/news" {WEB}'),
    ("home", 'name = "A"\nhome = "ftp://a.example/"', "the address is not http or https"),
    ("home", 'name = "A"\nhome = "file:///etc/passwd"', WEB),
    ("home", 'name = "A"\nhome = "https://"', "has no valid host"),
    ("home", 'name = "A"\nhome = "https://a.example:99999/"', "the port is not"),
    ("home", 'name = "A"\nhome = "https://me:pw@a.example/"', "user name"),
    ("home", 'name = "A"\nhome = "https://a.example/a b"', WEB),
    ("home", f'name = "A"\nhome = "https://a.example/{"x" * 3000}"', "longer than"),
    ("home", 'name = "A"\nhome = true', f"true {WEB}"),
    ("language", HEAD + 'language = "arabic"', '"arabic" is not a BCP 47 language tag such as ar'),
    ("language", HEAD + 'language = "ar_YE"', "BCP 47"),
    ("language", HEAD + "language = 1", "BCP 47"),
    ("timezone", HEAD + 'timezone = "Asia/Adn"', '"Asia/Adn" is not a zone of the IANA time zone database such as Asia/Aden; did you mean Asia/Aden?'),
    ("timezone", HEAD + 'timezone = "asia/aden"', "did you mean Asia/Aden?"),
    ("timezone", HEAD + 'timezone = "Asia"', "is not a zone"),
    ("timezone", HEAD + 'timezone = "localtime"', "is not a zone"),
    ("timezone", HEAD + 'timezone = "../../etc/passwd"', "is not a zone"),
    ("timezone", HEAD + 'timezone = "/etc/localtime"', "is not a zone"),
    ("timezone", HEAD + 'timezone = "+03:00"', "is not a zone"),
    ("timezone", HEAD + "timezone = 3", "3 is not a zone"),
    ("charset", HEAD + 'charset = "windows1256"', "did you mean windows-1256?"),
    ("charset", HEAD + 'charset = "hex"', "is not a charset of the web"),
    ("charset", HEAD + 'charset = "utf-7"', "is not a charset of the web"),
    ("charset", HEAD + 'charset = "klingon-1"', "is not a charset of the web"),
    ("charset", HEAD + 'charset = ""', "is not a charset of the web"),
    ("charset", HEAD + "charset = []", "an array is not a charset"),
    ("fech", HEAD + "fech = 1", "1 stands under an unknown key; did you mean fetch? (allowed: name, home, language"),
    ("Name", HEAD + 'Name = "B"', "did you mean name?"),
    ("delay_seconds", HEAD + "delay_seconds = 2", "belongs under [fetch]"),
    ('"\\u202ax y"', HEAD + '"\u202ax y" = 2', "unknown key"),
    ("slug", HEAD + 'slug = "a"', "unknown key (allowed: name, home,"),
    ("seed", HEAD + 'seed = "https://a.example/feed/"', "is not an array of tables; write [[seed]]"),
    ("seed", HEAD + '[seed]\nvia = "feed"', "a table is not an array of tables; write [[seed]]"),
    ("seed", HEAD + 'seed = ["https://a.example/feed/"]', "an array is not an array of tables; write [[seed]]"),
    ("seed 1.url", HEAD + '[[seed]]\nvia = "feed"', "is missing, and it is required"),
    ("seed 1.via", HEAD + '[[seed]]\nurl = "https://a.example/feed/"', "is missing, and it is required"),
    ("seed 1.via", HEAD + '[[seed]]\nvia = "feeds"\nurl = "https://a.example/"', '"feeds" is not one of feed, sitemap, wordpress, listing; did you mean feed?'),
    ("seed 1.via", HEAD + '[[seed]]\nvia = 1\nurl = "https://a.example/"', "1 is not one of feed, sitemap, wordpress, listing"),
    ("seed 1.url", HEAD + '[[seed]]\nvia = "feed"\nurl = "/feed/"', f'"/feed/" {WEB}'),
    ("seed 1.serves", SEED_HEAD + 'serves = "archive"', '"archive" is not one of latest, backfill, both'),
    ("seed 1.types", HEAD + '[[seed]]\nvia = "wordpress"\nurl = "https://a.example/"\ntypes = ["News!"]', "is no name of a post type"),
    ("seed 1.types", SEED_HEAD + 'types = ["news"]', 'is for seeds with via = "wordpress"'),
    ("seed 1.serve", SEED_HEAD + 'serve = "both"', "did you mean serves?"),
    ("seed 2", SEED_HEAD + '[[seed]]\nvia = "feed"\nurl = "https://a.example/feed/"', "is the same as seed 1"),
    ("fetch", HEAD + "fetch = 3", "3 is not a table; write [fetch]"),
    ("fetch", HEAD + "[[fetch]]\nconnections = 1", "an array is not a table"),
    ("fetch.delay", HEAD + "[fetch]\ndelay = 1", "did you mean delay_seconds?"),
    ("fetch.path", HEAD + '[fetch]\npath = "^/a"', "belongs under [article]"),
    ("fetch.delay_seconds", HEAD + "[fetch]\ndelay_seconds = -1", "-1 is not a number from 0 to 3600"),
    ("fetch.delay_seconds", HEAD + "[fetch]\ndelay_seconds = 3600.5", "3600.5 is not a number"),
    ("fetch.delay_seconds", HEAD + "[fetch]\ndelay_seconds = nan", "is not a number from 0 to 3600"),
    ("fetch.delay_seconds", HEAD + '[fetch]\ndelay_seconds = "1"', '"1" is not a number'),
    ("fetch.delay_seconds", HEAD + "[fetch]\ndelay_seconds = true", "true is not a number"),
    ("fetch.connections", HEAD + "[fetch]\nconnections = 0", "0 is not a whole number from 1 to 16"),
    ("fetch.connections", HEAD + "[fetch]\nconnections = 17", "is not a whole number"),
    ("fetch.connections", HEAD + "[fetch]\nconnections = 1.0", "1.0 is not a whole number"),
    ("fetch.connections", HEAD + "[fetch]\nconnections = true", "true is not a whole number"),
    ("fetch.connections", HEAD + f"[fetch]\nconnections = 0x{'f' * 30_000}", "a huge number is not a whole number"),
    ("fetch.max_age_days", HEAD + "[fetch]\nmax_age_days = 0", "0 is not a whole number from 1 to 36500"),
    ("article.path", HEAD + '[article]\npath = "("', '"(" is not a regular expression: missing )'),
    ("article.path", HEAD + '[article]\npath = "(?\\n)"', "is not a regular expression"),
    ("article.path", HEAD + '[article]\npath = "a{99999999999}"', "is not a regular expression"),
    ("article.path", HEAD + f'[article]\npath = "{"x" * 1001}"', "is not a regular expression of 1 to 1000 characters"),
    ("article.path", HEAD + '[article]\npath = ""', "is not a regular expression of 1 to 1000 characters"),
    ("article.keep_params", HEAD + '[article]\nkeep_params = "p"', '"p" is not an array of strings'),
    ("article.keep_params", HEAD + '[article]\nkeep_params = ["p", 3]', "an array whose item 2, 3, is not the name of a query parameter"),
    ("article.keep_params", HEAD + '[article]\nkeep_params = ["p=1"]', 'item 1, "p=1", is not the name'),
    ("extract.body", HEAD + '[extract]\nbody = "div["', '"div[" is not a selector: CSS: Expected'),
    ("extract.body", HEAD + '[extract]\nbody = "div::before"', "is not a selector: CSS: the only pseudo-elements are ::text and ::attr(name)"),
    ("extract.body", HEAD + '[extract]\nbody = "div::text"', "selects texts; here it has to select elements"),
    ("extract.body", HEAD + '[extract]\nbody = "//div/@id"', "selects texts; here it has to select elements"),
    ("extract.body", HEAD + '[extract]\nbody = ""', "is not a selector of 1 to 1000 characters, CSS or XPath"),
    ("extract.body", HEAD + "[extract]\nbody = 1", "is not a selector of 1 to 1000"),
    ("extract.body", HEAD + f'[extract]\nbody = "{"x" * 1001}"', "is not a selector of 1 to 1000"),
    ("extract.remove", HEAD + '[extract]\nremove = "div"', "is not an array"),
    ("extract.remove", HEAD + '[extract]\nremove = ["div", "p:nope"]', 'item 2, "p:nope", is not a selector: CSS: '),
    ("extract.title", HEAD + '[extract]\ntitle = "//h1["', '"//h1[" is not a selector: XPath: a bracket is not closed'),
    ("extract.authors", HEAD + '[extract]\nauthors = "//a[re:test(@href, \'x\')]"', "XPath: the function re:test() is not allowed"),
    ("extract.published", HEAD + '[extract]\npublished = "xpath:string(//time)"', "does not select elements, attributes or text()"),
    ("extract.modified", HEAD + '[extract]\nmodified = "//time[1"', "a bracket is not closed"),
    ("extract.summary", HEAD + '[extract]\nsummary = ["p"]', "an array is not a selector of 1 to 1000"),
    ("extract.sections", HEAD + '[extract]\nsections = "//a[//nav]"', "a condition may not look at the whole page"),
    ("extract.tags", HEAD + '[extract]\ntags = "a::attr(href"', "is not a selector: CSS: "),
    ("extract.image", HEAD + '[extract]\nimage = "//img[@src=$x]"', "there are no variables"),
    ("extract.img", HEAD + '[extract]\nimg = "img"', "did you mean image?"),
    ("boilerplate.lines", HEAD + "[boilerplate]\nlines = 1", "1 is not an array"),
    ("boilerplate.lines", HEAD + '[boilerplate]\nlines = ["a", ""]', 'item 2, "", is not a line of text'),
    ("boilerplate.line", HEAD + '[boilerplate]\nline = ["a"]', "did you mean lines?"),
]


def lines_for(folder: Path, content: str | bytes, name: str = "a.toml") -> list[str]:
    """The lines of the error that a folder with one file of this content gives; none when it loads."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        load_outlets(folder)
    except OutletError as error:
        return str(error).split("\n")
    return []


@pytest.mark.parametrize(("key", "content", "says"), MISTAKES)
def test_a_mistake_is_one_line_that_names_file_key_and_what_is_allowed(tmp_path: Path, key: str, content: str, says: str) -> None:
    (line,) = lines_for(tmp_path, content)
    assert line.startswith(f"{tmp_path}/a.toml: {key}: ")
    assert says in line


ALL_KEYS = [*TOP_LEVEL, *(f"seed 1.{key}" for key in SEED), *(f"{table}.{key}" for table, keys in TABLES.items() for key in keys)]


@pytest.mark.parametrize("key", ALL_KEYS)
def test_each_key_of_the_table_has_a_mistake_above(key: str) -> None:
    assert any(named == key and "missing" not in says for named, _, says in MISTAKES)


BROKEN_FILES = [
    ("not TOML", b"name = \nhome = 1", "is not TOML: Invalid value (at line 1"),
    ("a key twice", (HEAD + 'name = "B"\n').encode(), "is not TOML: Cannot overwrite a value (at line 3"),
    ("not UTF-8", HEAD.encode() + b'# \xe3\xd1\xcd\xc8\xc7', "is not UTF-8: byte 42"),
    ("too large", HEAD.encode() + b"#" * 65536, "is larger than 64 KB"),
    ("nested without end", b"a = " + b"[" * 60_000, "is not TOML: "),
    ("a number without end", b"a = " + b"9" * 60_000, "is not TOML: "),
    ("a key of many parts", b".".join([b"a"] * 20_000) + b" = 1", "a key with more than 500 dots"),
    ("NUL", b"\0", "is not TOML: "),
]


@pytest.mark.parametrize(("content", "says"), [row[1:] for row in BROKEN_FILES], ids=[row[0] for row in BROKEN_FILES])
def test_a_file_that_is_no_outlet_file_is_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    (line,) = lines_for(tmp_path, content)
    assert line.startswith(f"{tmp_path}/a.toml: ")
    assert says in line


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text("name = ", encoding="utf-8")
    (tmp_path / "c.toml").write_text('home = "x"', encoding="utf-8")
    lines = lines_for(tmp_path, HEAD + "fech = 1\n[fetch]\nconnections = 0\ndelay_seconds = -1")
    assert [line.removeprefix(f"{tmp_path}/").split(": ")[:2] for line in lines] == [
        ["a.toml", "fech"],
        ["a.toml", "fetch.connections"],
        ["a.toml", "fetch.delay_seconds"],
        ["b.toml", "is not TOML"],
        ["c.toml", "name"],
        ["c.toml", "home"],
    ]


def test_the_error_holds_its_mistakes_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD + "fech = 1\ncharset = 1", encoding="utf-8")
    with pytest.raises(OutletError) as caught:
        load_outlets(tmp_path)
    mistakes = [caught.value, *caught.value.others]
    assert [(Path(mistake.file).name, mistake.key) for mistake in mistakes] == [("a.toml", "fech"), ("a.toml", "charset")]
    assert not any("\n" in mistake.problem for mistake in mistakes)


TOML_VALUES = st.one_of(
    st.integers(min_value=-(2**70), max_value=2**70).map(str),
    st.floats().map(lambda x: repr(x) if "e" not in repr(x) else "1e5"),
    st.sampled_from(["true", "1979-05-27T07:32:00Z", "07:32:00", "[]", "{}", "[[1], {a = 2}]"]),
    st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'),
)
PLACES = [*((None, key) for key in [*TOP_LEVEL, "seed", *TABLES]), *((table, key) for table in TABLES for key in TABLES[table]), ("[seed]", "via"), ("[seed]", "url")]


@given(place=st.sampled_from(PLACES), value=TOML_VALUES)
def test_any_value_anywhere_loads_or_is_told_on_one_line(tmp_path_factory: pytest.TempPathFactory, place: tuple[str | None, str], value: str) -> None:
    table, key = place
    rest = {"name": 'name = "A"', "home": 'home = "https://a.example/"'}
    head = "\n".join(line for name, line in rest.items() if table or name != key)
    seed_rest = {"via": 'url = "https://a.example/x"\n', "url": 'via = "feed"\n'}.get(key, "") if table == "[seed]" else ""
    content = f"{head}\n" + (f"[{table}]\n{seed_rest}" if table else "") + f"{key} = {value}\n"
    lines = lines_for(tmp_path_factory.mktemp("outlets"), content)
    assert len(lines) <= 1 or key == "seed"
    assert all(key in line for line in lines)


@given(content=st.binary(max_size=200))
def test_any_bytes_load_or_are_told_in_lines_that_name_the_file(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    lines = lines_for(tmp_path_factory.mktemp("outlets"), content)
    assert lines
    assert all("a.toml: " in line for line in lines)
