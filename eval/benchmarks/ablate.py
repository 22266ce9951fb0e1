"""Which conditions of the rules decide anything: each is switched off in turn and the gold scored without it.

    python -m eval.benchmarks.ablate [--gold ARTICLES LABELS]... [--also ...]... [--rare N] [--lost N] MODULE...
    python -m eval.benchmarks.ablate --votes

MODULE is a module of `extractor.engines.rules` ("measure", "points"). The modules are loaded with a switch in every
condition: the test of an `if`, and each part of an `and` or `or`. One pass notes in which articles each was true and
in which false. Then each is forced to what it was less often (an `if` to false and to true), and the articles in which
that matters are read again. A line is printed for each condition without which no more than `--lost` points are lost
(default 0): where it stands, what it was forced to, in how many articles that changed the answer, and what was won or
lost. A point is an item of a list more that is right or one less that is wrong, or a single value. `--rare` leaves out
conditions that matter in more than so many articles (default 12). Before it comes how many figures each rule decided,
right and wrong. Read is the project's own gold (`tuned` and the small articles of `owned`) and what `--also` adds, or
what `--gold` names and nothing else.

`--votes` tells instead what each rule's vote is worth where neither voter knows the articles: of the figures that it
decided at first contact, how many had subject and measure right by the rules, by a scorer fitted without the article's
set, and by both weighed. A rule that gains nothing over the scorer is one to go. That fits a scorer for every set, in
some minutes.

What is switched off without loss may still be right: a case of the annotation guide stays, whatever the gold has.
Exit code 1 where no figure of the gold was found: then nothing was measured.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from threadpoolctl import threadpool_limits

from eval.training.corpus import first_contact, lessons, small_lessons
from eval.training.owned import Case, cases
from eval.training.train import fold_scorers, weighing
from eval.training.weigh import Contested
from extractor.eval.keys import overlap
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.article_score import score_article
from extractor.tasks.party_review.eval.keys import organization_key
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article

PACKAGE: Final = "extractor.engines.rules"
TUNED: Final = Path(__file__).resolve().parents[1] / "gold" / "tuned"
LEVELS: Final = (
    *("figures.value", "figures.core", "figures.strict", "organizations", "awards"),
    *("people.role", "documents", "points", "authors"),
)
"""The scores whose items are counted."""
VOTERS: Final = ("rules", "scorer", "both")


@dataclass(frozen=True, slots=True)
class Switch:
    """One condition: where it stands, what it says, and what to force it to.

    That is true for a part of an `and`, false for one of an `or`.
    """

    place: str
    source: str
    forced: tuple[bool, ...]


@dataclass(slots=True)
class Board:
    """All switches, which of them is off, and what each was in which article (by number)."""

    switches: list[Switch] = field(default_factory=list)
    off: int = -1
    value: Any = None
    article: int = 0
    seen: dict[tuple[int, bool], set[int]] = field(default_factory=lambda: defaultdict(set))

    def __call__(self, number: int, value: Any) -> Any:
        """The condition's value, or what it is forced to."""
        self.seen[number, bool(value)].add(self.article)
        return self.value if number == self.off else value


class _Wiring(ast.NodeTransformer):
    """Puts a switch into every condition of one module."""

    def __init__(self, board: Board, module: str) -> None:
        self._board = board
        self._module = module

    def _wired(self, node: ast.expr, forced: tuple[bool, ...]) -> ast.expr:
        source = " ".join(ast.unparse(node).split())
        number = len(self._board.switches)
        self._board.switches.append(Switch(f"{self._module}:{node.lineno}", source, forced))
        call = ast.Call(ast.Name("__switch__", ast.Load()), [ast.Constant(number), self.visit(node)], [])
        return ast.copy_location(call, node)

    def visit_If(self, node: ast.If) -> ast.AST:
        node.test = self._wired(node.test, (False, True))
        node.body = [self.visit(one) for one in node.body]
        node.orelse = [self.visit(one) for one in node.orelse]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        test = self._wired(node.test, (False, True))
        return ast.copy_location(ast.IfExp(test, self.visit(node.body), self.visit(node.orelse)), node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        neutral = isinstance(node.op, ast.And)
        node.values = [self._wired(one, (neutral,)) for one in node.values]
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self.visit(node.iter)
        node.ifs = [self._wired(one, (True,)) for one in node.ifs]
        return node


class _Loader(importlib.machinery.SourceFileLoader):
    board: Board

    def source_to_code(self, data: Any, path: Any, **_: Any) -> Any:
        tree = _Wiring(self.board, self.name.removeprefix(f"{PACKAGE}.")).visit(ast.parse(data, path))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def get_code(self, fullname: str) -> Any:
        del fullname
        return self.source_to_code(self.get_data(self.path), self.path)  # never the byte code on disk

    def exec_module(self, module: Any) -> None:
        module.__dict__["__switch__"] = self.board
        super().exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, board: Board, names: Sequence[str]) -> None:
        self._board = board
        self._names = {f"{PACKAGE}.{name}" for name in names}

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        del target
        if fullname not in self._names:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path)
        assert found is not None and found.origin is not None
        loader = _Loader(fullname, found.origin)
        loader.board = self._board
        return importlib.util.spec_from_file_location(fullname, found.origin, loader=loader)


