"""One attempt at one article: whatever happens, it ends as an entry of the ledger."""

from __future__ import annotations

import time
from dataclasses import dataclass

from extractor.article import Article
from extractor.engines.base import Engine, Usage
from extractor.engines.llm.errors import BudgetReached
from extractor.errors import ExtractorError
from extractor.pipeline import Extraction, extract_article, usage_of_error
from extractor.review import cross_check
from extractor.runs.ledger import CoverageRecord, Entry, RejectionRecord, spending_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """The entry for the ledger; `budget` says that the run's money ran out here, so that it is no failure."""

    entry: Entry
    budget: str | None = None


def attempt(article: Article, key: str, engine: Engine, rules: Engine | None) -> Attempt:
    """Try one article; never raises (but for the interpreter's own exits).

    An exception that is none of ours is a defect here or in a library: it fails this article under its own class.
    """
    begun = time.monotonic()
    try:
        extraction = extract_article(article, engine, rules=rules)
    except BudgetReached as error:
        return Attempt(_failed(article, key, error, str(error), begun), budget=str(error))
    except ExtractorError as error:
        return Attempt(_failed(article, key, error, str(error), begun))
    except Exception as error:
        message = f"unexpected {type(error).__name__}: {str(error)[:300]}"
        return Attempt(_failed(article, key, error, message, begun))
    return Attempt(_done(extraction, key, time.monotonic() - begun))


def _done(extraction: Extraction, key: str, seconds: float) -> Entry:
    grounded = extraction.grounded
    coverage = grounded.coverage
    checked = cross_check(extraction)
    return Entry(
        key=key,
        doc_id=extraction.article.doc_id,
        status="done",
        summary=grounded.summary,
        coverage=CoverageRecord(
            quantities=coverage.quantities, explained=coverage.explained, unexplained=list(coverage.unexplained)
        ),
        rejections=[
            RejectionRecord(item=refused.item, claim=refused.claim, reason=refused.reason, quantity=refused.quantity)
            for refused in grounded.rejections
        ],
        review=[one.record(extraction.article.doc_id) for one in checked.doubtful],
        marks=checked.marks if extraction.second is not None else {},
        usage=spending_of(extraction.usage),
        seconds=round(seconds, 4),
    )


def _failed(article: Article, key: str, error: Exception, message: str, begun: float) -> Entry:
    usage: Usage = usage_of_error(error)
    return Entry(
        key=key,
        doc_id=article.doc_id,
        status="failed",
        usage=spending_of(usage),
        seconds=round(time.monotonic() - begun, 4),
        error=type(error).__name__,
        message=" ".join(message.split()),
    )
