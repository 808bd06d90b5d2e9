"""`NEWSCRAWL_OPT_OUT`: its values, and what each does with an article."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from newscrawl.core.article import Article, Rights
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import UsageProblem
from newscrawl.opt_out import OptOut, as_chosen, opt_out_from
from newscrawl.tasks import Extracted


def extracted(reserved: bool | None) -> Extracted:
    rights = Rights(tdm_reservation={True: "1", False: "0", None: None}[reserved], reserved=reserved, paywall=True)
    article = Article(id="a-0000000000000000", outlet="a", url="http://a.example/1", link="http://a.example/1", rights=rights, fetched_at="2026-11-22", first_seen="2026-11-22")
    return Extracted(article=article, fingerprint=b"f")


@pytest.mark.parametrize(("value", "choice"), [("keep", OptOut.KEEP), ("mark", OptOut.MARK), ("skip", OptOut.SKIP), ("", OptOut.MARK), (None, OptOut.MARK)])
def test_values(value: str | None, choice: OptOut) -> None:
    assert opt_out_from(Settings({"NEWSCRAWL_OPT_OUT": value})) is choice


@pytest.mark.parametrize("value", ["Skip", "drop", "1", "mark "])
def test_another_value_names_those_that_are_allowed(value: str) -> None:
    with pytest.raises(UsageProblem, match=r"NEWSCRAWL_OPT_OUT: .* is none of keep, mark, skip"):
        opt_out_from(Settings({"NEWSCRAWL_OPT_OUT": value}))


@pytest.mark.parametrize("reserved", [True, False, None])
def test_marked_articles_stay_as_they_are(reserved: bool | None) -> None:
    assert as_chosen(extracted(reserved), OptOut.MARK) == extracted(reserved)


@pytest.mark.parametrize("reserved", [True, False, None])
def test_kept_articles_are_not_judged(reserved: bool | None) -> None:
    found = as_chosen(extracted(reserved), OptOut.KEEP)
    assert isinstance(found, Extracted)
    assert (found.article.rights.reserved, found.article.rights.paywall) == (None, True)
    assert found.article.rights.tdm_reservation == extracted(reserved).article.rights.tdm_reservation


def test_only_what_is_reserved_is_skipped() -> None:
    found = as_chosen(extracted(True), OptOut.SKIP)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.OPTED_OUT
    for reserved in (False, None):
        assert as_chosen(extracted(reserved), OptOut.SKIP) == extracted(reserved)
