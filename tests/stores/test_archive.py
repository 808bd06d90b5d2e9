"""The raw archive: what a page becomes, and that every byte of it is there again, or reported."""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import os
import subprocess
import sys
import textwrap
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.core.link import Hints, Link
from newscrawl.core.page import Hop, HostSignals, Page
from newscrawl.errors import StoreError, UsageProblem
from newscrawl.stores import files, http_block, warc_members
from newscrawl.stores.archive import ArchiveWriter
from newscrawl.stores.http_block import status_line
from newscrawl.stores.offline import OfflineIndex, offline_files
from newscrawl.stores.warc import encode_page, payload_type
from newscrawl.stores.warc_read import DIGESTS, ArchivedResponse, DamagedRecord, read_at, read_records
from tests.stores.warc_samples import HTML, LINK, NOON, foreign, http, packed, page

ArchiveIterator = import_module("warcio.archiveiterator").ArchiveIterator  # a second opinion on what we write


def writer(folder: Path, run: str = "r1", **options: int) -> ArchiveWriter:
    return ArchiveWriter(folder, run, software="newscrawl/0.1", **options)


def written(folder: Path, *pages: Page) -> Path:
    archive = writer(folder)
    for each in pages:
        ref = archive.write_page(each)
    archive.close()
    return folder / ref.file


