"""Standard output, whose reader may go away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


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
