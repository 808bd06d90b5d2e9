"""Part files: what is appended is whole, what is torn is found, and one process holds a part."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.article import one_line_json
from newscrawl.errors import StoreError
from newscrawl.stores import files, jsonl
from newscrawl.stores.files import WHAT_TO_DO, OwnedFile, make_folder, store_error, sync_folder
from newscrawl.stores.jsonl import PartFile, part_name, scan_part


def held(path: Path) -> PartFile:
    part = PartFile.open(path)
    assert part is not None
    return part


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def in_another_process(code: str, *arguments: object) -> str:
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)], capture_output=True, text=True, timeout=60, check=True)
    return ran.stdout.strip()


# --- appending --------------------------------------------------------------------------------------------------------------------------


def test_part_names_count_from_a_bare_one():
    assert [part_name("2026-11-22", n) for n in (0, 1, 12)] == ["2026-11-22.jsonl", "2026-11-22.1.jsonl", "2026-11-22.12.jsonl"]


def test_lines_are_appended_behind_those_that_are_there(tmp_path):
    path = tmp_path / "articles" / "sahwa" / "2026-11-22.jsonl"
    part = held(path)
    assert part.length == 0
    assert part.append(['{"a": 1}', '{"نص": "خبر"}']) == part.length == path.stat().st_size
    part.sync()
    part.close()
    again = held(path)
    assert again.length == path.stat().st_size
    assert again.append(["{}"]) == path.stat().st_size
    assert path.read_text("utf-8") == '{"a": 1}\n{"نص": "خبر"}\n{}\n'
    assert again.path == path
    again.close()
    again.close()


def test_no_lines_write_nothing(tmp_path):
    part = held(tmp_path / "p.jsonl")
    assert part.append([]) == 0
    assert part.path.read_bytes() == b""


@pytest.mark.promise("T17")
def test_a_line_that_is_two_is_refused(tmp_path):
    part = held(tmp_path / "p.jsonl")
    with pytest.raises(ValueError, match="newline"):
        part.append(["{}", "{\n}"])
    assert part.length == 0


def test_short_writes_are_carried_on(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(files.os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    part = held(tmp_path / "p.jsonl")
    assert part.append(['{"a": "0123456789"}', "{}"]) == 23
    assert part.path.read_text() == '{"a": "0123456789"}\n{}\n'


@pytest.mark.promise("T1")
def test_a_new_part_and_its_folders_are_made_durable(tmp_path, monkeypatch):
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    held(tmp_path / "a" / "b" / "p.jsonl").append(["{}"])
    assert synced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    synced.clear()
    make_folder(tmp_path / "a" / "b")
    assert synced == []


def test_folders_that_cannot_be_synced_are_let_be(tmp_path):
    sync_folder(Path("/proc/self"))  # a file system that syncs nothing: EINVAL
    with pytest.raises(StoreError, match="missing: No such file"):
        sync_folder(tmp_path / "missing")


# --- one owner --------------------------------------------------------------------------------------------------------------------------

TRY_TO_OPEN = """
    import sys
    from pathlib import Path
    from newscrawl.stores.jsonl import PartFile
    print("held" if PartFile.open(Path(sys.argv[1])) is None else "free")
