"""The settings of a run that decide its answers, and their fingerprint."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from extractor.engines.base import PromptIdentity, TaskIdentity
from extractor.runs.identity import hash_of
from extractor.schema import SCHEMA_VERSION


class RunSettings(BaseModel):
    """What a folder of results belongs to: a second run with other settings may not mix with it.

    `engine_version` is left out of the fingerprint: a changed rule only means that articles are read again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["rules", "llm"]
    engine_version: str = ""
    model: str | None = None
    base_url: str | None = None
    prompt: PromptIdentity | None = None
    params: dict[str, JsonValue] = Field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION
    task: TaskIdentity | None = None
    """The task of somebody's own; None for the default one."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that must not change between two commands on one folder."""
        return hash_of(self._deciding())[:16]

    def differences(self, other: RunSettings) -> list[str]:
        """Where two settings differ, in words: `model: a, now b`."""
        mine, theirs = self._deciding(), other._deciding()
        names = [*mine, *(name for name in theirs if name not in mine)]
        return [
            f"{name}: {mine.get(name)}, now {theirs.get(name)}" for name in names if mine.get(name) != theirs.get(name)
        ]

    def _deciding(self) -> dict[str, JsonValue]:
        # The default task leaves no trace: answers of before there were others keep their keys.
        left_out = {"engine_version"} | ({"task"} if self.task is None else set())
        return self.model_dump(mode="json", exclude=left_out)
