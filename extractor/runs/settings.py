"""The settings of a run that decide its answers, and their fingerprint."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from extractor.engines.base import PromptIdentity
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

    @property
    def fingerprint(self) -> str:
        """Hash of everything that must not change between two commands on one folder."""
        return hash_of(self._deciding())[:16]

    def differences(self, other: RunSettings) -> list[str]:
        """Where two settings differ, in words: `model: a, now b`."""
        mine, theirs = self._deciding(), other._deciding()
        return [f"{name}: {mine[name]}, now {theirs[name]}" for name in mine if mine[name] != theirs[name]]

    def _deciding(self) -> dict[str, JsonValue]:
        return self.model_dump(mode="json", exclude={"engine_version"})