"""


@pytest.mark.promise("T3")
def test_a_part_has_one_owner_at_a_time(tmp_path):
    part = held(tmp_path / "p.jsonl")
    assert in_another_process(TRY_TO_OPEN, part.path) == "held"
    assert PartFile.open(part.path) is None
    part.close()
    assert in_another_process(TRY_TO_OPEN, part.path) == "free"


@pytest.mark.promise("T1")
def test_the_death_of_an_owner_frees_its_part(tmp_path):
    path = tmp_path / "p.jsonl"
    code = """
        import os, signal, sys
        from pathlib import Path
        from newscrawl.stores.jsonl import PartFile
        PartFile.open(Path(sys.argv[1])).append(['{"n": 1}'])
        print("written", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert ran.stdout == "written\n"
    part = held(path)
    assert [record for _, record in part.scan().lines] == [{"n": 1}]


# --- a disk that refuses ----------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T4")
def test_a_line_that_does_not_fit_leaves_the_part_whole(tmp_path):
    """A file-size limit stops the write in the middle of a line, as a full disk does."""
    code = """
        import resource, sys
        from pathlib import Path
        from newscrawl.errors import StoreError
        from newscrawl.stores.jsonl import PartFile
        part = PartFile.open(Path(sys.argv[1]))
        part.append(['{"n": 1}'])
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))
        try:
            part.append(['{"n": "%s"}' % ("x" * 100)])
        except StoreError as error:
            print(error)
        print(part.length, part.append(['{"n": 2}']))
    """
    said, lengths = in_another_process(code, tmp_path / "p.jsonl").splitlines()
    assert str(tmp_path / "p.jsonl") in said
    assert "after 9 bytes" in said
    assert "ulimit" in said
    assert lengths == "9 18"
    assert (tmp_path / "p.jsonl").read_text() == '{"n": 1}\n{"n": 2}\n'


@pytest.mark.promise("T4")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_named_and_what_cannot_be_undone_stops_all_writing():
    file = OwnedFile(Path("/dev/full"), os.open("/dev/full", os.O_WRONLY))
    with pytest.raises(StoreError, match=r"/dev/full\b.*[Nn]o space left.*free some space"):
        file.append(b"{}\n")
    for use in (lambda: file.append(b"{}\n"), file.sync, lambda: file.truncate(0)):
        with pytest.raises(StoreError, match="could not be undone"):
            use()
    file.close()


@pytest.mark.promise("T4")
def test_a_failed_sync_is_final(tmp_path, monkeypatch):
    part = held(tmp_path / "p.jsonl")
    part.append(["{}"])

    def refuse(fd: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(StoreError, match="look at the disk"):
        part.sync()
    monkeypatch.undo()
    with pytest.raises(StoreError, match="start the run again"):
        part.sync()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"/file: .*exists"):
        PartFile.open(tmp_path / "file" / "p.jsonl")


def test_a_part_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "p.jsonl").mkdir()
    with pytest.raises(StoreError, match=r"/p.jsonl: .*directory"):
        PartFile.open(tmp_path / "p.jsonl")


@pytest.mark.promise("T4")
@pytest.mark.parametrize(("number", "advice"), WHAT_TO_DO.items())
def test_each_known_error_says_what_to_do(number, advice):
    said = str(store_error(Path("data/p.jsonl"), 7, OSError(number, os.strerror(number))))
    assert said.startswith(f"data/p.jsonl (after 7 bytes): {os.strerror(number)}; {advice}")


# --- scanning ---------------------------------------------------------------------------------------------------------------------------


def scanned(source: Path | int, start: int = 0):
    scan = scan_part(source, start)
    return list(scan.lines), scan.whole_length, scan.torn_bytes, scan.damaged


def test_whole_lines_come_with_their_offsets(tmp_path):
    path = write(tmp_path / "p", '{"a": 1}\n{"b": "خبر"}\n{"c": 3}\n'.encode())
    assert scanned(path) == ([(0, {"a": 1}), (9, {"b": "خبر"}), (25, {"c": 3})], 34, 0, [])
    assert scanned(path, 9) == ([(9, {"b": "خبر"}), (25, {"c": 3})], 34, 0, [])
    assert scanned(path, 34) == ([], 34, 0, [])


TORN = {
    "half an object": b'{"a": ',
    "an object without its newline": b'{"a": 1}',
    "half a UTF-8 sequence": '{"a": "خ'.encode()[:-1],
    "zeros of a power loss": b"\0" * 4096,
    "half an object and zeros": b'{"a": ' + b"\0" * 100,
    "no UTF-8 at all": b"\xff\xfe",
}


@pytest.mark.promise("T1")
@pytest.mark.parametrize("tail", TORN.values(), ids=TORN)
def test_a_torn_tail_is_counted_and_cut(tmp_path, tail):
    path = write(tmp_path / "p.jsonl", b'{"n": 1}\n{"n": 2}\n' + tail)
    part = held(path)
    scan = part.scan()
    assert [record["n"] for _, record in scan.lines] == [1, 2]
    assert (scan.whole_length, scan.torn_bytes, scan.damaged) == (18, len(tail), [])
    part.truncate_torn(scan.whole_length)
    assert part.append(['{"n": 3}']) == 27
    assert scanned(path) == ([(0, {"n": 1}), (9, {"n": 2}), (18, {"n": 3})], 27, 0, [])


