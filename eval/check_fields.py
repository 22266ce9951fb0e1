"""The fields of Party reviews stay with their task: no general module names `awards`, `phase` or another of them.

The names are taken from the pydantic models of `extractor/schema.py`. Looked for are identifiers, attributes, keyword
arguments, imported names, the modules' own names and string literals of every module of `extractor/` outside `HOMES`;
comments and docstrings may say what they like, and so may a sentence in a literal, as long as it writes no name with
an underscore or a dot (`review_period`, `figures.core`). A name counts inside a longer one too (`MOST_AWARDS`). Of
templates, scripts, styles and TOML files every word counts that stands in no comment: what they show, a reader of any
task sees. The files that `extractor task new` fills in (`*.in`) are a task of their own.

Ordinary words that are fields too are let pass: everywhere those of `ORDINARY`, in some places those of `IN_PLACES`,
each with its reason. A word of either that is no field any more, or no longer stands where it is let pass, is a fault
too, so that the lists shrink with the code.

Run by `make check`; exit code 1 with a line for each place found.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

from pydantic import BaseModel

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = "extractor"
HOMES: Final = (
    "extractor/schema.py",
    "extractor/labels.py",
    "extractor/tasks/party_review/",
    "extractor/engines/rules/",
)
"""Where the fields are at home."""

ORDINARY: Final[dict[str, str]] = {
    "doc_id": "an article's id, in the summaries of every task",
    "title": "what a page or record says of itself, as `Article` has it",
    "authors": "the same",
    "outlet": "the same",
    "published_on": "the same",
    "source": "where an input, a template or a rule comes from",
    "event": "what happens in a program: a line of its log, a parser's event",
    "kind": "of anything that comes in kinds",
    "name": "of anything that has one",
    "text": "an article's, or any other",
    "number": "counts the lines of a file, the parts of an article, the runs of a table",
    "count": "how many; the unit of what is counted",
    "group": "of commands, of a regular expression's match, of articles",
    "start": "of a stretch of text",
    "end": "of a stretch of text",
    "value": "of anything that has one; a field of the leaves `Number`, `DateOf` and `PeriodOf`",
    "unit": "of a quantity; a field of the leaf `Number`",
    "mention": "where the reader saw something; a field of four leaves",
    "evidence": "a field of the leaf `OneOf`",
    "period": "a stretch of time that the reader sees, and a kind of leaf",
    "role": "the part that a block plays on its page, of a chat's message, of a person in the text",
}
"""Words that general code means otherwise -> what it means by them."""

_QUANTITY: Final = "how the reader reads a quantity, and the leaf `Number` with it"
_READER: Final = "what the reader sees on the face of any text"
IN_PLACES: Final[dict[tuple[str, str], str]] = {
    ("comparator", "extractor/reading/"): _QUANTITY,
    ("comparator", "extractor/engines/llm/readings.py"): _QUANTITY,
    ("comparator", "extractor/tasks/leaves.py"): _QUANTITY,
    ("comparator", "extractor/tasks/leaf_proofs.py"): _QUANTITY,
    ("comparator", "extractor/tasks/list_specs.py"): _QUANTITY,
    ("value_max", "extractor/reading/"): _QUANTITY,
    ("value_max", "extractor/grounding/numbers.py"): _QUANTITY,
    ("value_max", "extractor/tasks/leaves.py"): _QUANTITY,
    ("value_max", "extractor/tasks/leaf_proofs.py"): _QUANTITY,
    ("value_max", "extractor/tasks/list_specs.py"): _QUANTITY,
    ("out_of", "extractor/reading/"): _QUANTITY,
    ("out_of", "extractor/grounding/numbers.py"): _QUANTITY,
    ("out_of", "extractor/tasks/leaves.py"): _QUANTITY,
    ("out_of", "extractor/tasks/leaf_proofs.py"): _QUANTITY,
    ("out_of", "extractor/tasks/list_specs.py"): _QUANTITY,
    ("documents", "extractor/reading/"): _READER,
    ("organizations", "extractor/reading/"): _READER,
    ("people", "extractor/reading/"): _READER,
    ("issued_on", "extractor/reading/"): _READER,
    ("issuer", "extractor/reading/"): _READER,
    ("province", "extractor/reading/"): _READER,
    ("province", "extractor/text/"): "the dated list of the country's provinces",
    ("points", "extractor/eval/report_plots.py"): "matplotlib's unit of length",
    ("points", "extractor/exports/page/series.py"): "of a line that is drawn",
    ("points", "extractor/exports/page/years.js"): "of a line that is drawn",
    ("people", "extractor/eval/templates/browser.html.j2"): "who label, against programs",
    ("organization", "extractor/text/data/bodies.toml"): "in the name of a kind of body",
    ("documents", "extractor/text/data/documents.toml"): _READER,
    ("points", "extractor/text/data/idioms.toml"): "the points of a written list",
}
"""Word and place (a module or a folder) where it is let pass -> what is meant there."""

_OTHERS: Final = {
    ".j2": re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL),
    ".jinja": re.compile(r"\{#.*?#\}", re.DOTALL),
    ".js": re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".toml": re.compile(r"^\s*#[^\n]*|\s#\s[^\n]*", re.MULTILINE),
}
"""Kinds of files beside modules, and what their comments are."""
_DOTTED: Final = re.compile(r"\w+(?:\.\w+)+|\w*_\w*")
_SPACE: Final = re.compile(r"\s")


def field_names(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """The names of a model's fields and of those of the models in it."""
    seen = set() if seen is None else seen
    if model in seen:
        return set()
    seen.add(model)
    found = set(model.model_fields)
    waiting: list[object] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            found |= field_names(one, seen)
        waiting += get_args(one)
    return found


