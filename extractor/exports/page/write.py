"""The page itself: one file, written part by part, so that a large run needs little memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from extractor.atomic import AtomicFile
from extractor.exports.chances import Chances
from extractor.exports.layout import Layout
from extractor.exports.page.build import PageBuilder, body_parts
from extractor.exports.page.doubts import Doubts
from extractor.exports.page.items import SHOWN_FROM, ItemWriter, PageArticle
from extractor.exports.page.texts import ArticleTexts
from extractor.exports.run_folder import RunFolder
from extractor.terminal import without_controls
from extractor.webpage import assets

_PACKAGE: Final = "extractor.exports.page"
_SCRIPTS: Final = ("words.js", "search.js", "list.js", "article.js", "chart.js", "years.js", "hands.js")
"""The page's script in its order; the files share one scope."""
_MEMORY: Final = 16_000_000
"""Bytes of parts that are held before they go to a temporary file."""
_CUT: Final = "<!--parts-->"


@dataclass(frozen=True, slots=True)
class Written:
    """What a page holds."""

    articles: int
    without_text: int
    bodies: int


def run_articles(run: RunFolder, layout: Layout, folders: Sequence[Path] = ()) -> Iterator[PageArticle]:
    """Every article of a run, with its text where that is found and with what is in doubt."""
    texts, writer, doubts = ArticleTexts(run, folders), ItemWriter(layout), Doubts(run, layout)
    with closing(Chances(layout, run.weighed(), SHOWN_FROM)) as chances:
        for summary in run.summaries(layout.model):
            doc_id = writer.doc_id(summary)
            text = texts.of(doc_id)
            known = run.known(doc_id)
            yield PageArticle(
                summary,
                text,
                known.url,
                known.source and _shown(known.source),
                doubts.of(doc_id, text),
                wrong=chances.of(doc_id, summary),
            )


def _shown(source: str) -> str:
    """A source as a page names it: pages are handed on, and where things lie on this machine is nobody's business."""
    path = Path(source)
    return str(Path(*path.parts[1:][-2:])) if path.is_absolute() else source


def write_page(
    path: Path,
    layout: Layout,
    articles: Iterable[PageArticle],
    *,
    failures: Iterable[dict[str, Any]] = (),
    about: dict[str, str] | None = None,
) -> Written:
    """Write the page of the articles; the file is there whole or not at all."""
    builder = PageBuilder(layout)
    counts = {"articles": 0, "without": 0}
    with tempfile.SpooledTemporaryFile(max_size=_MEMORY, mode="w+", encoding="ascii") as parts:
        for number, part in enumerate(builder.parts(articles)):
            counts["articles"] += len(part)
            counts["without"] += sum(record["text"] is None for record in part)
            _write_part(parts, f"articles-{number}", part)
        for number, part in enumerate(body_parts(builder.bodies)):
            _write_part(parts, f"bodies-{number}", part)
        before, after = _shell(builder, builder.index(failures, about=about or {})).split(_CUT)
        path.parent.mkdir(parents=True, exist_ok=True)
        target = AtomicFile(path)
        try:
            target.file.write(before)
            parts.seek(0)
            while block := parts.read(1 << 20):
                target.file.write(block)
            target.file.write(after)
        except BaseException:
            target.discard()
            raise
        target.commit()
    return Written(counts["articles"], counts["without"], len(builder.bodies))


def _write_part(target: IO[str], name: str, part: list[dict[str, Any]]) -> None:
    target.write(f'<script type="text/plain" id="{name}">{assets.packed(part)}</script>\n')


def _shell(builder: PageBuilder, index: dict[str, Any]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader(_PACKAGE, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = "\n".join(assets.asset(_PACKAGE, name) for name in _SCRIPTS)
    script = assets.script(f"(() => {{\n{own}}})();\n")
    style = assets.style(assets.asset(_PACKAGE, "view.css"))
    page = environment.get_template("view.html.j2").render(
        title=index["title"],
        articles=len(index["articles"]),
        kinds=index["kinds"],
        colours=builder.colours(),
        data=Markup(assets.script_json(index)),
        style=Markup(style),
        script=Markup(script),
        script_hash=assets.script_hash(script),
        parts=Markup(_CUT),
    )
    return without_controls(page)
