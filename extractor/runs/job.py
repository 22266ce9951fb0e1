"""What one command asks for, made of an engine choice and inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pydantic import JsonValue

from extractor.config import EngineChoice
from extractor.engines.base import Engine
from extractor.loaders import Inputs, Limits
from extractor.outputs.manifest import PromptIdentity
from extractor.runs.identity import code_hash
from extractor.runs.settings import RunSettings


@dataclass(frozen=True, slots=True)
class Job:
    """These inputs, with this engine, into that folder."""

    inputs: Inputs
    out: Path
    settings: RunSettings
    engine: Engine
    rules: Engine | None = None
    """The rules engine, where it reads beside another engine."""
    limit: int | None = None
    workers: int = 1
    fresh: bool = False
    limits: Limits = field(default_factory=Limits)


def make_job(
    choice: EngineChoice, inputs: Inputs, out: Path, *, limit: int | None, workers: int, fresh: bool, limits: Limits
) -> Job:
    """The job of one command. Raises `UsageError` where the engine cannot be made (a missing key)."""
    from extractor.pipeline import rules_engine

    engine = choice.make()
    second = rules_engine() if choice.engine != "rules" else None
    settings = settings_of(choice)
    return Job(inputs, out, settings, engine, second, limit=limit, workers=workers, fresh=fresh, limits=limits)


def settings_of(choice: EngineChoice) -> RunSettings:
    """What of a choice decides the answers. Raises `UsageError` where its prompt is missing or wrong."""
    if choice.llm is None:
        return RunSettings(engine="rules", engine_version=code_hash())
    from extractor.engines.llm.engine import prompt_identity

    prompt = prompt_identity(choice.llm)
    params = choice.llm.answer_deciding()
    own = ("model", "base_url", "strategy")
    return RunSettings(
        engine="llm",
        model=choice.llm.model,
        base_url=choice.llm.base_url,
        prompt=PromptIdentity(name=prompt.name, version=prompt.version, strategy=prompt.strategy, hash=prompt.hash),
        params={name: cast("JsonValue", value) for name, value in params.items() if name not in own},
    )