def words_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything in a module that can name a field."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            line, said = node.lineno, node.value
            yield from ((line, one) for one in ([said] if not _SPACE.search(said) else _DOTTED.findall(said)))
        else:
            yield from ((getattr(node, "lineno", 1), one) for one in _names(node))


def lines_of(source: str, comments: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The lines of another file, without its comments."""
    bare = comments.sub(lambda found: "\n" * found[0].count("\n"), source)
    yield from enumerate(bare.splitlines(), 1)


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield from name.split(".")
            yield other or ""
        case ast.ImportFrom(module=str(module)):
            # Where a name comes from: party_review's own modules are imported by their names.
            yield from module.split(".") if ".party_review" not in module and ".rules" not in module else ()
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case _:
            pass


def named_in(path: str, source: str, fields: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and field for each of `fields` that a module names, its own name included."""
    pattern = re.compile(rf"(?<![a-z])({'|'.join(sorted(fields, key=len, reverse=True))})(?![a-z])", re.IGNORECASE)
    places = [(1, part) for part in Path(path).with_suffix("").parts[1:]]
    comments = _OTHERS.get(Path(path).suffix)
    words = words_of(source) if comments is None else lines_of(source, comments)
    for line, word in [*places, *words]:
        for found in pattern.finditer(word):
            yield line, found[1].lower()


def modules(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Path and source of every module, template, script, style and TOML file of the package outside `HOMES`."""
    for path in sorted((root / PACKAGE).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in {".py", *_OTHERS} and not name.startswith(HOMES):
            yield name, path.read_text(encoding="utf-8")


def faults(root: Path = ROOT) -> Iterator[str]:
    """One line for each place that names a field, and for each exception that nothing needs."""
    from extractor.schema import ArticleSummary

    fields = field_names(ArticleSummary)
    yield from (f"ORDINARY: {word} is no field any more" for word in ORDINARY if word not in fields)
    strict = frozenset(fields - set(ORDINARY))
    used: set[tuple[str, str]] = set()
    for name, source in modules(root):
        for line, word in dict.fromkeys(named_in(name, source, strict)):
            place = next((one for one in IN_PLACES if one[0] == word and name.startswith(one[1])), None)
            if place is None:
                yield f"{name}:{line}: names {word}, a field of Party reviews; ask the task for it"
            else:
                used.add(place)
    yield from (f"IN_PLACES: {word} no longer stands in {place}" for word, place in IN_PLACES.keys() - used)


def main() -> int:
    """Print what was found; 0 where nothing was."""
    found = sorted(faults())
    for line in found:
        print(line)
    print(f"fields of a task outside it: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
