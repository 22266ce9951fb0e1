"""The LLM engine: prompt, ask, decode; split what is too long; look a second time at what is open."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from extractor.article import Article
from extractor.draft import Draft
from extractor.engines.base import Answer, Usage
from extractor.engines.llm.ask import Answered, Asker, Clock, Question
from extractor.engines.llm.checks import PointerChecker, check_quotes
from extractor.engines.llm.decode import decode_pointer
from extractor.engines.llm.decode_quote import decode_quote
from extractor.engines.llm.errors import BudgetReached, ContextTooLong, LlmError
from extractor.engines.llm.money import Budget, estimate_tokens, priced
from extractor.engines.llm.prompt import Message, Part, Prompt, prompt_for
from extractor.engines.llm.replies import Checker, PointerReply, QuoteReply, Reply, SecondReply
from extractor.engines.llm.routes import Call, CallMode, Received, Route, make_route
from extractor.engines.llm.rows import LETTERS
from extractor.engines.llm.second_look import SecondLook, add_quotes, apply_second, check_second, look_again
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.split import merge, split_view, view_tokens
from extractor.engines.llm.view import ArticleView
from extractor.reading.model import Reading

if TYPE_CHECKING:
    from extractor.grounding.ground import Grounded

SAFETY: Final = 1.1
"""Margin on estimated tokens against a known context."""
SMALLEST_PART: Final = 60
"""Tokens of article text under which splitting is given up."""
_REMEMBERED: Final = 4096
_FOLLOW_UP_ROOM: Final = 2048
UNBOUNDED: Final = 10**9


@dataclass(frozen=True, slots=True)
class PromptIdentity:
    """Which prompt an engine uses; `hash` is the SHA-256 of its static part."""

    name: str
    version: str
    strategy: str
    hash: str


class LlmEngine:
    """Asks a language model about articles. Thread-safe: one engine serves many articles at once."""

    name = "llm"

    def __init__(
        self,
        settings: LlmSettings,
        *,
        prompt: Prompt | None = None,
        route: Route | None = None,
        budget: Budget | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.prompt = prompt or prompt_for(settings)
        self.budget = budget or Budget.of(settings)
        self._asker = Asker(settings, route or make_route(settings), self.budget, clock)
        self._context = settings.context_window
        self._asked: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def prompt_identity(self) -> PromptIdentity:
        """The prompt's name, version, strategy and hash, for `run.json`."""
        header = self.prompt.header
        return PromptIdentity(header.name, header.version, header.strategy, self.prompt.static_hash)

    @property
    def mode(self) -> str | None:
        """How typed replies are asked for, once that is known."""
        return self._asker.mode

    def draft(self, article: Article, reading: Reading) -> Answer:
        """The model's claims about one article.

        Raises:
            LlmError: no usable answer; its `usage` says what the attempts cost.
            BudgetReached: the run's budget is used up.
        """
        with self._lock:
            self._asked.pop(article.doc_id, None)
        drafts: list[Draft] = []
        usage = Usage()
        waiting = self._parts(ArticleView.whole(article, reading))
        while waiting:
            view = waiting.pop(0)
            part = self._part(drafts, len(waiting))
            try:
                answer = self._ask(self._question(view, part))
            except ContextTooLong as error:
                usage = usage + error.usage
                waiting = [*self._smaller(view, error, usage), *waiting]
                continue
            except (LlmError, BudgetReached) as error:
                error.usage = usage + error.usage
                raise
            usage = usage + answer.usage
            drafts.append(self._decoded(answer.reply, view, part))
        return Answer(merge(drafts), usage)

    def revise(self, article: Article, reading: Reading, draft: Draft, grounded: Grounded) -> Answer | None:
        """A draft after a second look at what the gate refused and what is unexplained; None where nothing is open.

        Raises:
            LlmError, BudgetReached: as `draft`; the draft before stands then.
        """
        view = ArticleView.whole(article, reading)
        look = look_again(view, draft, grounded.rejections, grounded.coverage.unexplained)
        if not look:
            return None
        messages = self.prompt.second_look(
            view.excerpt(look.clauses),
            organizations=[one.name for one in draft.organizations][:LETTERS],
            event=draft.event,
            open_ids=look.ids,
            refused=look.refused,
        )
        if not self._is_new(article.doc_id, messages):
            return None
        answer = self._ask(self._follow_up(article, view, look, draft, messages))
        if isinstance(answer.reply, SecondReply):
            return Answer(apply_second(answer.reply, look, view, draft), answer.usage)
        assert isinstance(answer.reply, QuoteReply)
        return Answer(add_quotes(answer.reply, draft), answer.usage)

    def estimate(self, article: Article, reading: Reading) -> Usage:
        """What a draft of this article should take, second look included, without asking anything."""
        views = self._parts(ArticleView.whole(article, reading))
        total = Usage()
        for number, view in enumerate(views, 1):
            messages = self.prompt.messages(view, Part(number, len(views)))
            total = total + Usage(1, tokens_of(messages), 0, self._expected_output(view))
        look = estimate_tokens(self.prompt.system) + 250
        return priced(self.settings, total + Usage(1, look, 0, 80))

    def messages(self, article: Article, reading: Reading) -> list[list[Message]]:
        """The exact messages of the first request, or of the first request for each part of a long article."""
        views = self._parts(ArticleView.whole(article, reading))
        return [self.prompt.messages(view, Part(at, len(views))) for at, view in enumerate(views, 1)]

    def _part(self, drafts: Sequence[Draft], waiting: int) -> Part:
        """What the next message says of the parts before: their organisations, as far as letters go, and periods."""
        number, total = len(drafts) + 1, len(drafts) + 1 + waiting
        if not drafts:
            return Part(number, total)
        before = merge(drafts)
        names = tuple(one.name for one in before.organizations)[:LETTERS] if self._pointing else ()
        return Part(number, total, names, before.event)

    @property
    def _pointing(self) -> bool:
        return self.prompt.header.strategy == "pointer"

    def _ask(self, question: Question) -> Answered:
        return self._asker.ask(question)

    def _expected_output(self, view: ArticleView) -> int:
        return 250 + len(view.quantities) * (14 if self._pointing else 110)

    def _question(self, view: ArticleView, part: Part) -> Question:
        checker: Checker = PointerChecker(view, known=len(part.organizations)) if self._pointing else check_quotes
        return Question(
            view.article.doc_id,
            self.prompt.messages(view, part),
            self.prompt.reply_model,
            checker,
            self.prompt.repair,
        )

    def _follow_up(
        self, article: Article, view: ArticleView, look: SecondLook, draft: Draft, messages: Sequence[Message]
    ) -> Question:
        room = min(self.settings.max_output_tokens, _FOLLOW_UP_ROOM)
        if not self._pointing:
            return Question(article.doc_id, messages, QuoteReply, check_quotes, self.prompt.repair, room)
        rows = PointerChecker(view, known=min(len(draft.organizations), LETTERS), ids=look.answerable)

        def check(reply: SecondReply) -> list[str]:
            return [*rows(reply), *check_second(look, reply)]

        return Question(article.doc_id, messages, SecondReply, check, self.prompt.repair, room)

    def _decoded(self, reply: Reply, view: ArticleView, part: Part) -> Draft:
        if isinstance(reply, PointerReply):
            return decode_pointer(reply, view, part.organizations, part.event)
        assert isinstance(reply, QuoteReply)
        return decode_quote(reply, view.asked[0].extent.start if part.number > 1 and view.asked else None)

    def _parts(self, view: ArticleView) -> list[ArticleView]:
        """The article in parts that fit the known context and the limit on quantities."""
        return split_view(view, max(self._article_room(), SMALLEST_PART), self.settings.max_quantities)

    def _article_room(self) -> int:
        """Estimated tokens that are left for the article's text in one request."""
        if self._context is None:
            return UNBOUNDED
        scale = self._asker.tokens_per_estimate * SAFETY
        total = (self._context - min(self.settings.max_output_tokens, self._context // 3)) / scale
        return int(total - estimate_tokens(self.prompt.system) - 60)

    def _smaller(self, view: ArticleView, error: ContextTooLong, spent: Usage) -> list[ArticleView]:
        """Smaller parts of what did not fit; the error itself where it cannot be made smaller."""
        if error.limit is not None:
            self._context = min(error.limit, self._context or error.limit)
        tokens = view_tokens(view)
        room = min(tokens // 2, self._article_room())
        parts = split_view(view, max(room, SMALLEST_PART), self.settings.max_quantities)
        if len(parts) < 2 or (error.limit is not None and room < SMALLEST_PART):
            error.usage = spent
            raise error
        return parts

    def _is_new(self, doc_id: str, messages: Sequence[Message]) -> bool:
        """Whether this follow-up was not asked before about this draft."""
        digest = hashlib.sha256(messages[-1]["content"].encode("utf-8")).hexdigest()
        with self._lock:
            asked = self._asked.setdefault(doc_id, set())
            self._asked.move_to_end(doc_id)
            while len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
            if digest in asked:
                return False
            asked.add(digest)
            return True


def tokens_of(messages: Sequence[Message]) -> int:
    """Estimated tokens of some messages."""
    return sum(estimate_tokens(message["content"]) + 4 for message in messages)


def make_llm_engine(settings: LlmSettings, *, budget: Budget | None = None, clock: Clock | None = None) -> LlmEngine:
    """The engine for these settings.

    Raises:
        UsageError: no key, no such prompt, an unknown price under a cost limit, or a missing provider package.
    """
    return LlmEngine(settings, budget=budget, clock=clock)


class _Silent:
    """A route to nowhere."""

    modes: tuple[CallMode, ...] = ("schema",)
    key = ""

    def send(self, call: Call, received: Received) -> NoReturn:
        raise AssertionError(f"this engine asks nothing, but {call} was asked after {received}")


def silent_engine(settings: LlmSettings) -> LlmEngine:
    """An engine that shows messages and estimates, and asks nothing: it needs no key and no network."""
    return LlmEngine(settings, route=_Silent())


def prompt_identity(settings: LlmSettings) -> PromptIdentity:
    """The identity of the prompt that these settings use, without a client or a key."""
    prompt = prompt_for(settings)
    header = prompt.header
    return PromptIdentity(header.name, header.version, header.strategy, prompt.static_hash)


__all__ = ["LlmEngine", "PromptIdentity", "make_llm_engine", "prompt_identity", "silent_engine", "tokens_of"]
