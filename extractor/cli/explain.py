"""`extractor explain`: an article's text with every mention, its label and the rule that decided it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from extractor.cli.coverage import coverage_said
from extractor.cli.input_options import article_id_option
from extractor.cli.options import NamedPath, say
from extractor.terminal import one_line, printable
from extractor.text.article import Extent

if TYPE_CHECKING:
    from rich.text import Text

    from extractor.pipeline import Extraction
    from extractor.tasks.party_review.explain import Explanation, QuantityNote

_AROUND: Final = 30
"""Characters shown on each side of a number that nobody recognised."""


@click.command("explain", short_help="Show an article with every mention and the rule behind it.")
@click.argument("article", metavar="ARTICLE")
@article_id_option
@click.option("--color/--no-color", default=None, help="Colour or not; by default as the terminal can.")
@click.option(
    "--html",
    type=NamedPath(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page instead, as `view` does.",
)
def command(article: str, wanted: str | None, text_field: str | None, color: bool | None, html: Path | None) -> None:
    """Read ARTICLE (a file, or - for standard input) with the rules and show why each number is what it is.

    Quantities are followed by their ids; under each paragraph stands what became of them: a figure with its labels,
    an award's count, dismissed, refused by the proof, or unexplained. Without colour they stand in brackets. Numbers
    that are no quantity, date, id or idiom are listed as unread. Of a file of several articles (a table's rows) the
    first is shown, or the one that --id names.
    """
    from rich.console import Console

    from extractor.loaders import load_one
    from extractor.pipeline import extract_article
    from extractor.tasks.party_review.explain import explain
    from extractor.tasks.party_review.rules import rules_engine

    loaded = load_one(article, note=say, wanted=wanted, text_field=text_field)
    extraction = extract_article(loaded, rules_engine())
    if html is not None:
        _write_page(extraction, html)
        return
    explanation = explain(extraction)
    console = Console(force_terminal=color, no_color=color is False, highlight=False, markup=False)
    coloured = console.is_terminal and color is not False
    for line in _page(extraction, explanation, coloured):
        console.print(line, soft_wrap=True)


def _write_page(extraction: Extraction, path: Path) -> None:
    from extractor.exports.page.write import write_page
    from extractor.tasks.party_review.explain import page_article
    from extractor.tasks.registry import find_task

    write_page(path, find_task(None).layout(), [page_article(extraction)])
    click.echo(printable(f"{path} written"))


def _page(extraction: Extraction, explanation: Explanation, coloured: bool) -> list[Text]:
    from rich.text import Text

    page: list[Text] = []
    if coloured:
        page += [Text(" ").join(Text(name, style=style) for name, style in explanation.styles.items()), Text()]
    for block in extraction.reading.blocks:
        notes = [note for note in explanation.quantities if block.extent.covers(note.extent)]
        page.append(_block(extraction, explanation, block.extent, notes, coloured))
        for note in notes:
            page.append(
                Text(
                    "    " + one_line(f"{note.id} {note.outcome}: {note.note}"),
                    style=explanation.styles[note.outcome] if coloured else "",
                )
            )
        page += [
            Text(
                "    " + one_line(f"unread: {_near(extraction, extent, block.extent)}"),
                style=explanation.styles["unread"] if coloured else "",
            )
            for extent in explanation.unread
            if block.extent.covers(extent)
        ]
    page.append(Text())
    page += [Text(one_line(f"{item.kind}: {item.note}")) for item in explanation.items]
    page += [Text(one_line(f"refused {refusal}")) for refusal in explanation.refusals]
    found = extraction.grounded.coverage
    return [*page, Text(coverage_said(found.quantities, found.explained, len(found.unread)))]


def _near(extraction: Extraction, extent: Extent, block: Extent) -> str:
    """A number in brackets among the words around it."""
    slice_ = extraction.article.slice
    before = slice_(Extent(max(block.start, extent.start - _AROUND), extent.start))
    after = slice_(Extent(extent.end, min(block.end, extent.end + _AROUND)))
    return f"{before}[{slice_(extent)}]{after}"


def _block(
    extraction: Extraction, explanation: Explanation, extent: Extent, notes: list[QuantityNote], coloured: bool
) -> Text:
    """One paragraph, mentions styled, each quantity followed by its id."""
    from rich.text import Text

    text = Text(printable(extraction.article.slice(extent)))
    for mention in explanation.mentions:
        if extent.covers(mention.extent):
            _paint(text, extent, mention.extent, explanation.styles[mention.kind], coloured)
    for note in notes:
        _paint(text, extent, note.extent, explanation.styles[note.outcome], coloured)
    for number in explanation.unread:
        if extent.covers(number):
            _paint(text, extent, number, explanation.styles["unread"], coloured)
    cuts = sorted({cut for note in notes for cut in (note.extent.start - extent.start, note.extent.end - extent.start)})
    starts = {(note.extent.start - extent.start): note.id for note in notes}
    pieces = text.divide(cuts)
    line = Text()
    position = 0
    for piece in pieces:
        name = starts.get(position)
        if name is None or not piece:
            line.append_text(piece)
        elif coloured:
            line.append_text(piece).append(f"\u2009{name}", style="dim")
        else:
            line.append("[").append_text(piece).append(f"|{name}]")
        position += len(piece)
    return line


def _paint(text: Text, block: Extent, extent: Extent, style: str, coloured: bool) -> None:
    if coloured:
        text.stylize(style, extent.start - block.start, extent.end - block.start)
