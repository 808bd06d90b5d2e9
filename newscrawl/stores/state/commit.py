"""The group commit: one write transaction that checks claims, decides duplicates, appends and fsyncs lines, and settles links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from newscrawl.core.article import Article
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state import articles, frontier
from newscrawl.stores.state.outcome import Keep, Lost, Outcome, Postpone, Reject, Result
from newscrawl.stores.state.schema import KEPT, REJECTED


class LineWriter(Protocol):
    """Makes lines durable; `newscrawl.stores.state.parts.Parts` is the real one."""

    def write(self, connection: Connection, kept: Sequence[Article]) -> None:
        """Append one line for each article and fsync them; record in `connection` how far each part is committed."""
        ...


def commit_outcomes(connection: Connection, run: str, outcomes: Sequence[Outcome], now: int, writer: LineWriter) -> list[Result]:
    """Record `outcomes` in order; one result for each. The lines are durable before the caller commits the transaction."""
    held = frontier.claims_held(connection, run, [o.claim.row for o in outcomes if o.claim is not None])
    results = [_decide(connection, outcome, held, now) for outcome in outcomes]
    kept = [result for result in results if isinstance(result, Article)]
    if kept:
        writer.write(connection, kept)
    return results


def _decide(connection: Connection, outcome: Outcome, held: set[int], now: int) -> Result:
    claim = outcome.claim
    if claim is not None and claim.row not in held:
        return Lost()
    if claim is not None:
        held.discard(claim.row)  # a link has one verdict
    match outcome:
        case Postpone(claim=claim, due_at=due_at, reason=reason, detail=detail):
            frontier.postpone(connection, claim.row, due_at, reason, detail, tries=int(outcome.was_tried))
            return outcome
        case Reject(claim=claim, rejection=rejection):
            frontier.settle(connection, claim.row, REJECTED, now, reason=rejection.reason, detail=rejection.detail, article=_other(rejection))
            return rejection
        case Keep():
            return _keep(connection, outcome, now)


def _keep(connection: Connection, outcome: Keep, now: int) -> Result:
    """Settling here, before the line is written, is safe: both stand or fall with the transaction that the caller commits after the fsync."""
    article, claim = outcome.article, outcome.claim
    known = articles.known_as(connection, article, outcome.fingerprint, {article.url, article.link}, outcome.keep_params)
    if known is not None and known.reason is Reason.SEEN and claim is not None and outcome.seen_again_at is not None:
        detail = f"a temporary redirect led to {known.detail}"
        return _decide(connection, Postpone(claim=claim, due_at=outcome.seen_again_at, reason=known.reason, detail=detail), {claim.row}, now)
    if known is not None:
        if known.reason is Reason.SEEN:
            articles.add_addresses(connection, replace(article, id=known.detail), {article.link, *outcome.aliases}, outcome.keep_params)
        if claim is not None:
            frontier.settle(connection, claim.row, REJECTED, now, reason=known.reason, detail=known.detail, article=_other(known))
        return known
    article = _with_free_id(connection, article)
    articles.remember(connection, article, {article.url, article.link, *outcome.aliases}, outcome.keep_params, outcome.fingerprint, now)
    if claim is not None:
        frontier.settle(connection, claim.row, KEPT, now, article=article.id)
    return article


def _other(rejection: Rejection) -> str | None:
    """The article that a seen address or a duplicate text belongs to."""
    return rejection.detail if rejection.reason in (Reason.SEEN, Reason.DUPLICATE) else None


def _with_free_id(connection: Connection, article: Article) -> Article:
    """An id is minted from the final address; where that address changed hands (its alias moved), a counted one is free."""
    if not articles.is_known(connection, article.id):
        return article
    number = 2
    while articles.is_known(connection, f"{article.id}-{number}"):
        number += 1
    return replace(article, id=f"{article.id}-{number}")