DAMAGED = {
    "an empty line": b"",
    "no JSON": b"{'a': 1}",
    "no object": b"[1]",
    "two objects": b"{} {}",
    "no UTF-8": b'{"a": "\xd8"}',
    "a BOM": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a": 1}'.encode("utf-16-le"),
    "NaN": b'{"a": NaN}',
    "an infinity": b'{"a": -Infinity}',
    "zeros": b"\0" * 50,
    "too deep for any reader": b'{"a":' + b"[" * 200_000,
    "a number of 5,000 digits": b'{"a": ' + b"1" * 5_000 + b"}",
}


@pytest.mark.promise("T2")
@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_whole_line_is_reported_and_passed_by(tmp_path, line):
    path = write(tmp_path / "p", b'{"n": 1}\n' + line + b'\n{"n": 2}\n')
    lines, whole, torn, damaged = scanned(path)
    assert [record for _, record in lines] == [{"n": 1}, {"n": 2}]
    assert (whole, torn) == (path.stat().st_size, 0)
    assert [offset for offset, _ in damaged] == [9]
    assert damaged[0][1]


def test_a_line_too_long_to_hold_is_damaged_and_a_tail_too_long_is_torn(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 32)
    path = write(tmp_path / "p", b"{}\n" + b"x" * 100 + b'\n{"n": 2}\n' + b"y" * 32)
    lines, whole, torn, damaged = scanned(path)
    assert lines == [(0, {}), (104, {"n": 2})]
    assert (whole, torn) == (113, 32)
    assert damaged == [(3, "longer than 32 bytes")]


@pytest.mark.promise("T2")
def test_a_part_shorter_than_what_was_committed_says_so(tmp_path):
    path = write(tmp_path / "p", b"{}\n")
    assert scanned(path, 100) == ([], 3, 0, [])


def test_nothing_is_cut_beyond_the_end(tmp_path):
    part = held(tmp_path / "p")
    with pytest.raises(ValueError, match="beyond"):
        part.truncate_torn(1)


def test_a_disk_that_refuses_the_cut_is_named(tmp_path, monkeypatch):
    part = held(tmp_path / "p")
    part.append(["{}"])

    def refuse(fd: int, length: int) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(files.os, "ftruncate", refuse)
    with pytest.raises(StoreError, match="mount it writable"):
        part.truncate_torn(0)
    assert part.length == 3


def test_scanning_a_held_part_leaves_it_fit_for_appending(tmp_path):
    part = held(tmp_path / "p")
    part.append(["{}", "{}"])
    assert len(list(part.scan(3).lines)) == 1
    assert part.append(['{"n": 3}']) == 15
    assert [record for _, record in part.scan().lines] == [{}, {}, {"n": 3}]


json_objects = st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3), max_leaves=4), max_size=3)


@pytest.mark.promise("T1")
@given(st.lists(json_objects, max_size=5), st.integers(0, 400))
def test_whatever_is_cut_off_the_whole_lines_before_it_are_read(tmp_path_factory, records, cut):
    path = tmp_path_factory.mktemp("cut") / "p.jsonl"
    part = held(path)
    part.append([one_line_json(record) for record in records])
    part.close()
    data = path.read_bytes()[:cut]
    path.write_bytes(data)
    lines, whole, torn, damaged = scanned(path)
    assert whole + torn == len(data)
    assert damaged == []
    expected = [json.loads(line) for line in data[:whole].decode().split("\n")[:-1]]
    assert [record for _, record in lines] == expected == [json.loads(one_line_json(record)) for record in records[: len(expected)]]


@pytest.mark.promise("T2")
@given(st.binary(max_size=200))
def test_no_bytes_break_the_scan(tmp_path_factory, data):
    path = write(tmp_path_factory.mktemp("any") / "p.jsonl", data)
    lines, whole, torn, damaged = scanned(path)
    assert whole == data.rfind(b"\n") + 1
    assert torn == len(data) - whole
    assert len(lines) + len(damaged) == data.count(b"\n")
