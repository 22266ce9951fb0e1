"""The prompt of Party reviews as data: a folder with a header and templates, rendered into messages.

The system message holds rules, label tables and worked examples. It is the same for every article, byte for byte, so
that providers cache it; only the user message changes, and the article stands at its end.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor import labels, schema
from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.prompt import FENCE, Message, asked, with_note
from extractor.engines.llm.replies import Reply, compact
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.tagged_text import SEAM, TaggedText, neutralise
from extractor.engines.rules.draft import EventDraft
from extractor.errors import UsageError
from extractor.resources import prompts_dir
from extractor.tasks.party_review.codec import pointer
from extractor.tasks.party_review.codec.encode import encode_pointer, encode_quote
from extractor.tasks.party_review.codec.replies import REPLY_MODELS
from extractor.tasks.party_review.llm.hints import reader_hint
from extractor.text.article import Article

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = "party_review"
"""The folder of these prompts, under `prompts/`."""
_STATIC_SHARE: Final = 0.4
"""Share of a known context that the static part may take before worked examples are left out."""


_SHOT: Final = (".txt", ".json")


class FewShot(BaseModel):
    """A worked example: its files' name under `few_shots/`, and why numbers are dismissed, by their words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    reasons: dict[str, str] = Field(default_factory=dict)


class PromptHeader(BaseModel):
    """The header of a prompt folder, `prompt.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    strategy: Literal["pointer", "quote"]
    reply_model: Literal["PointerReply", "QuoteReply"]
    few_shots: list[FewShot] = Field(default_factory=list)


_NO_EVENT: Final = EventDraft()


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long article a message shows; organisations and event are what the parts before said."""

    number: int = 1
    of: int = 1
    organizations: tuple[str, ...] = ()
    event: EventDraft = _NO_EVENT


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim the gate refused, as the follow-up shows it."""

    ref: str
    item: str
    claim: str
    reason: str


@dataclass(frozen=True)
class Prompt:
    """A prompt ready to be rendered. `few_shots` is how many worked examples are shown."""

    header: PromptHeader
    root: Path
    few_shots: int
    _environment: Environment = field(repr=False)

    @property
    def reply_model(self) -> type[Reply]:
        """The shape of the answer."""
        return REPLY_MODELS[self.header.reply_model]

    @cached_property
    def system(self) -> str:
        """The static part: the system message."""
        return self._render(
            "system",
            tables=_tables(),
            examples=[self._example(shot) for shot in self.header.few_shots[: self.few_shots]],
        )

    @cached_property
    def system_tokens(self) -> int:
        """Estimated tokens of the static part, counted once."""
        return estimate_tokens(self.system) + 8

    def count(self, messages: Sequence[Message]) -> int:
        """Estimated tokens of some messages that begin with the static part."""
        return self.system_tokens + sum(estimate_tokens(one["content"]) + 4 for one in messages[1:])

    @cached_property
    def templates_hash(self) -> str:
        """SHA-256 over the header, every template and every worked example: any edit changes it."""
        digest = hashlib.sha256()
        folders = [self.root / self.header.name, self.root / "shared"]
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        files += [self.root / "few_shots" / f"{one.article}{end}" for one in self.header.few_shots for end in _SHOT]
        for path in sorted(files):
            digest.update(path.relative_to(self.root).as_posix().encode("utf-8"))
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def static_hash(self) -> str:
        """SHA-256 of the static part, in hexadecimal."""
        return hashlib.sha256(self.system.encode("utf-8")).hexdigest()

    def messages(self, tagged: TaggedText, part: Part = Part()) -> list[Message]:
        """The messages that ask about an article, or about a part of a long one."""
        article = tagged.article
        known = {
            "title": " ".join(neutralise(article.title).split()) if article.title else "",
            "published_on": article.published_on.isoformat() if article.published_on else "",
        }
        text = tagged.text if self.header.strategy == "pointer" else tagged.plain_text
        names = [neutralise(name) for name in part.organizations]
        repeated = SEAM in text.split("\n")
        hint = reader_hint(tagged.reading)
        hint = replace(hint, outlet=neutralise(hint.outlet))
        user = self._render("user", article=text, known=known, hint=hint, part=part, names=names, repeated=repeated)
        return asked(self.system, user)

    def follow_up(
        self,
        sentences: str,
        *,
        organizations: Sequence[str],
        event: EventDraft,
        open_ids: Sequence[str],
        refused: Sequence[Refused],
    ) -> list[Message]:
        """The short follow-up about what is still open, on the same static part."""
        text = self._render(
            "follow_up",
            sentences=sentences,
            organizations=[neutralise(name) for name in organizations],
            event=event,
            open_ids=open_ids,
            refused=[Refused(one.ref, one.item, neutralise(one.claim), neutralise(one.reason)) for one in refused],
        )
        return asked(self.system, text)

    def repair(self, messages: Sequence[Message], complaints: Sequence[str]) -> list[Message]:
        """The same question with what was wrong with the last answer; the answer itself is not repeated."""
        note = self._render("repair", complaints=[neutralise(complaint) for complaint in complaints])
        return with_note(messages, note)

    def _render(self, template: str, **values: Any) -> str:
        path = f"{self.header.name}/{template}.jinja"
        return self._environment.get_template(path).render(fence=FENCE, seam=SEAM, **values).strip()

    def _example(self, shot: FewShot) -> dict[str, str]:
        tagged, summary = load_few_shot(self.root, shot)
        if self.header.strategy == "quote":
            return {"article": tagged.plain_text, "reply": compact(encode_quote(summary))}
        return {"article": tagged.text, "reply": compact(encode_pointer(summary, tagged, shot.reasons))}


def load_few_shot(root: Path, shot: FewShot) -> tuple[TaggedText, schema.ArticleSummary]:
    """A worked example's article, read, and its labels."""
    from extractor.reading.reader import read

    folder = root / "few_shots"
    article = Article.from_text(shot.article, (folder / f"{shot.article}.txt").read_text(encoding="utf-8"))
    labelled = (folder / f"{shot.article}.json").read_text(encoding="utf-8")
    return TaggedText.whole(article, read(article)), schema.ArticleSummary.model_validate_json(labelled)


