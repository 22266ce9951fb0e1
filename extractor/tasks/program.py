"""The way of one article through a model for any task: read, ask, split what is too long, prove, ask about refusals.

Like `engines.llm.program` a generator of questions without clock, chance or memory of other articles; the exchange of
one question, its repairs and its faults are the same.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel

from extractor.draft import Rejection
from extractor.engines.base import Answer, Facts, Question, TaskOutcome
from extractor.engines.llm.errors import ContextTooLong, LlmError
from extractor.engines.llm.exchange import Learning, Query, ask
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.room import ROUNDS, AskedOnce, Room
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.readings import keep_reading, reading_of
from extractor.reading.model import Reading
from extractor.tasks.cells import Form, read_cell
from extractor.tasks.claims import Claim, Tree, claim_at, merged, replaced
from extractor.tasks.gate import Gate, Proven
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.marks import letters_of
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, Node
from extractor.tasks.prompt import RefusedLeaf, TaskPrompt
from extractor.tasks.replies import CorrectionReply, check_reply, read_reply, reply_model
from extractor.text.article import Article

TaskProgram = Generator[Question, Answer, TaskOutcome]
"""One article's questions; its value is the outcome."""

MOST_REFUSED: Final = 24
"""Refusals that one follow-up asks about."""
_FOLLOW_UP_ROOM: Final = 1024
_CORRECTED: Final = re.compile(r"(r\d{1,4}) = (.+)", re.DOTALL)
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class TaskPlan:
    """How articles are asked about for a task under some settings: pure, and the same for all articles."""

    settings: LlmSettings
    prompt: TaskPrompt
    model: type[BaseModel]

    @property
    def node(self) -> GroupNode:
        """The model's outline."""
        return self.prompt.node

    @property
    def form(self) -> Form:
        """How replies are written."""
        return self.prompt.form

    @cached_property
    def reply_model(self) -> type[Reply]:
        """The shape of the answer."""
        return reply_model(self.node, self.form)

    @cached_property
    def letters(self) -> frozenset[str]:
        """What is marked in the text."""
        return letters_of([self.node]) if self.form == "pointer" else frozenset()

    def whole(self, article: Article, reading: Reading) -> MarkedText:
        """The article with its marks."""
        return MarkedText.marked(article, reading, self.letters)

    @cached_property
    def room(self) -> Room:
        """What fits into one request."""
        return Room(self.settings, self.prompt.system_tokens)


def task_program(plan: TaskPlan, article: Article, facts: Facts) -> TaskProgram:
    """The questions about one article, and the outcome. Raises `LlmError` where the answers hold no usable reply."""
    return _Article(plan, article, Learning(facts)).run()