def save(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def responses(path: Path) -> list[ArchivedResponse]:
    found = list(read_records(path))
    assert [record for record in found if isinstance(record, DamagedRecord)] == []
    return [record for record in found if isinstance(record, ArchivedResponse)]


def problems(path: Path) -> list[str]:
    return [record.problem for record in read_records(path) if isinstance(record, DamagedRecord)]


def raw_records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Kind, headers and block of each record as the library reads them, which raises for a wrong digest."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.raw_stream.read()
    with path.open("rb") as stream:
        return [(each.rec_type, dict(each.rec_headers.headers), each.raw_stream.read()) for each in ArchiveIterator(stream, no_record_parse=True)]


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


# --- writing ------------------------------------------------------------------------------------------------------------------------------


def test_a_page_is_response_request_and_what_discovery_said(tmp_path):
    path = written(tmp_path, page())
    kinds = [kind for kind, _, _ in raw_records(path)]
    assert kinds == ["warcinfo", "response", "request", "metadata"]
    (_, info, about), (_, response, block), (_, request, asked), (_, metadata, _) = raw_records(path)
    assert info["WARC-Filename"] == path.name == "newscrawl-r1-00001.warc.gz"
    assert b"software: newscrawl/0.1\r\n" in about
    assert b"isPartOf: r1\r\n" in about
    assert response["WARC-Target-URI"] == "https://courier.example/2026/11/story/"
    assert response["WARC-Date"] == "2026-11-22T12:00:00.250000Z"
    assert response["WARC-Identified-Payload-Type"] == "text/html"
    assert response["WARC-Payload-Digest"] == sha1(HTML)
    assert response["WARC-Block-Digest"] == sha1(block)
    assert block.startswith(b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nETag: "abc"\r\nContent-Length: ')
    assert asked == b"GET /2026/11/story/ HTTP/1.1\r\nHost: courier.example\r\nUser-Agent: newscrawl/0.1\r\nAccept: text/html\r\n\r\n"
    assert request["WARC-Concurrent-To"] == metadata["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Concurrent-To"] == metadata["WARC-Record-ID"]


def test_the_reference_leads_to_the_page(tmp_path):
    archive = writer(tmp_path)
    pages = [page(url=f"https://courier.example/{n}", body=HTML + bytes([n])) for n in range(3)]
    refs = [archive.write_page(each) for each in pages]
    archive.close()
    for each, ref in zip(pages, refs, strict=True):
        found = read_at(tmp_path / ref.file, ref.offset)
        assert isinstance(found, ArchivedResponse)
        assert (found.url, found.body, found.digest, found.link) == (each.url, each.body, ref.digest, LINK)
        assert ref.digest == sha1(each.body)
    assert {ref.file for ref in refs} == {"warc/2026-11/newscrawl-r1-00001.warc.gz"}
    nowhere = read_at(tmp_path / refs[0].file, 0)
    assert isinstance(nowhere, DamagedRecord)
    assert nowhere.problem == "no response begins here"


def test_what_is_read_is_what_was_written(tmp_path):
    sent = page(headers=(*page().headers, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Latin", "caf\xe9"), ("X-Empty", "")))
    (found,) = responses(written(tmp_path, sent))
    assert found.headers == (*sent.headers, ("Content-Length", str(len(HTML))))
    assert (found.url, found.status, found.body, found.date, found.link) == (sent.url, 200, HTML, NOON, LINK)


def test_headers_of_the_transfer_are_renamed_since_the_body_is_decoded(tmp_path):
    wire = (("content-encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "17"))
    (found,) = responses(written(tmp_path, page(headers=wire)))
    assert found.headers == (
        ("X-Archive-Orig-content-encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-Content-Length", "17"),
        ("Content-Length", str(len(HTML))),
    )
    assert found.body == HTML


def test_redirects_stand_before_the_page_and_lead_to_it(tmp_path):
    hops = (
        Hop(url="http://courier.example/?p=7", status=301, headers=(("Location", "https://courier.example/?p=7"), ("Content-Length", "178"))),
        Hop(url="https://courier.example/?p=7", status=302, headers=()),
        Hop(url="https://courier.example/odd", status=200, headers=()),
    )
    archive = writer(tmp_path)
    ref = archive.write_page(page(hops=hops))
    archive.close()
    first, second, last = responses(tmp_path / ref.file)
    assert (first.url, first.status, first.body) == ("http://courier.example/?p=7", 301, b"")
    assert ("Location", "https://courier.example/?p=7") in first.headers
    assert ("X-Archive-Orig-Content-Length", "178") in first.headers
    assert (second.status, dict(second.headers)["Location"]) == (302, "https://courier.example/odd")
    assert (last.status, last.body, last.offset) == (200, HTML, ref.offset)
    assert (first.link, last.link) == (None, LINK)
    knowledge = raw_records(tmp_path / ref.file)[-1][2].decode()
    assert knowledge.count('"status": 200') == 1  # the odd hop is told, but does not pose as a page


def test_the_last_redirect_leads_to_the_page(tmp_path):
    hop = Hop(url="https://courier.example/خبر", status=308, headers=())
    first, last = responses(written(tmp_path, page(hops=(hop,))))
    assert first.url == "https://courier.example/%D8%AE%D8%A8%D8%B1"
    assert dict(first.headers)["Location"] == last.url


def test_secrets_of_the_request_stay_out(tmp_path):
    asked = (("Authorization", "Basic x"), ("Cookie", "a=1"), ("Host", "courier.example:8080"))
    request = raw_records(written(tmp_path, page(url="https://user:pw@courier.example:8080", request_headers=asked)))[2][2]
    assert request == b"GET / HTTP/1.1\r\nHost: courier.example:8080\r\n\r\n"


@pytest.mark.promise("T17")
@pytest.mark.parametrize("url", ["https:nonsense", "http://[bad", "http://a.example\r\nWARC/1.0\r\n", "http://a.example/\x00\udcff é"])
def test_an_address_from_the_net_cannot_break_a_record(tmp_path, url):
    path = written(tmp_path, page(url=url), page())
    first, second = responses(path)
    assert first.url.isascii()
    assert second.url == page().url
    assert len(raw_records(path)) == 7


HOSTILE = {
    "a second record": ("X", "a\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\n"),
    "a bare newline": ("X", "a\nb"),
    "NUL": ("X", "a\x00b"),
    "a name with a newline": ("X\r\nY", "a"),
    "a name with a colon": ("X: Y", "a"),
    "no name": ("", "a"),
    "Arabic": ("X-نص", "خبر"),
    "a lone surrogate": ("X", "\udcff\ud800"),
    "controls": ("\x01\x02", "\x1b[31m"),
}


@pytest.mark.promise("T17")
@pytest.mark.parametrize("pair", HOSTILE.values(), ids=HOSTILE)
def test_a_header_from_the_net_cannot_break_a_record(tmp_path, pair):
    path = written(tmp_path, page(headers=(pair, ("ETag", '"e"')), request_headers=(pair,)), page())
    first, second = responses(path)
    assert dict(first.headers)["ETag"] == '"e"'
    assert len(first.headers) == (3 if pair[0] else 2)
    assert (first.body, second.body) == (HTML, HTML)
    assert len(raw_records(path)) == 7


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    headers=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=4),
    body=st.binary(max_size=300),
    url=st.text(max_size=30),
    status=st.integers(100, 999),
    title=st.none() | st.text(max_size=20),
)
def test_any_page_is_read_back(tmp_path_factory, headers, body, url, status, title):
    link = Link(url=url, outlet="o", hints=Hints(title=title))
    sent = page(headers=tuple(headers), body=body, url=url, status=status, link=link)
    (found,) = responses(written(tmp_path_factory.mktemp("any"), sent))
    assert (found.status, found.body, found.date, found.link) == (status, body, NOON, link)


@pytest.mark.parametrize(("status", "line"), [(200, "HTTP/1.1 200 OK"), (404, "HTTP/1.1 404 Not Found"), (799, "HTTP/1.1 799 ")])
def test_a_status_has_its_registered_reason(status, line):
    assert status_line(status) == line


PAYLOADS = [
    ("text/html; charset=utf-8", b"", "text/html"),
    ("Application/XHTML+XML", b"", "application/xhtml+xml"),
    (" text/plain , text/html", b"", "text/plain"),
    ("", b"\xef\xbb\xbf\n<!DOCTYPE html><title>x</title>", "text/html"),
    ("", b"<!-- c --><HTML>", "text/html"),
    ("nonsense", b"<head><title>", "text/html"),
    ("text/html\r\nX: y", b"", "application/octet-stream"),
    ("", b'<?xml version="1.0"?><rss>', "application/xml"),
    ("", b"%PDF-1.4", "application/octet-stream"),
    ("", b"", "application/octet-stream"),
]


@pytest.mark.parametrize(("stated", "body", "expected"), PAYLOADS)
def test_the_payload_type_is_the_stated_or_the_seen_one(stated, body, expected):
    assert payload_type((("Content-Type", stated),), body) == expected


# --- files --------------------------------------------------------------------------------------------------------------------------------


def test_nothing_is_made_before_there_is_something_to_write(tmp_path):
    archive = writer(tmp_path)
    archive.sync()
    archive.close()
    assert list(tmp_path.iterdir()) == []


def test_files_are_rotated_by_size_and_by_month(tmp_path):
    archive = writer(tmp_path, max_bytes=100)
    november = [archive.write_page(page()).file for _ in range(2)]
    archive = writer(tmp_path, run="r2")
    late = [archive.write_page(page(fetched_at=NOON + timedelta(days=days))).file for days in (0, 10, 9)]
    archive.close()
    assert november == ["warc/2026-11/newscrawl-r1-00001.warc.gz", "warc/2026-11/newscrawl-r1-00002.warc.gz"]
    assert late == ["warc/2026-11/newscrawl-r2-00001.warc.gz", *["warc/2026-12/newscrawl-r2-00002.warc.gz"] * 2]
    for name in {*november, *late}:
        assert raw_records(tmp_path / name)[0][0] == "warcinfo"


def test_a_file_that_is_there_is_never_appended_to(tmp_path):
    path = written(tmp_path, page())
    before = path.read_bytes()
    again = written(tmp_path, page())
    assert again.name == "newscrawl-r1-00002.warc.gz"
    assert path.read_bytes() == before


def test_a_page_after_the_end_begins_a_new_file(tmp_path):
    archive = writer(tmp_path)
    first = archive.write_page(page())
    archive.close()
    archive.close()
    assert archive.write_page(page()).file != first.file
    archive.close()


def test_the_file_is_locked_while_it_is_written(tmp_path):
    archive = writer(tmp_path)
    ref = archive.write_page(page())
    code = """
        import fcntl, sys
        with open(sys.argv[1], "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                print("free")
            except BlockingIOError:
                print("held")
    """

    def asked() -> str:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / ref.file)], capture_output=True, text=True, timeout=60, check=True
        ).stdout.strip()

    assert asked() == "held"
    archive.close()
    assert asked() == "free"


def test_a_sync_with_nothing_new_costs_nothing_and_rotation_syncs(tmp_path, monkeypatch):
    real = os.fsync
    synced: list[int] = []
    monkeypatch.setattr(files.os, "fsync", lambda fd: (synced.append(fd), real(fd))[1])
    archive = writer(tmp_path, max_bytes=1)
    archive.write_page(page())
    before = len(synced)
    archive.sync()
    archive.sync()
    assert len(synced) == before + 1
    archive.write_page(page())
    archive.write_page(page())  # closes the second file, which nobody had synced
    assert len(synced) == before + 4  # its bytes, and the entries of the second and the third


@pytest.mark.promise("T4")
def test_a_full_disk_leaves_whole_pages(tmp_path):
    code = """
        import resource, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[2])
        from tests.stores.warc_samples import page
        from newscrawl.errors import StoreError
        from newscrawl.stores.archive import ArchiveWriter
        archive = ArchiveWriter(Path(sys.argv[1]), "r1", software="x")
        ref = archive.write_page(page())
        size = (Path(sys.argv[1]) / ref.file).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, size + 1000))
        try:
            archive.write_page(page(body=bytes(i * 7919 % 251 for i in range(200_000))))
        except StoreError as error:
            print(error)
    """
    arguments = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path), str(Path(__file__).parents[2])]
    said = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "newscrawl-r1-00001.warc.gz" in said
    assert "ulimit" in said
    (found,) = responses(tmp_path / "warc/2026-11/newscrawl-r1-00001.warc.gz")
    assert found.link == LINK


