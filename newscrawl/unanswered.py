"""What Scrapy's downloader raises for a request that got no answer, and what that says of trying again."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from newscrawl.core.failure import FailureKind
from newscrawl.core.verdict import Reason

UNANSWERED: tuple[tuple[type[Exception], FailureKind, Reason], ...] = (
    (DownloadTimeoutError, FailureKind.SOFT, Reason.TIMEOUT),
    (CannotResolveHostError, FailureKind.TEMPORARY, Reason.NETWORK),
    (DownloadConnectionRefusedError, FailureKind.SOFT, Reason.NETWORK),
    (DownloadCancelledError, FailureKind.HARD, Reason.TOO_LARGE),
    (ResponseDataLossError, FailureKind.SOFT, Reason.NETWORK),
    (UnsupportedURLSchemeError, FailureKind.HARD, Reason.BAD_URL),
    (NotSupported, FailureKind.HARD, Reason.BAD_URL),
    (DownloadFailedError, FailureKind.SOFT, Reason.NETWORK),
    (OSError, FailureKind.SOFT, Reason.NETWORK),
)
"""The first row that fits counts."""
