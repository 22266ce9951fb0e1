"""A model that knows a task's answers, in the protocol it is asked in; `Errors` plants mistakes of every kind.

Like `tests.engines.llm.scripted_model` it sees nothing but a request's messages, and finds the article by its text.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from extractor.engines.llm.prompt import FENCE
from extractor.eval.gold import read_text
from extractor.reading.reader import read
from extractor.tasks.cells import Form, write_cell
from extractor.tasks.claims import claim_at, claims_of
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.marks import letters_of
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, all_leaves
from extractor.tasks.program import leaf_at
from extractor.tasks.replies import BAR, write_reply
from extractor.tasks.user_task import UserTask, load_task
from extractor.text.article import Article
from tests.conftest import ROOT

TASKS: Final = ROOT / "eval" / "tasks"
NAMES: Final = ("storm_damage", "harvest")
INVENTED: Final = ("77.431", "Châu Lam Giang", "thợ lặn biển sâu")
PROVINCES: Final = ROOT / "tests" / "tasks" / "provinces"
"""A task of lists inside items."""
Spoilt = tuple[dict[str, Any], Counter[str], bool]
_TAG: Final = re.compile(r"\[s\d+\] |\[[qdpn]\d+(?:=[^\]]+)?\]")
_REF: Final = re.compile(r'^(r\d+) (\S+) "', re.MULTILINE)


@dataclass
class Errors:
    """Mistakes at a rate for each kind; `lost` counts by list the items that spoilt required leaves take with them."""

    rate: float
    seed: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def spoil(self, task: UserTask, form: Form, reply: dict[str, Any], doc_id: str) -> dict[str, Any]:
        """The reply with errors; the same for the same article."""
        chance = random.Random(f"{self.seed} {doc_id}")
        found, lost, _ = self._group(task.node, form, reply, chance)
        self.lost += lost
        return found

    def _group(self, node: GroupNode, form: Form, reply: dict[str, Any], chance: random.Random) -> Spoilt:
        """An object spoilt, what its lists lose, and whether it goes itself."""
        found, lost, gone = dict(reply), Counter[str](), False
        for name, leaf in node.fields.items():
            if isinstance(leaf, LeafNode):
                found[name], hit = self._cell(leaf, form, found[name], chance)
                gone = gone or (hit and not leaf.optional and "[]" in leaf.path)
        for name, one in node.fields.items():
            if isinstance(one, GroupNode):
                found[name], more, _ = self._group(one, form, found[name], chance)
                lost += more
            elif isinstance(one, ListNode):
                found[name], more = self._list(one, form, found[name], chance)
                lost += more
        return found, held(node, reply) if gone else lost, gone

    def _list(
        self, node: ListNode, form: Form, said: list[Any], chance: random.Random
    ) -> tuple[list[Any], Counter[str]]:
        rows: list[Any] = []
        lost: Counter[str] = Counter()
        for one in said:
            if isinstance(node.item, LeafNode):
                row, gone = self._cell(node.item, form, one, chance)
                more: Counter[str] = Counter()
            elif node.item.flat:
                (row, gone), more = self._row(node.item, form, one, chance), Counter()
            else:
                row, more, gone = self._group(node.item, form, one, chance)
            rows.append(row)
            lost += more + Counter({node.name: int(gone)})
        if rows and chance.random() < self.rate:
            self.planted["repeat"] += 1
            rows.append(rows[-1])
        return rows, lost

    def _row(self, node: GroupNode, form: Form, row: str, chance: random.Random) -> tuple[str, bool]:
        cells, gone = row.split(BAR), False
        for at, leaf in enumerate(node.leaves):
            cells[at], hit = self._cell(leaf, form, cells[at], chance)
            gone = gone or (hit and not leaf.optional)
        if chance.random() < self.rate:
            self.planted["parts"] += 1
            cells, gone = [*cells, "more"], True
        return BAR.join(cells), gone

    def _cell(self, leaf: LeafNode, form: Form, cell: str, chance: random.Random) -> tuple[str, bool]:
        if chance.random() >= self.rate or cell in ("", "-"):
            return cell, False
        wrong = _WRONG[leaf.kind]
        kind = chance.choice([name for name in wrong if form == "pointer" or not name.startswith("mark")])
        self.planted[f"{leaf.kind}: {kind}"] += 1
        return wrong[kind](cell, form), True


def held(node: GroupNode, reply: dict[str, Any]) -> Counter[str]:
    """How many items the lists of an object hold, those of its items included."""
    found: Counter[str] = Counter()
    for one in node.lists():
        items: Any = reply
        for name in node.within(one.path).split("."):
            items = items[name]
        found[one.name] += len(items)
        if isinstance(one.item, GroupNode) and not one.item.flat:
            for item in items:
                found += held(one.item, item)
    return found


def _quoted(words: str) -> Callable[[str, Form], str]:
    return lambda _cell, form: f"= {words}" if form == "pointer" else words


_WRONG: Final[dict[str, dict[str, Callable[[str, Form], str]]]] = {
    "number": {
        "invented": _quoted("77.431"),
        "words": _quoted("thợ lặn biển sâu"),
        "mark": lambda _cell, _form: "q999",
        "mark of another kind": lambda _cell, _form: "s1",
    },
    "name": {"invented": _quoted("Châu Lam Giang"), "mark": lambda _cell, _form: "n999"},
    "quoted": {"invented": _quoted("thợ lặn biển sâu"), "mark": lambda _cell, _form: "s999"},
    "date": {"invented": lambda _cell, _form: "1931-02-27", "no date": lambda _cell, _form: "hôm kia"},
    "period": {"invented": lambda _cell, _form: "1931", "no period": lambda _cell, _form: "năm xưa"},
    "label": {
        "no label": lambda cell, _form: "sunk" + cell[cell.index(" ") :],
        "evidence": lambda cell, form: (
            f"{cell.split(' ')[0]} s999" if form == "pointer" else f"{cell.split(' ')[0]} << thợ lặn biển sâu"
        ),
    },
    "free": {
        "number": lambda cell, _form: f"{cell} Có 77.431 con.",
        "name": lambda cell, _form: f"{cell} Ông Vương Hạc Tùng nói.",
    },
}
"""Kind of leaf -> kind of error -> the cell that makes it."""


def kinds_of_errors(task: UserTask, form: Form) -> set[str]:
    """Every kind of error that can be planted in a task's replies, named as `Errors.planted` names it."""
    kinds = {leaf.kind for leaf in all_leaves(task.node)}
    told = {f"{kind}: {name}" for kind in kinds for name in _WRONG[kind] if form == "pointer" or name[:4] != "mark"}
    return told | {"parts", "repeat"}