def wired_engine(board: Board, modules: Sequence[str]) -> Any:
    """A rules engine of its own whose `modules` have switches on `board`; what was loaded before stays as it was."""
    engine = "extractor.tasks.party_review.rules"
    loaded = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith((PACKAGE, engine))}
    finder = _Finder(board, modules)
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(engine).RulesEngine()
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.startswith((PACKAGE, engine))]:
            del sys.modules[name]
        sys.modules.update(loaded)


@dataclass(frozen=True, slots=True)
class Asked:
    """One article, read once, and how its summary is scored."""

    article: Article
    reading: Reading
    points: Callable[[ArticleSummary], Counter[str]]
    gold: ArticleSummary | None = None


def _gold_points(gold: ArticleSummary) -> Callable[[ArticleSummary], Counter[str]]:
    def points(said: ArticleSummary) -> Counter[str]:
        score = score_article(gold, said, None)
        found = Counter({name: 2 * c.matched - c.predicted for name in LEVELS if (c := score.counts[name])})
        found.update({name: int(tally.right) for name, tally in score.tallies.items() if tally.total == 1})
        return found

    return points


def _owned_points(case: Case) -> Callable[[ArticleSummary], Counter[str]]:
    def points(said: ArticleSummary) -> Counter[str]:
        by_start = {one.mention.start: one for one in said.figures}
        found = Counter({"owned.figures": -abs(len(said.figures) - len(case.figures) - case.extra)})
        for gold in case.figures:
            if (one := by_start.get(gold.start)) is None:
                continue
            label = f"{one.subject}.{one.measure}" + ("" if one.basis == "level" else f"/{one.basis}")
            found["owned.owner"] += organization_key(one.organization) == organization_key(gold.owner)
            found["owned.period"] += one.period == gold.period
            found["owned.labels"] += (label, one.phase) == (gold.label.replace(".level", ""), gold.phase)
        bodies = {organization_key(name) for name, _ in case.bodies}
        listed = {organization_key(one.name) for one in said.organizations}
        found["owned.bodies"] = 2 * len(bodies & listed) - len(listed)
        return found

    return points


def asked_of(folders: Sequence[tuple[Path, Path]], *, owned: bool) -> Iterator[Asked]:
    """The articles of each pair of folders (`*.txt`, `*.json`), and the small ones."""
    for articles, labels in folders:
        for path in sorted(labels.glob("*.json")):
            gold = ArticleSummary.model_validate_json(path.read_bytes())
            article = Article.from_text(gold.doc_id, (articles / f"{path.stem}.txt").read_text("utf-8"))
            yield Asked(article, read(article), _gold_points(gold), gold)
    for case in cases() if owned else ():
        article = Article.from_text(case.name, case.text)
        yield Asked(article, read(article), _owned_points(case))


