"""`run.json`: what was run, on what, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from extractor.engines.base import PromptIdentity, TaskIdentity, Usage


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counts(_Model):
    """What the folder holds of all its runs, and how far the last one came; the items of all summaries by kind."""

    inputs: int = Field(default=0, description="inputs that the last run was given")
    done: int = Field(default=0, description="summaries in the folder")
    reused: int = Field(default=0, description="of those done, how many an earlier run of this folder had finished")
    failed: int = Field(default=0, description="lines of failures.jsonl")
    not_taken: int = Field(default=0, description="inputs a stopped run did not come to")
    earlier: int = Field(
        default=0, description="done or failed inputs of earlier runs that the last one was not given or did not reach"
    )
    items: dict[str, int] = Field(default_factory=dict)
    failures: dict[str, int] = Field(default_factory=dict, description="error class -> how many")


class CoverageTotal(_Model):
    """What became of the numbers of all articles: quantities explained, and numbers that nobody recognised."""

    quantities: int = Field(default=0, description="numbers that the reader took for amounts, shares or counts")
    explained: int = Field(
        default=0, description="of the quantities, those that are in an item or set aside for a reason"
    )
    unread: int = Field(
        default=0, description="numbers beside the quantities that are no date, id, furniture or idiom either"
    )
    share: float | None = Field(
        default=None, description="explained of all numbers (quantities and unread); null where there were none"
    )


class RejectionTotal(_Model):
    """What the gate refused, in all articles; each one is in `rejections.jsonl`."""

    total: int = 0
    by_reason: dict[str, int] = Field(default_factory=dict)
    by_item: dict[str, int] = Field(default_factory=dict)


class RunManifest(_Model):
    """The account of one run."""

    extractor_version: str
    schema_version: int
    engine: str
    engine_version: str
    model: str | None
    base_url: str | None
    task: TaskIdentity | None = Field(
        default=None, description="the task of somebody's own, whose folder --task names; null for the default one"
    )
    prompt: PromptIdentity | None
    params: dict[str, JsonValue]
    fingerprint: str
    state: Literal["complete", "interrupted", "budget_reached", "broken_off", "waiting"]
    started_at: datetime
    finished_at: datetime
    seconds: float
    counts: Counts
    coverage: CoverageTotal
    rejections: RejectionTotal
    review: dict[str, int] = Field(
        default_factory=dict,
        description="where two engines read: how many items have each mark; those not agreed are in review.jsonl",
    )
    usage: Usage = Field(description="what the answers in summaries.jsonl took, whenever it was paid")
    spent: Usage = Field(description="all this folder ever cost, failed attempts included")
    saved: Usage = Field(default=Usage(), description="what this run took from the store of calls instead of paying")
