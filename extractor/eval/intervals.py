"""Bootstrap over articles: how far a score might have come out elsewhere with other articles of the same kind.

The resamples are drawn as `scipy.stats.bootstrap(..., method="percentile")` draws them, so with one seed both give the
same interval; here all scores share one set of resamples and each is a ratio of sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractor.eval.model import Estimate, Interval, Settings

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]

_CELLS: Final = 4_000_000
"""Random draws held at once (32 MB)."""


def resample_weights(articles: int, settings: Settings) -> Iterator[Floats]:
    """How often each article is drawn, one row a resample, in batches."""
    import numpy

    generator = numpy.random.default_rng(settings.seed)
    batch = max(1, min(settings.resamples, _CELLS // articles))
    for start in range(0, settings.resamples, batch):
        rows = min(batch, settings.resamples - start)
        drawn = generator.integers(0, articles, (rows, articles))
        drawn += numpy.arange(rows)[:, None] * articles
        weights = numpy.bincount(drawn.ravel(), minlength=rows * articles)
        yield weights.reshape(rows, articles).astype(numpy.float64)


def resampled_sums(columns: Floats, settings: Settings) -> Floats:
    """Sums of each column (one row an article) over each resample: one row a resample."""
    import numpy

    return numpy.concatenate([weights @ columns for weights in resample_weights(len(columns), settings)])


def percentile_interval(values: Floats, confidence: float) -> Interval:
    """The middle `confidence` share of resampled values."""
    import numpy

    tail = (1 - confidence) / 2
    low, high = numpy.quantile(values, [tail, 1 - tail])
    return Interval(float(low), float(high))


def ratio(numerator: Floats, denominator: Floats, empty: Floats | float) -> Floats:
    """`numerator / denominator`, `empty` where the denominator is 0."""
    import numpy

    filled: Floats = numpy.broadcast_to(numpy.asarray(empty, dtype=numpy.float64), denominator.shape).copy()
    numpy.divide(numerator, denominator, out=filled, where=denominator > 0)
    return filled


def written(estimate: Estimate) -> str:
    """A score and its interval as the terminal shows them, both as fine: `0.956 (0.937–0.972)`."""
    if estimate.interval is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.interval.low:.3f}–{estimate.interval.high:.3f})"