def answer(engine: Any, one: Asked) -> ArticleSummary:
    """The proven summary."""
    return ground(one.article, one.reading, engine.draft(one.article, one.reading).draft).summary


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of the gold without one condition."""

    place: str
    source: str
    forced: bool
    articles: int
    changed: tuple[str, ...]
    points: dict[str, int]

    @property
    def lost(self) -> int:
        """Points lost, less those won."""
        return -sum(self.points.values())

    def __str__(self) -> str:
        points = ", ".join(f"{name} {count:+}" for name, count in self.points.items()) or "nothing won or lost"
        where = f" [{' '.join(self.changed)}]" if self.changed else ""
        return f"{self.place}\t{self.forced}\t{self.articles} articles\t{points}{where}\t{self.source[:160]}"


def ablate(engine: Any, board: Board, asked: Sequence[Asked], *, rare: int, lost: int) -> Iterator[Finding]:
    """Every condition without which no more than `lost` points go."""
    before: list[tuple[str, Counter[str]]] = []
    for board.article, one in enumerate(asked):
        said = answer(engine, one)
        before.append((said.model_dump_json(), one.points(said)))
    seen = {key: frozenset(articles) for key, articles in board.seen.items()}
    for number, switch in enumerate(board.switches):
        for forced in switch.forced:
            matters = sorted(seen.get((number, not forced), ()))
            if len(matters) > rare or not (matters or seen.get((number, forced))):
                continue
            board.off, board.value = number, forced
            finding = _without(engine, asked, before, matters, switch, forced, lost)
            if finding is not None:
                yield finding
    board.off = -1


def _without(
    engine: Any,
    asked: Sequence[Asked],
    before: Sequence[tuple[str, Counter[str]]],
    matters: Iterable[int],
    switch: Switch,
    forced: bool,
    lost: int,
) -> Finding | None:
    """What is lost with the condition forced; None where that is more than `lost`, or the rules break without it."""
    points: Counter[str] = Counter()
    changed = []
    tried = list(matters)
    for number in tried:
        try:
            said = answer(engine, asked[number])
        except Exception:
            return None
        if said.model_dump_json() == before[number][0]:
            continue
        changed.append(asked[number].article.doc_id)
        points.update(asked[number].points(said))
        points.subtract(before[number][1])
        if -sum(points.values()) > lost + 3:
            return None
    found = {name: count for name, count in points.items() if count}
    finding = Finding(switch.place, switch.source, forced, len(tried), tuple(changed), found)
    return finding if finding.lost <= lost else None


def by_rule(engine: Any, asked: Sequence[Asked]) -> dict[str, tuple[int, int]]:
    """Each rule of figures with how many it decided rightly and wrongly (value, labels, phase), the scorer heard."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in asked:
        if one.gold is None:
            continue
        places = {quantity.id: quantity.extent for quantity in one.reading.quantities}
        for figure in engine.draft(one.article, one.reading).draft.figures:
            place = places.get(figure.quantity or "")
            gold = next((g for g in one.gold.figures if place and overlap(g.mention, place)), None)
            names = ("subject", "measure", "basis", "phase")
            right = gold is not None and all(getattr(gold, name) == getattr(figure, name) for name in names)
            found[figure.decision.rule][not right] += 1
    return {rule: (right, wrong) for rule, (right, wrong) in sorted(found.items())}


def by_vote(seen: Iterable[Contested]) -> dict[str, Counter[str]]:
    """For each rule of first contact the figures it decided, and of how many each voter says subject and measure."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in seen:
        if one.gold is not None:
            found[one.rule]["figures"] += 1
            for voter in VOTERS:
                found[one.rule][voter] += all(one.answer(q, voter) == one.right(q) for q in ("measure", "subject"))
    return dict(sorted(found.items(), key=lambda item: -item[1]["figures"]))


def print_votes() -> int:
    """Fits a scorer without each set in turn and prints what the votes are worth; 1 where no rule decided anything."""
    some, contacts = [*lessons(), *small_lessons()], first_contact()
    with threadpool_limits(1):
        _, seen, _ = weighing(some, contacts, fold_scorers(some, contacts))
    table = by_vote(seen)
    for rule, counts in table.items():
        print(f"{rule}\t{counts['figures']} figures\t" + "\t".join(f"{voter} {counts[voter]}" for voter in VOTERS))
    return 0 if table else 1


def main(arguments: Sequence[str]) -> int:
    """Prints both tables, or that of the votes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--votes", action="store_true")
    parser.add_argument("--gold", nargs=2, type=Path, action="append", metavar=("ARTICLES", "LABELS"))
    parser.add_argument("--rare", type=int, default=12)
    parser.add_argument("--lost", type=int, default=0)
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], metavar=("ARTICLES", "LABELS"))
    options = parser.parse_args(arguments)
    if options.votes:
        return print_votes()
    if not options.modules:
        parser.error("name a module of the rules, or give --votes")
    folders = options.gold or [(TUNED / "articles", TUNED / "labels"), *options.also]
    asked = list(asked_of(folders, owned=options.gold is None))
    board = Board()
    engine = wired_engine(board, options.modules)
    rules = by_rule(engine, asked)
    for rule, (right, wrong) in rules.items():
        print(f"{rule}\t{right} right\t{wrong} wrong")
    found = 0
    for finding in ablate(engine, board, asked, rare=options.rare, lost=options.lost):
        print(finding, flush=True)
        found += 1
    print(f"{len(board.switches)} conditions, {found} ways to do without one")
    return 0 if any(right for right, _ in rules.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
