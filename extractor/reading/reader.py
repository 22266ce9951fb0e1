"""Reading: everything that can be seen in one article, in one pass, before any engine judges it."""

from __future__ import annotations

from dataclasses import replace

from extractor.reading.cells import read_cell
from extractor.reading.dates import read_dates
from extractor.reading.documents import read_documents
from extractor.reading.intervals import meets, merged
from extractor.reading.intrusions import find_intrusions
from extractor.reading.layout import read_layout
from extractor.reading.lines import blank_breaks
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.markup import Shown, digits_within, without_markup
from extractor.reading.model import NumberMention, Quantity, Reading
from extractor.reading.numbers import Known, read_numbers
from extractor.reading.organizations import read_organizations
from extractor.reading.people import read_people
from extractor.reading.periods import read_periods
from extractor.reading.quantities import read_quantities
from extractor.reading.tables import Tables, read_tables
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

_CONTENT_ROLES = frozenset(["title", "lead", "body", "caption"])


def read(article: Article) -> Reading:
    """The mentions of one article, over whose markup the reader steps. Never raises, whatever the text."""
    shown = without_markup(article)
    return read_shown(article) if shown is None else given_back(read_shown(shown.article), shown)


def given_back(reading: Reading, shown: Shown) -> Reading:
    """The reading of an article without its markup as one of the article that was given; the markup is no content."""
    moved = shown.back(reading)
    text = shown.given.text
    hidden = [NumberMention(run, text[run.start : run.end], "furniture") for run in digits_within(text, shown.extents)]
    numbers = [replace(one, text=text[one.extent.start : one.extent.end]) for one in moved.numbers]
    known = merged([one.extent for one in numbers])
    apart = [one for one in hidden if not meets(one.extent, known)]
    return replace(
        moved,
        intrusions=tuple(merged([*moved.intrusions, *shown.extents])),
        numbers=tuple(sorted([*numbers, *apart], key=lambda one: one.extent)),
    )


def read_shown(article: Article) -> Reading:
    """The mentions of an article all of whose text is shown. Never raises, whatever the text."""
    blocks = read_layout(article.text, article.parts)
    text = blank_breaks(article.text, (block.extent for block in blocks))
    intrusions = find_intrusions(text, blocks)
    tables = read_tables(text, blocks, article.grids)
    cells = tables.cells
    content = [block.extent for block in blocks if block.role in _CONTENT_ROLES]
    flat = flatten(text)
    lookalikes = find_lookalikes(flat)
    in_tables = merged(
        [*(place for cell in cells for place in (cell.row, cell.extent)), *tables.hidden, *tables.shared]
    )
    inline = [q for q in read_quantities(text, content, lookalikes) if not meets(q.extent, in_tables)]
    tabled = [quantity for cell in cells if (quantity := read_cell(flat, cell)) is not None]
    ordered = sorted([*inline, *tabled], key=lambda quantity: quantity.extent)
    planted = merged(intrusions)
    seen = [quantity for quantity in ordered if not meets(quantity.extent, planted)]
    reading = Reading(
        article=article,
        blocks=blocks,
        intrusions=intrusions,
        quantities=tuple(_numbered(quantity, f"q{number}") for number, quantity in enumerate(seen, start=1)),
        cells=cells,
        grids=tables.extents,
        dates=read_dates(text),
        periods=read_periods(text),
        documents=read_documents(text, blocks, intrusions),
        people=read_people(text, blocks, intrusions),
        organizations=read_organizations(text, blocks),
    )
    return replace(reading, numbers=read_numbers(article.text, _known(reading, tables, lookalikes)))


def _numbered(quantity: Quantity, name: str) -> Quantity:
    return quantity if quantity.id == name else replace(quantity, id=name)


def _known(reading: Reading, tables: Tables, lookalikes: tuple[Extent, ...]) -> Known:
    """What the reading says of the text's numbers."""
    page = [block.extent for block in reading.blocks if block.role not in _CONTENT_ROLES]
    return Known(
        quantities=tuple(quantity.extent for quantity in reading.quantities),
        dates=(*(day.extent for day in reading.dates), *(period.extent for period in reading.periods)),
        ids=tuple(mention.extent for mention in reading.documents),
        names=(*(one.extent for one in reading.people), *(body.extent for body in reading.organizations)),
        furniture=(*page, *reading.intrusions),
        hidden=tables.hidden,
        lookalikes=lookalikes,
    )
