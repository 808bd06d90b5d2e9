"""Standard output: JSON that any terminal shows as it is, for a reader who may go away."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from newscrawl.report.table import showable


@contextmanager
def output() -> Iterator[TextIO]:
    """Standard output for what a command prints, flushed at the end.

    When its reader has gone (`… | head -1`) the rest is dropped without a word, and the command ends with the code that its work has.
    """
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:  # what is still in the buffer goes nowhere, or Python would complain at its end (Python's docs, "Note on SIGPIPE")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def json_text(value: object, indent: int = 1) -> str:
    """`value` as indented JSON without a newline at its end. What a terminal would obey, or what turns its direction, is escaped: the value stays."""
    return "\n".join(map(showable, json.dumps(value, ensure_ascii=False, indent=indent).split("\n")))
