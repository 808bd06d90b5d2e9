"""`replay` of archives that lie and of archives that harm: wrong lengths, bad digests, cuts, bombs, names that lead out of the data folder. What is sound
is read, the rest is counted and named, the run ends with 3, and soon."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.stores.http_block import MAX_BODY_BYTES
from newscrawl.stores.warc_members import MAX_RECORD_BYTES
from tests.crawling import Crawls, Ran
from tests.reliability import Measured
from tests.site import bombs, output
from tests.site.markup import article_page
from tests.site.prose import story
from tests.stores.warc_samples import foreign, http, packed

pytestmark = pytest.mark.promise("T18")

PATIENCE_SECONDS = 60  # for a file that is read in less than one
HTML = "Content-Type: text/html; charset=utf-8"
SOUND = (1, 2)


def replayed(crawls: Crawls, file: Path) -> Ran:
    """The replay of one file; one that hangs fails."""
    return crawls.ran(crawls.start("-a", f"warc={file}", spider="replay"), PATIENCE_SECONDS)


def record(number: int, *headers: str, body: bytes = b"", length: int | None = None, **warc: str) -> bytes:
    url = f"https://news.example/2020/{number}"
    block = http(body or article_page(story(3, number), "https://news.example").encode(), HTML, *headers)
    named = {name.replace("_", "-"): value for name, value in warc.items()}
    return foreign(block, length=length, headers={"WARC-Target-URI": url, "WARC-Record-ID": f"<urn:x:{url}>", **named})


WRONG = "sha1:" + "A" * 32
DAMAGE = {
    "a block digest": record(7, WARC_Block_Digest=WRONG),
    "a payload digest": record(7, WARC_Payload_Digest=WRONG),
    "a length too long": record(7, length=10**9),
    "a length a little too long": record(7, length=len(record(7)) + 7),
    "a length too short": record(7, length=400),
    "a length that is none": record(7, length=-1),
    "a body cut by its writer": record(7, WARC_Truncated="length"),
    "a chunk too few": record(7, "Transfer-Encoding: chunked", body=b"ff\r\nabc"),
    "half a gzip body": record(7, "Content-Encoding: gzip", body=gzip.compress(article_page(story(3, 7), "https://news.example").encode())[:400]),
}


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_what_is_damaged_is_counted_and_what_is_sound_is_read(tmp_path: Path, name: str, measured: Measured) -> None:
    """All kinds of damage between two sound records, each in a file of its own, in one replay."""
    crawls = Crawls(tmp_path)
    pack = packed if name.endswith("gz") else lambda *records: b"".join(records)
    for number, damage in enumerate(DAMAGE.values()):
        (tmp_path / f"{number}-{name}").write_bytes(pack(record(SOUND[0]), damage, record(SOUND[1])))
    ran = replayed(crawls, tmp_path / f"*-{name}")
    assert ran.code == 3
    for number, kind in enumerate(DAMAGE):
        told = [place for place in ran.summary["damaged_places"] if f"/{number}-{name} at byte " in place]
        assert len(told) == 1, f"{kind}: {told}"
    assert ran.summary["damaged"] == len(DAMAGE)
    assert f"damaged: {len(DAMAGE)} records" in ran.stdout
    assert sorted(each["link"] for each in crawls.records()) == [f"https://news.example/2020/{number}" for number in SOUND]
    measured("damaged records in a replay", len(DAMAGE))


def test_a_plain_file_that_is_cut(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    whole = b"".join(record(number) for number in (1, 2, 3))
    for number, at in enumerate((len(whole) - 1500, len(whole) - len(record(3)) + 30)):
        (tmp_path / f"{number}.warc").write_bytes(whole[:at])
    ran = replayed(crawls, tmp_path / "*.warc")
    assert ran.code == 3
    assert ran.summary["damaged"] == 2
    assert sorted(each["link"][-1] for each in crawls.records()) == ["1", "2"]



@pytest.mark.promise("T8")
def test_bombs_of_an_archive_have_their_reason(tmp_path: Path) -> None:
    """Just beyond what is taken, so that this is over soon; `make hostile` measures a gibibyte."""
    crawls = Crawls(tmp_path)
    member = bombs.packed("gzip", bombs.filling(b" ", MAX_RECORD_BYTES + 1))
    body = bombs.packed("gzip", bombs.filling(b" ", MAX_BODY_BYTES + 1))
    twice, brotlied = bombs.packed("gzip, gzip", [b"<p>x"]), bombs.packed("br", [b"<p>x"])
    parts = (record(7, "Content-Encoding: gzip", body=body), record(8, "Content-Encoding: gzip, gzip", body=twice), record(9, "Content-Encoding: br", body=brotlied))
    (tmp_path / "a.warc.gz").write_bytes(packed(record(1)) + member + packed(*parts, record(2)))
    ran = replayed(crawls, tmp_path / "a.warc.gz")
    assert ran.code == 3
    assert [place.partition(": ")[2] for place in ran.summary["damaged_places"]] == [
        f"inflates to more than {MAX_RECORD_BYTES} bytes",
        f"its body inflates to more than {MAX_BODY_BYTES} bytes",
        "its Content-Encoding 'gzip, gzip' is not read here",
        "its Content-Encoding 'br' is not read here",
    ]
    assert len(crawls.records()) == 2


OUTSIDE = ("../../outside", "/tmp/outside", "..", ".", "a/b", "a\\b", "A", "", "a\0b", "loop back", "-a", "x" * 200, "con\n", "~root", "%2e%2e%2f")


@pytest.mark.promise("T17")
def test_no_name_in_an_archive_leads_out_of_the_data_folder(tmp_path: Path, measured: Measured) -> None:
    crawls = Crawls(tmp_path / "in")
    records = []
    for number, slug in enumerate(OUTSIDE, 1):
        url = f"https://news.example/2020/{number}"
        link: dict[str, Any] = {"url": url, "outlet": slug, "via": "feed", "seed": slug, "hints": {"guid": "../../../outside", "image": slug}}
        told = json.dumps({"link": link, "hops": [{"url": slug, "status": 301}]}).encode()
        records += [record(number), foreign(told, kind="metadata", headers={"Content-Type": "application/json", "WARC-Concurrent-To": f"<urn:x:{url}>", "WARC-Record-ID": f"<urn:y:{number}>"})]
    file = tmp_path / "in" / "a.warc"
    file.write_bytes(b"".join(records))
    ran = replayed(crawls, file)
    assert ran.code == 0, ran.log[-2000:]
    assert {each["outlet"] for each in crawls.records()} == {"news-example"}, "the outlet at the host, since no name was one"
    assert len(crawls.records()) == len(OUTSIDE)
    assert {each.name for each in tmp_path.iterdir()} == {"in"}
    assert {each.name for each in (tmp_path / "in").iterdir()} == {"a.warc", "data", "outlets"}
    assert {each.parent for each in output.parts(crawls.data)} == {crawls.data / "articles" / "news-example"}
    assert not [each for each in crawls.data.rglob("*") if "outside" in each.name]
    measured("slugs", len(OUTSIDE))
