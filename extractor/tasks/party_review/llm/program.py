"""The way of one article through a model: read, ask, split what is too long, prove, ask again about what is open.

Written as a generator: it yields questions and is sent their answers. It holds no clock, no random number and no
memory of other articles, so that the same answers always lead to the same outcome.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from extractor.engines.base import Answer, Facts, Outcome, Question
from extractor.engines.llm.errors import ContextTooLong, LlmError
from extractor.engines.llm.exchange import Learning, Query, ask
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Checker, Reply
from extractor.engines.llm.room import ROUNDS, AskedOnce, Room
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.tagged_text import TaggedText
from extractor.engines.readings import keep_reading, reading_of
from extractor.engines.rules.draft import Draft
from extractor.tasks.party_review.codec.checks import PointerChecker, check_quotes
from extractor.tasks.party_review.codec.decode_pointer import decode_pointer
from extractor.tasks.party_review.codec.decode_quote import decode_quote
from extractor.tasks.party_review.codec.pointer import LETTERS
from extractor.tasks.party_review.codec.replies import FollowUpReply, PointerReply, QuoteReply
from extractor.tasks.party_review.llm.follow_up import (
    FollowUp,
    add_quotes,
    apply_follow_up,
    check_follow_up,
    look_again,
)
from extractor.tasks.party_review.llm.merge import merge
from extractor.tasks.party_review.llm.prompt import Part, Prompt
from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.grounding.grounded import Grounded

Program = Generator[Question, Answer, Outcome]
"""One article's questions; its value is the outcome."""

_FOLLOW_UP_ROOM: Final = 2048


@dataclass(frozen=True)
class Plan:
    """How articles are asked about under some settings: pure, and the same for all articles."""

    settings: LlmSettings
    prompt: Prompt

    @property
    def pointing(self) -> bool:
        """Whether replies point at quantities by id."""
        return self.prompt.header.strategy == "pointer"

    @cached_property
    def room(self) -> Room:
        """What fits into one request."""
        return Room(self.settings, self.prompt.system_tokens)


def program(plan: Plan, article: Article, facts: Facts) -> Program:
    """The questions about one article, and the outcome.

    Raises:
        LlmError: the answers hold no usable reply.
    """
    return _Article(plan, article, Learning(facts)).run()


class _Article:
    """One article on its way."""

    def __init__(self, plan: Plan, article: Article, learning: Learning) -> None:
        self._plan = plan
        self._learning = learning
        self._article = article
        self._asked = AskedOnce()

    def run(self) -> Program:
        from extractor.tasks.party_review.grounding.ground import ground

        article = self._article
        reading = reading_of(article)
        whole = TaggedText.whole(article, reading)
        draft = yield from self._draft(whole)
        grounded = ground(article, reading, draft)
        for _ in range(ROUNDS):
            try:
                revised = yield from self._revised(whole, draft, grounded)
            except LlmError:
                # The answer before it stands; what the follow-up cost is counted by the driver.
                break
            if revised is None:
                break
            draft = revised
            grounded = ground(article, reading, draft)
        keep_reading(article, reading)
        return Outcome(reading, draft, grounded, self._learning.facts)

    def _draft(self, whole: TaggedText) -> Generator[Question, Answer, Draft]:
        """The model's claims, part by part where the article is too long for one question."""
        drafts: list[Draft] = []
        waiting = self._plan.room.parts(whole, self._learning.facts)
        while waiting:
            tagged = waiting.pop(0)
            part = self._part(drafts, len(waiting))
            try:
                reply = yield from ask(self._query(tagged, part), self._plan.settings, self._learning)
            except ContextTooLong as error:
                waiting = [*self._plan.room.smaller(tagged, error, self._learning), *waiting]
                continue
            drafts.append(self._decoded(reply, tagged, part))
        return merge(drafts)

    def _revised(
        self, tagged: TaggedText, draft: Draft, grounded: Grounded
    ) -> Generator[Question, Answer, Draft | None]:
        """The draft after a follow-up on what was refused or is unexplained; None where nothing new is to be asked."""
        look = look_again(tagged, draft, grounded.rejections, grounded.coverage.unexplained)
        if not look:
            return None
        messages = self._plan.prompt.follow_up(
            tagged.excerpt(look.clauses),
            organizations=[one.name for one in draft.organizations][:LETTERS],
            event=draft.event,
            open_ids=look.ids,
            refused=look.refused,
        )
        if not self._asked.is_new(messages):
            return None
        query = self._follow_up(tagged, look, draft, messages)
        reply = yield from ask(query, self._plan.settings, self._learning)
        if isinstance(reply, FollowUpReply):
            return apply_follow_up(reply, look, tagged, draft)
        assert isinstance(reply, QuoteReply)
        return add_quotes(reply, draft)

    def _part(self, drafts: Sequence[Draft], waiting: int) -> Part:
        """What the next message says of the parts before: their organisations, as far as letters go, and periods."""
        number, total = len(drafts) + 1, len(drafts) + 1 + waiting
        if not drafts:
            return Part(number, total)
        before = merge(drafts)
        names = tuple(one.name for one in before.organizations)[:LETTERS] if self._plan.pointing else ()
        return Part(number, total, names, before.event)

    def _query(self, tagged: TaggedText, part: Part) -> Query:
        prompt = self._plan.prompt
        checker: Checker = (
            PointerChecker(tagged, known=len(part.organizations)) if self._plan.pointing else check_quotes
        )
        messages = prompt.messages(tagged, part)
        return Query(messages, prompt.reply_model, self._plan.room.tokens(messages), checker, prompt.repair)

    def _follow_up(self, tagged: TaggedText, look: FollowUp, draft: Draft, messages: Sequence[Message]) -> Query:
        room = min(self._plan.settings.max_output_tokens, _FOLLOW_UP_ROOM)
        repair = self._plan.prompt.repair
        tokens = self._plan.room.tokens(messages)
        if not self._plan.pointing:
            return Query(messages, QuoteReply, tokens, check_quotes, repair, room, optional=True)
        rows = PointerChecker(tagged, known=min(len(draft.organizations), LETTERS), ids=look.answerable)

        def check(reply: FollowUpReply) -> list[str]:
            return [*rows(reply), *check_follow_up(look, reply)]

        return Query(messages, FollowUpReply, tokens, check, repair, room, optional=True)

    def _decoded(self, reply: Reply, tagged: TaggedText, part: Part) -> Draft:
        if isinstance(reply, PointerReply):
            return decode_pointer(reply, tagged, part.organizations, part.event)
        assert isinstance(reply, QuoteReply)
        return decode_quote(reply, tagged.asked[0].extent.start if part.number > 1 and tagged.asked else None)
