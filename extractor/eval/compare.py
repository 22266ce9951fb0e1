"""Two runs over the same gold, paired by article: the difference, how sure it is, and which items made it.

The p value is that of a sign-flip permutation test: if the runs were alike, each article's two results could as well
have been the other way round. All flips are tried where there are few articles, a seeded sample of them otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractor.errors import UsageError
from extractor.eval.columns import Columns, columns
from extractor.eval.intervals import percentile_interval, resampled_sums
from extractor.eval.matching import entries
from extractor.eval.model import ArticleScore, Estimate, Evaluation, Item, ItemKind, Settings
from extractor.eval.spec import Key, ListSpec

if TYPE_CHECKING:
    from extractor.eval.intervals import Floats

PERMUTATIONS: Final = 9_999
"""Sign flips drawn where there are too many to try all."""

EXACT_ARTICLES: Final = 13
"""Up to this many differing articles all flips are tried (2^13 = 8192)."""

_BATCH_CELLS: Final = 4_000_000
_SLACK: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """One score of both runs; `difference` is b - a, `p` how often chance alone gives as much, either way."""

    name: str
    a: float
    b: float
    difference: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """A gold item that one run got (at its list's headline level) and the other did not, or an item only one invented.

    `gained` says that b is the better one here.
    """

    doc_id: str
    kind: ItemKind
    item: Item
    gained: bool
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run b against run a."""

    articles: int
    differences: tuple[Difference, ...]
    items: tuple[ItemDifference, ...]
    settings: Settings

    def to_json(self) -> str:
        """The whole comparison as JSON."""
        from pydantic import TypeAdapter

        return TypeAdapter(Comparison).dump_json(self, indent=1).decode("utf-8")


def compare(a: Evaluation, b: Evaluation, specs: Mapping[str, ListSpec]) -> Comparison:
    """Compares two evaluations of the same gold; the settings of `a` count. Raises `UsageError` for different gold.

    The list of items needs evaluations that kept all matches.
    """
    if [row.doc_id for row in a.articles] != [row.doc_id for row in b.articles]:
        raise UsageError("The two runs were judged on different gold; judge both on the same folder.")
    names = ([name for name in a.lists if name in b.lists], [name for name in a.rates if _asked(name, a, b)])
    ours, theirs = columns(a.articles, *names), columns(b.articles, *names)
    here, there = ours.metrics(ours.total), theirs.metrics(theirs.total)
    flips = _flips(ours, theirs, a.settings.seed)
    drawn = _resampled(ours, theirs, a.settings)
    differences = tuple(
        Difference(
            name=name,
            a=float(here[name][0]),
            b=float(there[name][0]),
            difference=Estimate(
                float(there[name][0] - here[name][0]),
                percentile_interval(drawn[name], a.settings.confidence) if drawn else None,
            ),
            p=flips.p_value(name, float(there[name][0] - here[name][0])),
        )
        for name in here
    )
    return Comparison(len(a.articles), differences, tuple(_item_differences(a, b, specs)), a.settings)


def _asked(name: str, a: Evaluation, b: Evaluation) -> bool:
    """Whether both runs have the rate, and at least one of them was asked anything: of nothing there is no share."""
    return name in b.rates and bool(a.rates[name].tally.total or b.rates[name].tally.total)


def _resampled(ours: Columns, theirs: Columns, settings: Settings) -> dict[str, Floats]:
    """Differences of every score over resamples of the articles; each resample holds both runs' results."""
    import numpy

    if len(ours.cells) < 2:
        return {}
    sums = resampled_sums(numpy.hstack([ours.cells, theirs.cells]), settings)
    here, there = numpy.hsplit(sums, 2)
    return _subtract(theirs.metrics(there), ours.metrics(here))


@dataclass(frozen=True, slots=True)
class _Flips:
    """Differences of every score after the flips; `exact` says that all flips there are were tried."""

    differences: dict[str, Floats]
    exact: bool

    def p_value(self, name: str, observed: float) -> float:
        """Share of flips whose difference is at least as far from 0; of a sample, with the observed one added."""
        found = abs(self.differences[name]) >= abs(observed) - _SLACK
        if self.exact:
            return float(found.mean())
        return float((1 + found.sum()) / (1 + len(found)))


def _flips(ours: Columns, theirs: Columns, seed: int) -> _Flips:
    import numpy

    gaps = theirs.cells - ours.cells
    differing = gaps[gaps.any(axis=1)]
    exact = len(differing) <= EXACT_ARTICLES
    parts: list[dict[str, Floats]] = []
    for flips in _masks(len(differing), exact, seed):
        moved = flips @ differing
        parts.append(_subtract(theirs.metrics(theirs.total - moved), ours.metrics(ours.total + moved)))
    return _Flips({name: numpy.concatenate([part[name] for part in parts]) for name in parts[0]}, exact)


def _masks(articles: int, exact: bool, seed: int) -> Iterator[Floats]:
    """Which articles are flipped, one row a flip, in batches."""
    import numpy

    if exact:
        numbers = numpy.arange(2**articles)[:, None]
        yield ((numbers >> numpy.arange(articles)) & 1).astype(numpy.float64)
        return
    generator = numpy.random.default_rng(seed)
    batch = max(1, _BATCH_CELLS // articles)
    for start in range(0, PERMUTATIONS, batch):
        rows = min(batch, PERMUTATIONS - start)
        yield generator.integers(0, 2, (rows, articles)).astype(numpy.float64)


def _subtract(left: dict[str, Floats], right: dict[str, Floats]) -> dict[str, Floats]:
    return {name: values - right[name] for name, values in left.items()}


def _item_differences(a: Evaluation, b: Evaluation, specs: Mapping[str, ListSpec]) -> Iterator[ItemDifference]:
    for ours, theirs in zip(a.articles, b.articles, strict=True):
        for invented in (False, True):
            here, there = _items(ours, invented, specs), _items(theirs, invented, specs)
            for (kind, _), item in _more(there, here):
                yield ItemDifference(ours.doc_id, kind, item, gained=not invented, invented=invented)
            for (kind, _), item in _more(here, there):
                yield ItemDifference(ours.doc_id, kind, item, gained=invented, invented=invented)


_ItemKey = tuple[ItemKind, tuple[Key, ...]]


def _items(row: ArticleScore, invented: bool, specs: Mapping[str, ListSpec]) -> dict[_ItemKey, list[Item]]:
    """Gold items the run got at their list's headline level, or the items it invented, by what identifies them."""
    found: dict[_ItemKey, list[Item]] = defaultdict(list)
    for match in row.matches:
        spec = specs[match.kind]
        if invented:
            item = match.predicted if match.verdict == "spurious" else None
        else:
            item = match.gold if spec.levels[spec.headline].name in match.levels else None
        if item is not None:
            (entry,) = entries(spec, [item])
            found[match.kind, (entry.rank[0], *entry.vector)].append(item)
    return found


def _more(one: dict[_ItemKey, list[Item]], other: dict[_ItemKey, list[Item]]) -> Iterator[tuple[_ItemKey, Item]]:
    """What `one` has more often than `other`."""
    for key, items in one.items():
        for item in items[len(other.get(key, ())) :]:
            yield key, item
