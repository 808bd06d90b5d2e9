"""A state on a network file system is told of; any other is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.stores.state.mount import NETWORK_FILE_SYSTEMS, file_system_of, network_note

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
tmpfs /srv/fast tmpfs rw 0 0
//server/share /mnt/my\\040news cifs rw 0 0
broken
/dev/sdb1 /mnt/twice ext4 rw 0 0
server:/x /mnt/twice nfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    file = tmp_path / "mounts"
    file.write_text(MOUNTS, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("path", "kind"), [("/srv/news", "nfs4"), ("/srv/fast/news", "tmpfs"), ("/srvother", "ext4"), ("/mnt/my news/state", "cifs"), ("/mnt/twice/a", "nfs"), ("/", "ext4")]
)
def test_the_longest_mount_holds_a_path(mounts: Path, path: str, kind: str) -> None:
    assert file_system_of(Path(path), mounts) == kind


@pytest.mark.parametrize("url", ["sqlite:////srv/news/state.sqlite", "sqlite:////mnt/my news/state.sqlite"])
def test_a_state_on_the_network_is_told_of(mounts: Path, url: str) -> None:
    note = network_note(url, mounts)
    assert note is not None
    assert "NEWSCRAWL_STATE" in note


@pytest.mark.parametrize("url", ["sqlite:////home/news/state.sqlite", "sqlite:////srv/fast/state.sqlite", "sqlite://", "sqlite:///:memory:", "postgresql://news@db/news"])
def test_another_state_is_not(mounts: Path, url: str) -> None:
    assert network_note(url, mounts) is None


@pytest.mark.parametrize("kind", sorted(NETWORK_FILE_SYSTEMS))
def test_each_kind_is_told_of(tmp_path: Path, kind: str) -> None:
    (tmp_path / "mounts").write_text(f"x / {kind} rw 0 0\n", encoding="utf-8")
    note = network_note("sqlite:////srv/state.sqlite", tmp_path / "mounts")
    assert note is not None
    assert f"lies on {kind}," in note


def test_where_nobody_tells_nothing_is_told(tmp_path: Path) -> None:
    assert file_system_of(tmp_path, tmp_path / "missing") is None
    assert file_system_of(tmp_path) is not None