@lru_cache(maxsize=16)
def load_prompt(name: str, few_shots: int | None = None, root: Path | None = None) -> Prompt:
    """The prompt of that name.

    Args:
        name: the folder's name under `prompts/party_review/`.
        few_shots: how many worked examples to show; None: all of them.
        root: another folder of prompts.

    Raises:
        UsageError: there is no such prompt, or its header is wrong.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = root or prompts_dir() / FOLDER
    path = folder / name / "prompt.toml"
    try:
        header = PromptHeader.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        known = sorted(one.parent.name for one in folder.glob("*/prompt.toml"))
        raise UsageError(f"There is no prompt {name!r}; there are: {', '.join(known)}.") from None
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"The header {path} is wrong: {' '.join(str(error).split())}") from None
    environment = Environment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
    )
    shown = len(header.few_shots) if few_shots is None else min(few_shots, len(header.few_shots))
    return Prompt(header, folder, shown, environment)


def prompt_for(settings: LlmSettings) -> Prompt:
    """The prompt that these settings use: with as many worked examples as they ask for, or as leave room to answer.

    Raises:
        UsageError: there is no such prompt, or its header is wrong.
    """
    prompt = load_prompt(settings.strategy, settings.few_shots)
    if settings.few_shots is None and settings.context_window is not None:
        while prompt.few_shots and estimate_tokens(prompt.system) > settings.context_window * _STATIC_SHARE:
            prompt = load_prompt(settings.strategy, prompt.few_shots - 1)
    return prompt


def _tables() -> dict[str, object]:
    """The closed labels with their glosses, from the schema."""
    return {
        "phases": labels.PHASES,
        "bases": labels.BASES,
        "subjects": labels.SUBJECTS,
        "measures": labels.MEASURES,
        "comparators": labels.COMPARATORS,
        "organization_kinds": labels.ORGANIZATION_KINDS,
        "event_kinds": labels.EVENT_KINDS,
        "document_kinds": labels.DOCUMENT_KINDS,
        "dismissals": pointer.DISMISSALS,
    }