@pytest.mark.promise("T4")
def test_a_disk_that_refuses_the_first_page_may_take_the_second(tmp_path, monkeypatch):
    def refuse(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    archive = writer(tmp_path)
    monkeypatch.setattr(files.os, "write", refuse)
    with pytest.raises(StoreError, match="free some space"):
        archive.write_page(page())
    monkeypatch.undo()
    ref = archive.write_page(page())
    archive.close()
    assert [kind for kind, _, _ in raw_records(tmp_path / ref.file)][:2] == ["warcinfo", "response"]


# --- reading: damage ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T18")
def test_a_cut_tail_is_reported_wherever_it_is_cut(tmp_path):
    path = written(tmp_path, page(), page(url="https://courier.example/last"))
    data = path.read_bytes()
    *_, last = [record.offset for record in responses(path)]
    for cut in range(last + 1, len(data), 97):
        found = list(read_records(save(tmp_path / "cut.warc.gz", data[:cut])))
        assert isinstance(found[0], ArchivedResponse)
        assert [record.problem[:3] for record in found if isinstance(record, DamagedRecord)] == ["cut"]


@pytest.mark.promise("T18")
def test_reading_goes_on_behind_a_damaged_record(tmp_path):
    path = written(tmp_path, *[page(url=f"https://courier.example/{n}", body=os.urandom(3000)) for n in range(3)])
    data = bytearray(path.read_bytes())
    _, second, _ = responses(path)
    data[second.offset + 1500] ^= 0xFF
    found = list(read_records(save(tmp_path / "flipped.warc.gz", bytes(data))))
    assert [type(record).__name__ for record in found] == ["ArchivedResponse", "DamagedRecord", "ArchivedResponse"]
    assert isinstance(found[1], DamagedRecord)
    assert (found[1].offset, found[1].file) == (second.offset, tmp_path / "flipped.warc.gz")
    assert "gzip" in found[1].problem


@pytest.mark.promise("T18")
def test_a_record_of_another_file_pasted_in_is_found_again(tmp_path):
    record = encode_page(page()).data
    path = save(tmp_path / "mixed.warc.gz", record + b"rubbish \x1f\x8b\x08 rubbish" + record)
    found = list(read_records(path))
    assert [type(each).__name__ for each in found] == ["ArchivedResponse", "DamagedRecord", "ArchivedResponse"]


@pytest.mark.promise("T18")
def test_many_false_beginnings_are_skipped_at_once(tmp_path):
    """Each fake looks like a record and takes in 64 KB of the fakes behind it before it breaks; after a few the stretch is left behind."""
    fake = gzip.compress(b"")[:10] + b"\x00\xff\xff\x00\x00WARC/1.0\r\n"
    path = save(tmp_path / "fakes.warc.gz", fake * 4000 + b"\xff" * 70_000 + encode_page(page()).data)
    found = list(read_records(path))
    assert isinstance(found[-1], ArchivedResponse)
    assert warc_members.MAX_GUESSES < len(found) < 100


@pytest.mark.promise("T18")
def test_a_record_that_inflates_without_end_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setattr(warc_members, "MAX_RECORD_BYTES", 100_000)
    bomb = gzip.compress(foreign(http(bytes(5_000_000))))
    found = list(read_records(save(tmp_path / "bomb.warc.gz", bomb + encode_page(page()).data)))
    assert [type(each).__name__ for each in found] == ["DamagedRecord", "ArchivedResponse"]
    assert "more than 100000" in found[0].problem


def test_an_empty_file_holds_nothing(tmp_path):
    assert list(read_records(save(tmp_path / "a.warc.gz", b""))) == []
    assert list(read_records(save(tmp_path / "a.warc", b""))) == []


SMALL = encode_page(page(body=b"<p>a")).data + encode_page(page(hops=(Hop(url="http://h.example/", status=301, headers=()),))).data
PLAIN = foreign(http(b"<p>one")) + foreign(http(b"<p>two"), headers={"WARC-Target-URI": "https://other.example/b"})


@pytest.mark.promise("T18")
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    whole=st.sampled_from([SMALL, PLAIN, packed(PLAIN), gzip.decompress(SMALL)]),
    flips=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 4000),
    pasted=st.tuples(st.integers(0, 4000), st.binary(max_size=20)),
    suffix=st.sampled_from([".warc", ".warc.gz"]),
)
def test_no_bytes_break_the_reader(tmp_path_factory, whole, flips, cut, pasted, suffix):
    data = bytearray(whole)
    for place, value in flips:
        data[place % len(data)] = value
    data[pasted[0] : pasted[0]] = pasted[1]
    path = save(tmp_path_factory.mktemp("mutated") / f"a{suffix}", bytes(data[: max(1, len(data) - cut)]))
    found = list(read_records(path))
    assert all(0 <= record.offset < path.stat().st_size for record in found)
    for record in found:
        if isinstance(record, ArchivedResponse):
            assert read_at(path, record.offset) == record
        else:
            assert record.problem


