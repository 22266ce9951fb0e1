"""Reading: everything that can be seen in one article, in one pass, before any engine judges it."""

from __future__ import annotations

from dataclasses import replace

from extractor.article import Article
from extractor.reading.cells import read_cell
from extractor.reading.dates import read_dates
from extractor.reading.documents import read_documents
from extractor.reading.intervals import meets, merged
from extractor.reading.intrusions import find_intrusions
from extractor.reading.layout import read_layout
from extractor.reading.lines import blank_breaks
from extractor.reading.model import Reading
from extractor.reading.organizations import read_organizations
from extractor.reading.people import read_people
from extractor.reading.periods import read_periods
from extractor.reading.quantities import read_quantities
from extractor.reading.tables import read_tables
from extractor.vietnamese.flat import flatten

_CONTENT_ROLES = frozenset(["title", "lead", "body", "caption"])


def read(article: Article) -> Reading:
    """The mentions of one article. Never raises, whatever the text."""
    blocks = read_layout(article.text, article.parts)
    text = blank_breaks(article.text, (block.extent for block in blocks))
    intrusions = find_intrusions(text, blocks)
    tables = read_tables(text, blocks, article.grids)
    cells = tables.cells
    content = [block.extent for block in blocks if block.role in _CONTENT_ROLES]
    flat = flatten(text)
    in_tables = merged([*(cell.row for cell in cells), *tables.hidden])
    inline = [q for q in read_quantities(text, content) if not meets(q.extent, in_tables)]
    tabled = [quantity for cell in cells if (quantity := read_cell(flat, cell)) is not None]
    ordered = sorted([*inline, *tabled], key=lambda quantity: quantity.extent)
    planted = merged(intrusions)
    seen = [quantity for quantity in ordered if not meets(quantity.extent, planted)]
    return Reading(
        article=article,
        blocks=blocks,
        intrusions=intrusions,
        quantities=tuple(replace(quantity, id=f"q{number}") for number, quantity in enumerate(seen, start=1)),
        cells=cells,
        grids=tables.extents,
        dates=read_dates(text),
        periods=read_periods(text),
        documents=read_documents(text, blocks, intrusions),
        people=read_people(text, blocks, intrusions),
        organizations=read_organizations(text, blocks),
    )