class _Article:
    """One article on its way."""

    def __init__(self, plan: TaskPlan, article: Article, learning: Learning) -> None:
        self._plan = plan
        self._article = article
        self._learning = learning
        self._asked = AskedOnce()

    def run(self) -> TaskProgram:
        reading = reading_of(self._article)
        whole = self._plan.whole(self._article, reading)
        gate = Gate(self._plan.node, self._article, reading)
        tree = yield from self._tree(whole)
        proven = gate.prove(tree, self._plan.model)
        for _ in range(ROUNDS):
            try:
                revised = yield from self._revised(whole, tree, proven)
            except LlmError:
                # The answer before it stands; what the follow-up cost is counted by the driver.
                break
            if revised is None:
                break
            tree = revised
            proven = gate.prove(tree, self._plan.model)
        keep_reading(self._article, reading)
        return TaskOutcome(proven.summary, proven.rejections, proven.coverage, proven.spans, self._learning.facts)

    def _tree(self, whole: MarkedText) -> Generator[Question, Answer, Tree]:
        """The model's claims, part by part where the article is too long for one question."""
        plan = self._plan
        trees: list[Tree] = []
        waiting = plan.room.parts(whole, self._learning.facts)
        while waiting:
            tagged = waiting.pop(0)
            messages = plan.prompt.messages(tagged, len(trees) + 1, len(trees) + 1 + len(waiting))
            try:
                reply = yield from ask(self._query(tagged, messages), plan.settings, self._learning)
            except ContextTooLong as error:
                waiting = [*plan.room.smaller(tagged, error, self._learning), *waiting]
                continue
            trees.append(read_reply(plan.node, reply.model_dump(mode="json"), plan.form, tagged))
        return merged(plan.node, trees)

    def _query(self, tagged: MarkedText, messages: Sequence[Message]) -> Query:
        plan = self._plan

        def check(reply: Reply) -> list[str]:
            return check_reply(plan.node, reply, plan.form, tagged)

        return Query(messages, plan.reply_model, plan.room.tokens(messages), check, plan.prompt.repair)

    def _revised(self, whole: MarkedText, tree: Tree, proven: Proven[Any]) -> Generator[Question, Answer, Tree | None]:
        """The claims after a follow-up on what was refused; None where nothing new is to be asked."""
        plan = self._plan
        refused = _refused_leaves(plan.node, proven.rejections)
        if not refused:
            return None
        messages = plan.prompt.follow_up(self._sentences(whole, tree, refused), refused)
        if not self._asked.is_new(messages):
            return None
        room = min(plan.settings.max_output_tokens, _FOLLOW_UP_ROOM)
        known = {one.ref for one in refused}

        def check(reply: CorrectionReply) -> list[str]:
            said = [found[1] for line in reply.corrected if (found := _CORRECTED.fullmatch(line))]
            return [f"{ref} was not asked about" for ref in (*said, *reply.withdrawn) if ref not in known]

        query = Query(
            messages, CorrectionReply, plan.room.tokens(messages), check, plan.prompt.repair, room, optional=True
        )
        reply = yield from ask(query, plan.settings, self._learning)
        assert isinstance(reply, CorrectionReply)
        return self._applied(reply, refused, whole, tree)

    def _applied(
        self, reply: CorrectionReply, refused: Sequence[RefusedLeaf], whole: MarkedText, tree: Tree
    ) -> Tree | None:
        """The claims with the corrections; None where there is none."""
        plan = self._plan
        paths = {one.ref: one.path for one in refused}
        changed = False
        for line in reply.corrected:
            found = _CORRECTED.fullmatch(line)
            path = paths.get(found[1]) if found is not None else None
            node = leaf_at(plan.node, path) if path is not None else None
            if found is None or path is None or node is None:
                continue
            claim = read_cell(node, found[2], plan.form, whole)
            if claim is not None and claim != claim_at(tree, path):
                tree, changed = replaced(tree, path, claim), True
        # What is taken back stays refused in the account; nothing is asked about it again.
        return tree if changed else None

    def _sentences(self, whole: MarkedText, tree: Tree, refused: Sequence[RefusedLeaf]) -> str:
        """The clauses around the items that were refused, those of other leaves of theirs included."""
        numbers: set[int] = set()
        for one in refused:
            for claim in [*_beside(tree, one.path), claim_at(tree, one.path)]:
                numbers |= _clauses_of(whole, claim)
        shown = [clause for clause in whole.clauses if clause.number in numbers] or list(whole.clauses[:40])
        return whole.excerpt(shown)


def _beside(tree: Tree, path: str) -> Iterator[Claim]:
    """The claims of the item that a leaf is in, and of the items around that one."""
    while "]." in path:
        path = path.rpartition(".")[0]
        item = claim_at(tree, path)
        yield from (claim for claim in (item or {}).values() if isinstance(claim, Claim))


def _refused_leaves(node: GroupNode, rejections: Sequence[Rejection]) -> list[RefusedLeaf]:
    """The refusals that a model can put right: those of leaves."""
    leaves = [one for one in rejections if leaf_at(node, one.item) is not None]
    return [RefusedLeaf(f"r{at}", one.item, one.claim, one.reason) for at, one in enumerate(leaves[:MOST_REFUSED], 1)]


def leaf_at(node: GroupNode, path: str) -> LeafNode | None:
    """The leaf of a path (`losses[2].amount`); None where the path is a list's or an item's."""
    found: Node | None = node
    for part in path.split("."):
        if not isinstance(found, GroupNode):
            return None
        found = found.fields.get(_INDEX.sub("", part))
        if isinstance(found, ListNode):
            found = found.item if _INDEX.search(part) else None
    return found if isinstance(found, LeafNode) else None


def _clauses_of(whole: MarkedText, claim: Claim | None) -> set[int]:
    """Numbers of the clauses that a claim speaks of, as far as it says so or its words stand there."""
    if claim is None:
        return set()
    extent = claim.within or claim.extent or (whole.marks.extent(claim.mark) if claim.mark else None)
    if extent is not None:
        clause = whole.clause_of(extent.start)
        return {clause.number} if clause is not None else set()
    words = (claim.beside or claim.words or "").strip()
    found: set[int] = set()
    at = whole.neutral.find(words) if words else -1
    while at >= 0 and len(found) < 6:
        clause = whole.clause_of(at)
        found |= {clause.number} if clause is not None else set()
        at = whole.neutral.find(words, at + 1)
    return found