@pytest.mark.promise("T18")
@given(st.binary(max_size=300), st.sampled_from([b"", b"\x1f\x8b\x08", b"WARC/1.0\r\n", gzip.compress(b"WARC/1.1\r\n\r\n")]))
def test_any_file_is_read_to_its_end(tmp_path_factory, data, start):
    path = save(tmp_path_factory.mktemp("any") / "a.warc.gz", start + data)
    assert len(list(read_records(path))) <= path.stat().st_size


@pytest.mark.promise("T18")
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), value=st.integers(1, 255))
def test_a_changed_byte_never_changes_what_is_read(tmp_path_factory, place, value):
    """A response is read as it was, or it is not read."""
    data = bytearray(SMALL)
    data[place % len(data)] ^= value
    folder = tmp_path_factory.mktemp("changed")
    whole = {(record.url, record.body) for record in responses(save(folder / "whole.warc.gz", SMALL))}
    found = list(read_records(save(folder / "a.warc.gz", bytes(data))))
    assert {(record.url, record.body) for record in found if isinstance(record, ArchivedResponse)} <= whole


# --- reading: archives of others ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)], ids=["packed", "plain"])
def test_archives_of_others_are_read(tmp_path, pack):
    records = [
        foreign(b"software: other\r\n", kind="warcinfo", headers={"Content-Type": "application/warc-fields"}),
        foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        foreign(http(b"<p>one", "Content-Type: text/html", "X-Folded: a", "  b", "no colon"), headers={"WARC-Target-URI": "<https://other.example/1>"}),
        foreign(b"fetchTimeMs: 7", kind="metadata", headers={"Content-Type": "application/warc-fields", "WARC-Concurrent-To": "<urn:x:1>"}),
        foreign(b"dns answer", headers={"Content-Type": "text/dns"}),
        foreign(http(b"<p>two", status="404 Not Found"), headers={"WARC-Date": "2020-01-02T05:04:05+02:00"}),
    ]
    path = save(tmp_path / "other.warc", pack(*records))
    first, second = responses(path)
    assert (first.url, first.body, first.link) == ("https://other.example/1", b"<p>one", None)
    assert first.headers == (("Content-Type", "text/html"), ("X-Folded", "a b"))
    assert first.digest == sha1(b"<p>one")
    assert (second.status, second.date) == (404, datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert read_at(path, second.offset) == second


def chunked(body: bytes, size: int = 5) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


ON_THE_WIRE = {
    "chunked": (chunked(HTML), ["Transfer-Encoding: chunked"]),
    "chunked with bare newlines": (chunked(HTML).replace(b"\r\n", b"\n"), ["Transfer-Encoding: chunked"]),
    "decoded, header left": (HTML, ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
    "gzip": (gzip.compress(HTML), ["Content-Encoding: gzip"]),
    "gzip in chunks": (chunked(gzip.compress(HTML)), ["Content-Encoding: x-gzip", "Transfer-Encoding: Chunked"]),
    "deflate": (zlib.compress(HTML), ["Content-Encoding: deflate"]),
    "bare deflate": (bare_deflate(HTML), ["Content-Encoding: deflate"]),
    "identity": (HTML, ["Content-Encoding: identity"]),
}


@pytest.mark.parametrize(("payload", "headers"), ON_THE_WIRE.values(), ids=ON_THE_WIRE)
def test_bodies_stored_as_they_came_are_decoded(tmp_path, payload, headers):
    (found,) = responses(save(tmp_path / "a.warc", foreign(http(payload, *headers, "X: y"))))
    assert found.body == HTML
    assert [value for name, value in found.headers if not name.startswith("X-Archive-Orig-")] == ["y", str(len(HTML))]


BAD_BODIES = {
    "its last chunk is cut": (b"ff\r\nabc", "Transfer-Encoding: chunked"),
    "a chunk is missing": (b"3\r\nabc\r\nzz", "Transfer-Encoding: chunked"),
    "its compressed body is cut": (gzip.compress(HTML)[:-9], "Content-Encoding: gzip"),
    "its body does not inflate": (b"\x1f\x8b\x08\0 rubbish rubbish", "Content-Encoding: gzip"),
    "its Content-Encoding 'br' is not read here": (b"abc", "Content-Encoding: br"),
    "its body inflates to more than": (gzip.compress(bytes(9_000_000)), "Content-Encoding: gzip"),
}


@pytest.mark.promise("T18")
@pytest.mark.parametrize("problem", BAD_BODIES)
def test_a_body_that_cannot_be_decoded_is_damage(tmp_path, monkeypatch, problem):
    monkeypatch.setattr(http_block, "MAX_BODY_BYTES", 1_000_000)
    payload, header = BAD_BODIES[problem]
    (said,) = problems(save(tmp_path / "a.warc", foreign(http(payload, header))))
    assert said.startswith(problem)


BAD_RECORDS = {
    "no WARC record": b"HTTP/1.1 200 OK\r\n\r\n",
    "no usable Content-Length": foreign(http(b"x"), headers={"Content-Length": "9" * 5000}),
    "cut: 20 of 99 bytes": foreign(http(b"x"), length=99, end=b"")[:],
    "more than one record": foreign(http(b"x")) + foreign(http(b"y")),
    "its block digest differs": foreign(http(b"x"), headers={"WARC-Block-Digest": sha1(b"y")}),
    "its payload digest differs": foreign(http(b"x"), headers={"WARC-Payload-Digest": sha1(b"y")}),
    "its writer cut it (WARC-Truncated: length)": foreign(http(b"x"), headers={"WARC-Truncated": "length"}),
    "it is one of several segments (1)": foreign(http(b"x"), headers={"WARC-Segment-Number": "1"}),
    "no HTTP status line": foreign(b"ICY 200 OK\r\n\r\n"),
    "no usable WARC-Date": foreign(http(b"x"), headers={"WARC-Date": "yesterday"}),
}


@pytest.mark.promise("T18")
@pytest.mark.parametrize("problem", BAD_RECORDS)
def test_a_record_that_contradicts_itself_is_damage(tmp_path, problem):
    (said,) = problems(save(tmp_path / "a.warc.gz", packed(BAD_RECORDS[problem])))
    assert said.startswith(problem.replace("20", str(len(http(b"x"))))) if problem.startswith("cut") else said.startswith(problem)


@pytest.mark.promise("T18")
@pytest.mark.parametrize("date", ["", "0001-01-01T00:00:00+23:00", "2020-01-01T00:00:00", "2020-01-01T00:00:00.123456789Z"])
def test_odd_dates_are_read_or_refused(tmp_path, date):
    found = list(read_records(save(tmp_path / "a.warc", foreign(http(b"x"), headers={"WARC-Date": date}))))
    assert isinstance(found[0], ArchivedResponse) == date.startswith("2020")


@pytest.mark.promise("T18")
@pytest.mark.parametrize("name", DIGESTS)
def test_digests_are_checked_in_base32_and_hexadecimal(tmp_path, name):
    def stored(data: bytes, stated: str) -> Path:
        return save(tmp_path / "a.warc", foreign(http(data, "Transfer-Encoding: chunked"), headers={"WARC-Payload-Digest": stated}))

    right = hashlib.new(name, b"abc")
    assert right.digest_size == DIGESTS[name]
    for value in (right.hexdigest(), base64.b32encode(right.digest()).decode()):
        assert problems(stored(b"abc", f"{name.upper()}:{value}")) == []
        assert problems(stored(chunked(b"abc"), f"{name}: {value}")) == []
        assert problems(stored(b"abd", f"{name}:{value}")) == ["its payload digest differs"]


def test_a_digest_of_an_unknown_kind_is_taken_on_trust(tmp_path):
    (found,) = responses(save(tmp_path / "a.warc", foreign(http(b"x"), headers={"WARC-Payload-Digest": "xxh3:0"})))
    assert found.digest == "xxh3:0"


PLAIN_DAMAGE = {
    "a cut tail": (PLAIN[:-30], ["one"], 1),
    "a cut head": (PLAIN[:-160], ["one"], 1),
    "rubbish before": (b"rubbish\r\n\r\n" + PLAIN, ["one", "two"], 1),
    "rubbish between": (foreign(http(b"<p>one")) + b"rubbish\r\n\r\n" + foreign(http(b"<p>two")), ["one", "two"], 1),
    "a length that is none": (foreign(http(b"<p>x"), headers={"Content-Length": "many"}) + foreign(http(b"<p>two")), ["two"], 1),
    "a length beyond the file": (foreign(http(b"<p>x"), length=10**9) + foreign(http(b"<p>two")), ["two"], 1),
    "a record too long to hold": (foreign(http(bytes(60_000))) + foreign(http(b"<p>two")), ["two"], 1),
}


@pytest.mark.promise("T18")
@pytest.mark.parametrize("name", PLAIN_DAMAGE)
def test_damage_in_a_plain_file_is_passed_by(tmp_path, monkeypatch, name):
    monkeypatch.setattr(warc_members, "MAX_RECORD_BYTES", 50_000)
    data, bodies, damaged = PLAIN_DAMAGE[name]
    found = list(read_records(save(tmp_path / "a.warc", data)))
    assert [each.body.decode()[3:] for each in found if isinstance(each, ArchivedResponse)] == bodies
    assert len([each for each in found if isinstance(each, DamagedRecord)]) == damaged


def test_a_beginning_across_two_reads_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(warc_members, "_READ_BYTES", 7)
    for shift in range(8):
        found = list(read_records(save(tmp_path / "a.warc", b"x" * shift + b"\r\n\r\n" + PLAIN)))
        assert len(found) == 3


# --- what discovery said ------------------------------------------------------------------------------------------------------------------------

KNOWLEDGE = {
    "no JSON": b"fetchTimeMs: 7",
    "no UTF-8": b"\xff",
    "no link": b"{}",
    "a list": b"[]",
    "a link that is none": b'{"link": 7}',
    "an unknown way": b'{"link": {"url": "u", "outlet": "o", "via": "pigeon", "seed": null, "hints": {}}}',
    "hints that are none": b'{"link": {"url": "u", "outlet": "o", "via": null, "seed": null, "hints": 7}}',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("block", KNOWLEDGE.values(), ids=KNOWLEDGE)
def test_knowledge_of_another_kind_is_none(tmp_path, block):
    beside = {"Content-Type": "application/json", "WARC-Concurrent-To": "<urn:x:1>"}
    path = save(tmp_path / "a.warc", foreign(http(b"x")) + foreign(block, kind="metadata", headers=beside))
    assert [found.link for found in responses(path)] == [None]


def test_knowledge_of_an_older_writer_is_read_as_far_as_it_goes(tmp_path):
    block = b'{"link": {"url": "u", "outlet": "o", "via": null, "seed": "s", "hints": {"title": 7, "tags": ["a"], "mood": "x"}}}'
    beside = {"WARC-Concurrent-To": "<urn:x:1>"}
    path = save(tmp_path / "a.warc", foreign(http(b"x")) + foreign(block, kind="metadata", headers=beside))
    assert [found.link for found in responses(path)] == [Link(url="u", outlet="o", seed="s", hints=Hints(title="7", tags=("a",)))]


SIGNALS = HostSignals(content_signal="ai-train=no", tdm_reservation="1")


def test_the_way_and_what_the_host_said_are_read_back(tmp_path):
    hops = tuple(Hop(url=f"https://courier.example/{n}", status=status, headers=(("Location", "x"),)) for n, status in enumerate((301, 302)))
    *_, found = responses(written(tmp_path, page(hops=hops, signals=SIGNALS)))
    assert [(hop.url, hop.status) for hop in found.hops] == [(hop.url, hop.status) for hop in hops]
    assert (found.signals, found.lacks_knowledge) == (SIGNALS, False)
    (plain,) = responses(written(tmp_path, page()))
    assert (plain.hops, plain.signals) == ((), None)


@pytest.mark.promise("T18")
@pytest.mark.parametrize("of", ["request", "metadata"])
def test_a_page_whose_knowledge_cannot_be_read_says_so(tmp_path, of):
    path = written(tmp_path, page(), page(url="https://courier.example/b"))
    data = bytearray(path.read_bytes())
    starts = [offset for offset, _ in warc_members.members(path)]
    data[starts[{"request": 2, "metadata": 3}[of]] + 60] ^= 0xFF
    first, second = (record for record in read_records(save(path, bytes(data))) if isinstance(record, ArchivedResponse))
    assert (first.body, first.lacks_knowledge, first.link is None) == (HTML, of == "metadata", of == "metadata")
    assert (second.link, second.lacks_knowledge) == (LINK, False)
    assert len(problems(path)) == 1
    assert read_at(path, first.offset) == first


def test_what_another_writer_names_beside_a_page_is_no_knowledge_that_is_missing(tmp_path):
    named = foreign(http(b"x"), headers={"WARC-Concurrent-To": "<urn:x:2>"})
    request = foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request", headers={"WARC-Record-ID": "<urn:x:2>"})
    assert [found.lacks_knowledge for found in responses(save(tmp_path / "a.warc", named + request))] == [False]


@pytest.mark.promise("T17")
def test_lone_surrogates_of_an_archive_reach_nobody(tmp_path):
    block = rb'{"link": {"url": "u\ud800", "outlet": "o", "via": null, "seed": null, "hints": {"title": "\udfff"}}, "hops": [{"url": "\ud801", "status": 301}]}'
    path = save(tmp_path / "a.warc", foreign(http(b"x")) + foreign(block, kind="metadata", headers={"WARC-Concurrent-To": "<urn:x:1>"}))
    (found,) = responses(path)
    assert found.link == Link(url="u?", outlet="o", hints=Hints(title="?"))
    assert found.hops[0].url == "?"


# --- answers by address ---------------------------------------------------------------------------------------------------------------------------


def test_the_last_answer_for_an_address_is_found(tmp_path):
    old = page(body=b"old", fetched_at=NOON - timedelta(days=1))
    archive = writer(tmp_path)
    for each in (page(body=b"new"), old, page(url="https://courier.example/b?utm_source=x", body=b"b")):
        archive.write_page(each)
    archive.close()
    index = OfflineIndex(offline_files(str(tmp_path / "warc" / "**" / "*.gz")))
    assert len(index) == 2
    assert index.damaged == []

    def body(url: str) -> bytes | None:
        found = index.find(url)
        return found.body if found else None

    assert body(page().url) == b"new"
    assert body(page().url + "#comments") == b"new"
    assert body(page().url + "?utm_medium=y") == b"new"
    assert body("https://courier.example/b") == b"b"
    assert body("https://courier.example/b?utm_source=x") == b"b"
    assert body("https://courier.example/c") is None
    assert body("http://[bad") is None


def test_of_two_answers_at_one_time_the_later_one_counts(tmp_path):
    index = OfflineIndex([written(tmp_path, page(body=b"first"), page(body=b"second"))])
    found = index.find(page().url)
    assert found is not None
    assert found.body == b"second"


@pytest.mark.promise("T18")
def test_damaged_records_are_named_and_not_answered(tmp_path):
    path = written(tmp_path, page(), page(url="https://courier.example/last"))
    data = path.read_bytes()
    index = OfflineIndex([save(tmp_path / "cut.warc.gz", data[:-10])])
    assert len(index.damaged) == 1
    (tmp_path / "cut.warc.gz").write_bytes(b"somebody else's bytes" + data)
    assert index.find(page().url) is None


def test_a_glob_without_files_says_which(tmp_path):
    (tmp_path / "folder.warc.gz").mkdir()
    with pytest.raises(UsageProblem, match=r"NEWSCRAWL_OFFLINE: no file matches .*\*.warc.gz"):
        offline_files(str(tmp_path / "*.warc.gz"))


def test_a_page_knows_its_place_without_its_archive():
    encoded = encode_page(replace(page(), hops=(Hop(url="http://h.example/", status=301, headers=()),)))
    assert gzip.decompress(encoded.data[encoded.offset :]).startswith(b"WARC/1.1\r\n")
    assert encoded.digest == sha1(HTML)
