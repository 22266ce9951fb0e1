"""One article of a Party review judged: its counts, its answers right and wrong, and what became of each item."""

from __future__ import annotations

from extractor.eval.article_score import NONE, field_tallies, judge_list, length_of, level_counts, shared_characters
from extractor.eval.keys import text_key
from extractor.eval.model import ArticleScore, Counts, Match, Tally
from extractor.eval.own_words import chrf, numbers_in_article
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.spec import EXACT, FACTS, POINTS, items_of


def score_article(gold: ArticleSummary, predicted: ArticleSummary | None, text: str | None) -> ArticleScore:
    """Judges one prediction; None (a missing or failed article) counts as a summary with nothing in it.

    A fact that is null in gold is not "right" in a missing article: no answer was given.
    """
    counts: dict[str, Counts] = {}
    tallies: dict[str, Tally] = {name: _fact(name, gold, predicted) for name in FACTS}
    matches: list[Match] = []
    judged = [judge_list(spec, items_of(gold, spec.kind), items_of(predicted, spec.kind)) for spec in (*EXACT, POINTS)]
    for one in judged:
        counts.update(level_counts(one))
        tallies.update(field_tallies(one))
        matches += one.matches
    counts["grounding.mention"] = shared_characters(judged[:1], mention=True)
    counts["grounding.evidence"] = shared_characters(judged, mention=False)
    tallies.update(_abstract(gold, predicted, text))
    return ArticleScore(
        doc_id=gold.doc_id,
        missing=predicted is None,
        characters=None if text is None else len(text),
        slices=slices_of(gold, text),
        counts=counts,
        tallies=tallies,
        matches=tuple(matches),
    )


def slices_of(gold: ArticleSummary, text: str | None) -> dict[str, str]:
    """The group of each slice the article belongs to; the organisation is the first one the gold names."""
    return {
        "outlet": gold.source.outlet or NONE,
        "organization": gold.organizations[0].kind if gold.organizations else NONE,
        "event": gold.event.kind,
        "length": length_of(text),
    }


def _fact(name: str, gold: ArticleSummary, predicted: ArticleSummary | None) -> Tally:
    key = FACTS[name]
    return Tally(int(predicted is not None and key(gold) == key(predicted)), 1)


def _abstract(gold: ArticleSummary, predicted: ArticleSummary | None, text: str | None) -> dict[str, Tally]:
    found = {}
    abstract = predicted.abstract if predicted is not None else ""
    if text is not None:
        found["abstract.numbers"] = numbers_in_article(abstract, text)
    same = text_key(abstract) == text_key(gold.abstract)
    likeness = 1.0 if same else chrf(abstract, gold.abstract)
    if likeness is not None:
        found["abstract.chrf"] = Tally(likeness, 1)
    return found
