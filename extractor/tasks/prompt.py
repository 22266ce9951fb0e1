"""The messages of a task: a static part made of its model, guide and examples, and the article.

A task's folder may have its own `system.jinja`, `user.jinja`, `follow_up.jinja` or `repair.jinja`; the rest is made
from those in `prompts/task`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.prompt import FENCE, Message, asked, with_note
from extractor.engines.llm.tagged_text import SEAM, neutralise
from extractor.errors import UsageError
from extractor.resources import prompts_dir
from extractor.tasks.cells import Form
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.outline import GroupNode
from extractor.tasks.replies import described

if TYPE_CHECKING:
    from jinja2 import Environment

DEFAULTS: Final = "task"
"""The folder of the default templates, under `prompts/`."""
TEMPLATES: Final = ("system", "user", "follow_up", "repair")


@dataclass(frozen=True, slots=True)
class RefusedLeaf:
    """A claim the gate refused, as the follow-up shows it."""

    ref: str
    path: str
    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A worked example as the prompt shows it."""

    article: str
    reply: str


@dataclass(frozen=True)
class TaskPrompt:
    """A task's prompt, ready to be rendered."""

    node: GroupNode
    form: Form
    guide: str = ""
    examples: tuple[Shown, ...] = ()
    folder: Path | None = None
    """Where the task's own templates are."""

    @cached_property
    def system(self) -> str:
        """The static part. Raises `UsageError` where a template is wrong."""
        return self._render(
            "system",
            form=self.form,
            about=" ".join(self.node.about.split()),
            guide=self.guide.strip(),
            fields="\n".join(described(self.node, self.form)),
            examples=self.examples,
        )

    @cached_property
    def system_tokens(self) -> int:
        """Estimated tokens of the static part."""
        return estimate_tokens(self.system) + 8

    @cached_property
    def static_hash(self) -> str:
        """SHA-256 of the static part, in hexadecimal."""
        return hashlib.sha256(self.system.encode("utf-8")).hexdigest()

    @cached_property
    def templates_hash(self) -> str:
        """SHA-256 over the templates in use."""
        digest = hashlib.sha256()
        for name in TEMPLATES:
            digest.update(self._path(name).read_bytes())
        return digest.hexdigest()

    def messages(self, tagged: MarkedText, number: int = 1, of: int = 1) -> list[Message]:
        """The messages that ask about an article, or about a part of a long one."""
        article = tagged.article
        known = {
            "title": " ".join(neutralise(article.title).split()) if article.title else "",
            "published_on": article.published_on.isoformat() if article.published_on else "",
        }
        text = tagged.text if self.form == "pointer" else tagged.plain_text
        part = {"number": number, "of": of}
        user = self._render("user", article=text, known=known, part=part, repeated=SEAM in text.split("\n"))
        return asked(self.system, user)

    def follow_up(self, sentences: str, refused: Sequence[RefusedLeaf]) -> list[Message]:
        """The short question about what was refused, on the same static part."""
        shown = [RefusedLeaf(one.ref, one.path, neutralise(one.claim), neutralise(one.reason)) for one in refused]
        return asked(self.system, self._render("follow_up", sentences=sentences, refused=shown))

    def repair(self, messages: Sequence[Message], complaints: Sequence[str]) -> list[Message]:
        """The same question with what was wrong with the last answer."""
        note = self._render("repair", complaints=[neutralise(complaint) for complaint in complaints])
        return with_note(messages, note)

    def _path(self, name: str) -> Path:
        own = self.folder / f"{name}.jinja" if self.folder is not None else None
        return own if own is not None and own.is_file() else prompts_dir() / DEFAULTS / f"{name}.jinja"

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folders = [*([self.folder] if self.folder is not None else []), prompts_dir() / DEFAULTS]
        return Environment(
            loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
        )

    def _render(self, name: str, **values: Any) -> str:
        from jinja2 import TemplateError, TemplateSyntaxError

        try:
            return self._environment.get_template(f"{name}.jinja").render(fence=FENCE, seam=SEAM, **values).strip()
        except TemplateSyntaxError as error:
            raise UsageError(
                f"{error.filename or self._path(name)}:{error.lineno}: {(error.message or '').rstrip('.')}."
            ) from None
        except TemplateError as error:
            raise UsageError(f"{self._path(name)}: {error.message or type(error).__name__}.") from None