class ScriptedTask:
    """Answers from gold. `sorry` puts right at the follow-up what was refused, else it is taken back."""

    def __init__(
        self,
        name: str | Path,
        form: Form = "pointer",
        errors: Errors | None = None,
        *,
        sorry: bool = False,
        gold: Path | None = None,
    ) -> None:
        self.task = load_task(TASKS / name)
        self.form: Form = form
        self.errors = errors
        self.sorry = sorry
        self.requests: list[dict[str, Any]] = []
        letters = letters_of([self.task.node]) if form == "pointer" else frozenset[str]()
        self.known = [self._known(path, letters) for path in sorted(((gold or TASKS / name) / "labels").glob("*.json"))]
        self._spoilt: dict[str, dict[str, Any]] = {}

    def _known(self, path: Path, letters: frozenset[str]) -> tuple[MarkedText, Any]:
        text = read_text(path.parent.parent / "articles" / f"{path.stem}.txt")
        article = Article.from_text(path.stem, text)
        return MarkedText.marked(article, read(article), letters), self.task.read_label(path, text)

    @property
    def golds(self) -> list[Any]:
        """The right answers."""
        return [gold for _, gold in self.known]

    def complete(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body for one request."""
        self.requests.append(request)
        user = request["messages"][-1]["content"]
        shape = request["response_format"]["json_schema"]["name"]
        reply: dict[str, Any]
        if shape == "ProbeReply":
            reply = {"kind": "annual_review", "rows": ["q1 member admitted level result 2017 A"]}
        else:
            tagged, gold = self._find(user.rsplit(f"{FENCE.open}\n", 1)[1].split(f"\n{FENCE.close}", 1)[0])
            reply = self._follow_up(user, tagged, gold) if shape == "CorrectionReply" else self.answer(tagged, gold)
        content = json.dumps(reply, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return 200, {
            "id": "r",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [choice],
            "usage": usage,
        }

    def answer(self, tagged: MarkedText, gold: Any) -> dict[str, Any]:
        """The reply about an article, the same each time."""
        doc_id = tagged.article.doc_id
        if doc_id not in self._spoilt:
            right = write_reply(self.task.node, claims_of(self.task.node, gold), self.form, tagged)
            errors = self.errors
            self._spoilt[doc_id] = errors.spoil(self.task, self.form, right, doc_id) if errors is not None else right
        return self._spoilt[doc_id]

    def _follow_up(self, user: str, tagged: MarkedText, gold: Any) -> dict[str, Any]:
        refs = _REF.findall(user.rsplit(FENCE.open, 1)[0])
        if not self.sorry:
            return {"corrected": [], "withdrawn": [ref for ref, _ in refs]}
        tree = claims_of(self.task.node, gold)
        corrected, withdrawn = [], []
        for ref, path in refs:
            node = leaf_at(self.task.node, path)
            assert node is not None
            if any(int(at[1]) >= len(claim_at(tree, path[: at.start()])) for at in re.finditer(r"\[(\d+)\]", path)):
                withdrawn.append(ref)  # a row that was planted twice
                continue
            corrected.append(f"{ref} = {write_cell(node, claim_at(tree, path), self.form, tagged)}")
        return {"corrected": corrected, "withdrawn": withdrawn}

    def _find(self, shown: str) -> tuple[MarkedText, Any]:
        lines = [_TAG.sub("", line).strip() for line in shown.splitlines() if line.strip()]
        for tagged, gold in self.known:
            if all(line in tagged.plain_text for line in lines):
                return tagged, gold
        raise LookupError(f"asked about an unknown text: {shown[:200]}")
