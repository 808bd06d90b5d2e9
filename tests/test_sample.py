"""The bundled sample outlet: its files are what its script builds, and they hold what the README of data/sample says."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from newscrawl.core.url import clean_url
from newscrawl.core.verdict import Reason
from newscrawl.outlets import find_outlet
from newscrawl.stores.offline import OfflineIndex
from newscrawl.stores.warc_read import ArchivedResponse, DamagedRecord, read_records

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
WARC = SAMPLE / "site.warc.gz"
BUILT = ("site.warc.gz", "truth.jsonl", "rejected.jsonl")
MAX_TOTAL_BYTES = 1_000_000  # it lies in git, and everybody clones it
MIN_TEXT_CHARS = 250
TRUTH_KEYS = ["url", "link", "title", "text", "authors", "published", "modified", "sections", "tags", "language", "credit", "cases"]
NOTICES = ("Comments are closed.", "التعليقات مغلقة.")

KEPT_CASES = {
    "user-article": 1,
    "notice-paragraph": 1,
    "notice-after-br": 1,
    "notice-no-comments-inside": 1,
    "notice-arabic": 1,
    "quotes-notice": 1,
    "windows-1256-header": 1,
    "windows-1256-meta": 1,
    "undated": 1,
    "feed-date-1970": 1,
    "feed-date-2099": 1,
    "redirect-by-id": 1,
    "old-slug": 1,
    "variants": 1,
    "relative-link": 1,
    "bylines-in-body": 1,
    "same-slug": 2,
    "broken-json-ld": 1,
    "share-line": 1,
    "related-line": 1,
    "reader-comments": 1,
    "hidden-characters": 1,
    "no-tags": 1,
}

REJECTED_CASES = {
    "missing": Reason.NOT_FOUND,
    "gone": Reason.GONE,
    "protected": Reason.PROTECTED,
    "robots": Reason.ROBOTS,
    "republished": Reason.DUPLICATE,
    "attachment": Reason.NOT_AN_ARTICLE,
    "old-slug": Reason.SEEN,
}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text("utf-8").splitlines()]


def case(name: str) -> dict[str, Any]:
    (found,) = (row for row in TRUTH if name in row["cases"])
    return found


TRUTH = lines("truth.jsonl")
REJECTED = lines("rejected.jsonl")


@pytest.fixture(scope="module")
def site() -> OfflineIndex:
    return OfflineIndex([WARC])


@pytest.fixture(scope="module")
def feed(site: OfflineIndex) -> str:
    return body(site, "https://sample.example/feed/")


def body(site: OfflineIndex, url: str, charset: str = "utf-8") -> str:
    return answer(site, url).body.decode(charset)


def answer(site: OfflineIndex, url: str) -> ArchivedResponse:
    found = site.find(url)
    assert found is not None, url
    return found


def header(response: ArchivedResponse, name: str) -> str | None:
    return next((value for key, value in response.headers if key.lower() == name), None)


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, "-B", SAMPLE / "build.py", "--to", folder], check=True, timeout=120)
    return folder


@pytest.mark.parametrize("name", BUILT)
def test_the_script_builds_what_is_in_git(rebuilt: Path, name: str) -> None:
    built, kept = (rebuilt / name).read_bytes(), (SAMPLE / name).read_bytes()
    if name.endswith(".gz"):  # what zlib makes of the same records depends on its build
        built, kept = gzip.decompress(built), gzip.decompress(kept)
    assert built == kept


def test_two_builds_are_the_same_to_the_byte(rebuilt: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", "build.py", "--to", tmp_path], cwd=SAMPLE, check=True, timeout=120)
    assert [(tmp_path / name).read_bytes() for name in BUILT] == [(rebuilt / name).read_bytes() for name in BUILT]


def test_it_stays_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLE.rglob("*") if file.is_file() and "__pycache__" not in file.parts) < MAX_TOTAL_BYTES


def test_every_record_is_sound() -> None:
    assert [record for record in read_records(WARC) if isinstance(record, DamagedRecord)] == []


def test_it_has_enough_pages_and_articles() -> None:
    pages = [r for r in read_records(WARC) if isinstance(r, ArchivedResponse) and (header(r, "content-type") or "").startswith("text/html")]
    assert len([page for page in pages if page.status == 200]) >= 50
    assert len(TRUTH) >= 45
    languages = Counter(row["language"] for row in TRUTH)
    assert languages["ar"] >= 46
    assert languages["en"] == 5


@pytest.mark.parametrize("name", KEPT_CASES)
def test_each_special_article_is_there(name: str) -> None:
    assert sum(name in row["cases"] for row in TRUTH) == KEPT_CASES[name]


def test_no_special_article_is_without_a_name_here() -> None:
    assert {name for row in TRUTH for name in row["cases"]} == set(KEPT_CASES)


def test_each_rejected_link_has_its_reason() -> None:
    assert {row["cases"][0]: Reason(row["reason"]) for row in REJECTED} == REJECTED_CASES
    assert len(REJECTED) == len(REJECTED_CASES)


def test_addresses_are_told_once() -> None:
    assert len({row["url"] for row in TRUTH}) == len(TRUTH)
    assert len({row["link"] for row in TRUTH + REJECTED}) == len(TRUTH) + len(REJECTED)
    assert len({row["text"] for row in TRUTH}) == len(TRUTH)


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: urlsplit(row["link"]).path[-24:])
def test_a_truth_line_can_be_had(site: OfflineIndex, row: dict[str, Any]) -> None:
    assert list(row) == TRUTH_KEYS
    assert answer(site, row["url"]).status == 200
    found = answer(site, row["link"])
    if row["link"] != row["url"]:
        assert found.status == 301
        assert answer(site, header(found, "location") or "").body == answer(site, row["url"]).body


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: urlsplit(row["link"]).path[-24:])
def test_a_truth_line_is_plain_and_whole(row: dict[str, Any]) -> None:
    paragraphs = row["text"].split("\n")
    assert len(row["text"]) >= MIN_TEXT_CHARS
    assert all(line and line == line.strip() and "  " not in line for line in paragraphs)
    assert not re.search("[<>{}*\u00a0\u200b]|&[a-z#]", row["text"])
    assert row["title"] not in paragraphs
    assert not set(NOTICES) & set(paragraphs)
    assert row["authors"]
    assert row["sections"]


def test_only_the_quoting_article_speaks_of_the_notice() -> None:
    quoting = case("quotes-notice")
    speaking = [row for row in TRUTH if any(notice.rstrip(".") in row["text"] for notice in NOTICES)]
    assert speaking == [quoting]
    paragraphs = quoting["text"].split("\n")
    assert "“Comments are closed.”" in paragraphs
    assert any(line.endswith("أحد: Comments are closed.") for line in paragraphs)


def test_dates_have_the_outlets_offset_and_are_null_only_where_a_page_has_none() -> None:
    undated = [row for row in TRUTH if row["published"] is None]
    assert undated == [row for row in TRUTH if {"undated", "feed-date-2099"} & set(row["cases"])]
    stamps = [row[key] for row in TRUTH for key in ("published", "modified") if row[key]]
    assert {datetime.fromisoformat(stamp).utcoffset() for stamp in stamps} == {timedelta(hours=3)}
    assert sum(row["modified"] is not None for row in TRUTH) >= 3


def test_the_users_article_is_as_it_was_given() -> None:
    row = case("user-article")
    assert row["credit"] == {"line": "رصد:(صحوة نيوز)", "source": "صحوة نيوز", "own": False}
    paragraphs = row["text"].split("\n")
    assert row["title"] == "خلال لقاء مع بوتين.. كيم يعلن دعم روسيا في (الحرب المقدسة)"
    assert paragraphs[0] == "رصد:(صحوة نيوز)"
    assert paragraphs[7] == "العلاقة مع روسيا سترتقي إلى مستوى جديد بما فيه مصالح الشعبين."
    assert paragraphs[8].endswith("الاستعمارية .")
    assert paragraphs[-1].endswith("تحمل رؤوسا نووية.")
    assert len(paragraphs) == 16


def test_the_users_article_is_the_file_line_for_line() -> None:
    shared = Path(os.environ.get("NEWSCRAWL_SHARED") or ROOT / ".." / "shared")
    files = sorted((shared / "corpus" / "seed").glob("*.txt"))
    if not files:
        pytest.skip("the shared corpus is not on this machine")
    title, *text, notice = files[0].read_text("utf-8").strip("\n").split("\n")
    row = case("user-article")
    assert (row["title"], row["text"].split("\n"), notice) == (title, text, NOTICES[0])


def test_credit_lines_stand_where_the_outlet_printed_them() -> None:
    credited = [row for row in TRUTH if row["credit"]]
    assert all(row["credit"]["line"] in (row["text"].split("\n")[0], row["text"].split("\n")[-1]) for row in credited)
    assert all(row["credit"]["own"] is (row["credit"]["source"] == "صحيفة المثال") for row in credited)
    assert {row["credit"]["own"] for row in credited} == {True, False}


NOTICES_IN_CONTENT = {
    "notice-paragraph": "<p>Comments are closed.</p>",
    "notice-after-br": "<br />Comments are closed.</p>",
    "notice-no-comments-inside": '<p class="no-comments">Comments are closed.</p>',
    "notice-arabic": "<p>التعليقات مغلقة.</p>",
    "share-line": "<p>شارك هذا الخبر</p>",
    "related-line": "<p><strong>اقرأ أيضاً:</strong> <a",
    "bylines-in-body": "<p>كتب: نادر الحوّاش</p>",
    "hidden-characters": "&#8203;",
}


@pytest.mark.parametrize("name", NOTICES_IN_CONTENT)
def test_what_must_go_stands_inside_of_the_content(site: OfflineIndex, name: str) -> None:
    page = body(site, case(name)["url"])
    content = page[page.index('<div class="entry-content">') : page.index('<div class="sharedaddy')]
    assert NOTICES_IN_CONTENT[name] in content


def test_every_post_ends_with_the_themes_notice(site: OfflineIndex) -> None:
    charsets = {"windows-1256-header", "windows-1256-meta"}
    for row in TRUTH:
        page = body(site, row["url"], "windows-1256" if charsets & set(row["cases"]) else "utf-8")
        assert page.index("<h1") < page.rindex('<p class="no-comments">Comments are closed.</p>')


@pytest.mark.parametrize(
    ("name", "content_type", "declares"),
    [("windows-1256-header", "text/html; charset=windows-1256", False), ("windows-1256-meta", "text/html", True)],
)
def test_old_pages_declare_windows_1256_in_one_place(site: OfflineIndex, name: str, content_type: str, declares: bool) -> None:
    page = answer(site, case(name)["url"])
    assert header(page, "content-type") == content_type
    assert (b"charset=" in page.body) is declares
    assert case(name)["title"] in page.body.decode("windows-1256")
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")


@pytest.mark.parametrize("name", ["undated", "feed-date-2099"])
def test_an_undated_page_shows_no_date(site: OfflineIndex, name: str) -> None:
    page = body(site, case(name)["url"])
    own = page[: page.index('<aside id="secondary"')].replace("https://sample.example/2023/", "")
    assert "<time" not in own
    assert not re.search(r"20\d\d", re.sub(r'href="[^"]*"', "", own))


def test_the_feed_lists_every_link_once_and_the_variants_thrice(feed: str) -> None:
    links = [link.replace("&amp;", "&") for link in re.findall("<link>(.*?)</link>", feed)][1:]
    whole = ["https://sample.example" + link if link.startswith("/") else link for link in links]
    plain = Counter(re.sub("%..", lambda m: m[0].upper(), link.partition("?utm")[0].partition("?fbclid")[0]) for link in whole)
    expected = Counter(row["link"] for row in TRUTH + REJECTED)
    expected[case("variants")["link"]] = 3
    assert plain == expected + Counter({"javascript:void(0)": 1})
    assert feed.count("<item>") == len(links) + 1  # one entry has no link
    assert sum(link.startswith("/") for link in links) == 1


def test_the_feeds_second_page_is_its_older_half(site: OfflineIndex, feed: str) -> None:
    first, second = feed.split("<item>")[1:], body(site, "https://sample.example/feed/?paged=2").split("<item>")[1:]
    assert second == first[len(first) // 2 :]


def test_the_republished_copy_comes_long_after_its_original(site: OfflineIndex, feed: str) -> None:
    (copy,) = (row for row in REJECTED if row["reason"] == Reason.DUPLICATE)
    original = case("bylines-in-body")
    links = re.findall("<link>(.*?)</link>", feed)
    assert links.index(copy["link"].lower()) - links.index(original["link"].lower()) > 20
    page = re.sub("</?strong>", "", body(site, copy["link"]))
    assert all(f"<p>{line}</p>" in page for line in original["text"].split("\n"))


def test_absurd_and_missing_dates_are_in_the_feed(feed: str) -> None:
    dates = re.findall("<pubDate>(.*?)</pubDate>", feed)
    assert sum(date.endswith("1970 00:00:00 +0000") for date in dates) == 1
    assert sum("2099" in date for date in dates) == 1
    assert feed.count("<item>") - len(dates) == 1


def test_what_the_rejected_links_answer(site: OfflineIndex) -> None:
    statuses = {row["reason"]: answer(site, row["link"]).status for row in REJECTED}
    assert statuses == {"not_found": 404, "gone": 410, "seen": 301, "protected": 200, "robots": 200, "duplicate": 200, "not_an_article": 200}


def test_robots_txt_closes_the_private_folder_only(site: OfflineIndex) -> None:
    rules = body(site, "https://sample.example/robots.txt")
    assert re.findall("^Disallow: (.*)$", rules, re.MULTILINE) == ["/wp-admin/", "/private/"]
    (private,) = (row for row in REJECTED if row["reason"] == Reason.ROBOTS)
    assert urlsplit(private["link"]).path.startswith("/private/")


def test_the_outlet_file_names_the_feed(feed: str) -> None:
    outlet = find_outlet("sample")
    assert (outlet.name, outlet.home, outlet.language, outlet.timezone) == ("صحيفة المثال", "https://sample.example/", "ar", "Asia/Aden")
    assert [seed.url for seed in outlet.seeds] == ["https://sample.example/feed/"]
    assert f"<title>{outlet.name}</title>" in feed


def test_addresses_are_in_the_form_that_we_write() -> None:
    written = [row[key] for row in TRUTH for key in ("url", "link")] + [row["link"] for row in REJECTED]
    assert [clean_url(url) for url in written] == written


SEEDS = ("feed/", "feed/?paged=2", "wp-sitemap.xml", "wp-sitemap-posts-post-1.xml", "", "category/local/", "category/english/")


@pytest.mark.parametrize("path", SEEDS)
def test_seeds_have_validators(site: OfflineIndex, path: str) -> None:
    seed = answer(site, f"https://sample.example/{path}")
    assert re.fullmatch('"[0-9a-f]{32}"', header(seed, "etag") or "")
    assert (header(seed, "last-modified") or "").endswith("GMT")


def test_the_sitemap_lists_every_kept_article(site: OfflineIndex) -> None:
    listed = re.findall("<loc>(.*?)</loc>", body(site, "https://sample.example/wp-sitemap-posts-post-1.xml"))
    assert {row["url"] for row in TRUTH} <= {re.sub("%..", lambda m: m[0].upper(), url) for url in listed}
