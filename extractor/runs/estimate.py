"""What a run would cost, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.engines.base import Usage
from extractor.loaders import Inputs, Limits, load
from extractor.runs.identity import answer_key
from extractor.runs.ledger import finished_keys
from extractor.runs.settings import RunSettings
from extractor.tasks.party_review.task import party_review

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.tasks.model import Task as ModelTask


@dataclass(frozen=True, slots=True)
class Estimate:
    """Articles that would be asked about, those answered already and those that cannot be read; tokens and cost."""

    articles: int
    answered: int
    unreadable: int
    usage: Usage


def estimate(
    llm: LlmSettings,
    settings: RunSettings,
    inputs: Inputs,
    out: Path,
    *,
    limit: int | None,
    limits: Limits,
    task: ModelTask | None = None,
) -> Estimate:
    """The estimate for a run into `out`; needs no key and no network, and changes nothing."""
    engine = (task or party_review()).engine(llm)
    finished = finished_keys(out)
    articles = answered = unreadable = 0
    usage = Usage()
    for loaded in islice(load(inputs, limits), limit):
        if loaded.article is None:
            unreadable += 1
        elif answer_key(loaded.article, settings.fingerprint, settings.engine_version) in finished:
            answered += 1
        else:
            articles += 1
            usage += engine.estimate(loaded.article)
    return Estimate(articles, answered, unreadable, usage)
