"""Rows in, text and JSON out: what a run did, what is owed. Reads no disk and no state; the caller brings the values."""

from __future__ import annotations

from newscrawl.report.output import json_text, output
from newscrawl.report.status import print_status, status_text
from newscrawl.report.summary import print_summary, summary_json, summary_text, sums_close
from newscrawl.report.table import Table, plain_table
from newscrawl.report.terminal import print_table

__all__ = [
    "Table",
    "json_text",
    "output",
    "plain_table",
    "print_status",
    "print_summary",
    "print_table",
    "status_text",
    "summary_json",
    "summary_text",
    "sums_close",
]
