"""Whether the state lies where SQLite's log and locks do not reach: WAL needs memory that all its users share (sqlite.org/wal.html)."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

NETWORK_FILE_SYSTEMS = frozenset(
    ("9p", "afs", "beegfs", "ceph", "cifs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs")
) | {"nfs4", "smb3", "smbfs"}
"""Types of /proc/self/mounts (proc(5)) that several machines may mount at once."""
MOUNTS = Path("/proc/self/mounts")
MAX_MOUNT_BYTES = 1_000_000
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_note(state_url: str, mounts: Path = MOUNTS) -> str | None:
    """What to tell a person whose SQLite state lies on a network file system; None for any other state, and where that can't be known."""
    parsed = make_url(state_url)
    file = parsed.database
    if parsed.get_backend_name() != "sqlite" or not file or file == ":memory:":
        return None
    kind = file_system_of(Path(os.path.realpath(file)), mounts)
    if kind not in NETWORK_FILE_SYSTEMS:
        return None
    return (
        f"state {file}: it lies on {kind}, where SQLite {sqlite3.sqlite_version} keeps out writers of this machine alone "
        "and a cut connection may damage it; run on one machine only, or name a local place with NEWSCRAWL_STATE: it is rebuilt from the output"
    )


def file_system_of(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The type of the file system that holds `path`, whether it exists or not; None where nobody tells."""
    try:
        with mounts.open("rb") as file:
            lines = file.read(MAX_MOUNT_BYTES).decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    found = [fields for line in lines if len(fields := line.split(" ")) >= 3 and path.is_relative_to(_plain(fields[1]))]
    return max(reversed(found), key=lambda fields: len(_plain(fields[1])))[2] if found else None  # of two at one place the later one hides the other


def _plain(name: str) -> str:
    """A name without its escapes: a space is written as three octal digits."""
    return _ESCAPE.sub(lambda digits: chr(int(digits[1], 8)), name)
