"""The settings of a run that decide its answers, and their fingerprint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from extractor.engines.base import PromptIdentity, TaskIdentity
from extractor.runs.identity import hash_of
from extractor.schema import SCHEMA_VERSION

_LONGEST: Final = 40
"""Characters of a setting that a message repeats: a hash is told from another by fewer."""


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
        """Where two settings differ, in words: `model: a, now b`; of different engines no more than that."""
        if self.engine != other.engine:
            return [f"engine: {self.engine}, now {other.engine}"]
        mine, theirs = self._deciding(), other._deciding()
        names = [*mine, *(name for name in theirs if name not in mine)]
        return [difference for name in names for difference in _differences(name, mine.get(name), theirs.get(name))]

    def refusal(self, place: object, other: RunSettings) -> str | None:
        """Why a run with `other` settings cannot write to the folder that these made; None where it can."""
        if self.fingerprint == other.fingerprint:
            return None
        changes = "; ".join(self.differences(other))
        return (
            f"{place} holds a run with other settings ({changes}); "
            "choose another --out, or --fresh to begin anew (completions that were paid for are kept)."
        )

    def _deciding(self) -> dict[str, JsonValue]:
        # The default task leaves no trace: answers of before there were others keep their keys.
        left_out = {"engine_version"} | ({"task"} if self.task is None else set())
        return self.model_dump(mode="json", exclude=left_out)


def _differences(name: str, mine: JsonValue, theirs: JsonValue) -> Iterator[str]:
    """`name: mine, now theirs`; of what has parts, those in which the two differ."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for part in dict.fromkeys([*mine, *theirs]):
            yield from _differences(f"{name}.{part}", mine.get(part), theirs.get(part))
    elif mine != theirs:
        yield f"{name}: {_short(mine)}, now {_short(theirs)}"


def _short(value: JsonValue) -> str:
    told = str(value)
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
