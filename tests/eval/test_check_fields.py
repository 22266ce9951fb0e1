"""The check that general modules name no field of Party reviews: what it finds, what it lets pass, that it can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.check_fields import IN_PLACES, ORDINARY, faults, field_names, named_in
from extractor.schema import ArticleSummary

FIELDS = frozenset(field_names(ArticleSummary) - set(ORDINARY))


def test_the_names_come_from_the_models() -> None:
    assert {"awards", "phase", "granted_by", "review_period", "recipient_kind", "issued_on"} <= FIELDS
    assert not FIELDS & set(ORDINARY)


NAMING = [
    ("a name", "awards = 1", "awards"),
    ("an attribute", "x = summary.awards", "awards"),
    ("an argument", "def f(phase): ...", "phase"),
    ("a keyword", "f(phase=1)", "phase"),
    ("a function", "def phase(): ...", "phase"),
    ("an import", "from somewhere import awards", "awards"),
    ("a module that is imported", "from extractor.grounding.awards import x", "awards"),
    ("another name", "import x as awards", "awards"),
    ("a literal", "x['phase']", "phase"),
    ("a score", "x = 'figures.core.f1'", "figures"),
    ("a piece of a literal", "x = f'figures.{name}'", "figures"),
    ("a name in a sentence", "raise ValueError('give a review_period')", "review_period"),
    ("a longer name", "MOST_AWARDS = 3", "awards"),
    ("a pattern's name", "match x:\n    case [*awards]: ...", "awards"),
]


@pytest.mark.parametrize(("source", "word"), [row[1:] for row in NAMING], ids=[row[0] for row in NAMING])
def test_a_name_is_found(source: str, word: str) -> None:
    assert {found for _, found in named_in("extractor/x.py", source, FIELDS)} == {word}


def test_a_module_of_that_name_is_found() -> None:
    assert {found for _, found in named_in("extractor/awards.py", "", FIELDS)} == {"awards"}


@pytest.mark.parametrize(
    "source",
    [
        "# awards",
        '"""awards, `phase` and review_period"""',
        "def f():\n    '''phase'''",
        "raise ValueError('what the phase is')",
        "phased = measured = subjects = 1",
        "title = name = kind = 1",
    ],
)
def test_prose_and_other_words_pass(source: str) -> None:
    assert list(named_in("extractor/x.py", source, FIELDS)) == []


def planted(root: Path, path: str, source: str) -> list[str]:
    """The faults of a package that holds just this module, those of exceptions left out."""
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(source, encoding="utf-8")
    return [one for one in faults(root) if not one.startswith("IN_PLACES")]


def test_a_planted_name_fails_the_check(tmp_path: Path) -> None:
    (found,) = planted(tmp_path, "extractor/runs/x.py", "\nx = summary.awards\n")
    assert found == "extractor/runs/x.py:2: names awards, a field of Party reviews; ask the task for it"


@pytest.mark.parametrize("home", ["extractor/tasks/party_review/x.py", "extractor/engines/rules/x.py"])
def test_a_name_at_home_passes(home: str, tmp_path: Path) -> None:
    assert planted(tmp_path, home, "x = summary.awards") == []


def test_a_word_passes_in_its_place_only(tmp_path: Path) -> None:
    source = "x = reading.issuer"
    assert planted(tmp_path / "a", "extractor/reading/x.py", source) == []
    assert len(planted(tmp_path / "b", "extractor/runs/x.py", source)) == 1


@pytest.mark.parametrize(
    ("path", "source", "lines"),
    [
        ("extractor/x.html.j2", "{# awards #}\n<h2>{{ item.awards }}</h2>", [2]),
        ("extractor/x.js", "// awards\n/* phase\n*/ const url = 'http://x'; data.awards", [3]),
        ("extractor/x.css", "/* awards */\n.awards { margin: 0 }", [2]),
        ("extractor/x.toml", "# awards\nname = 1  # phase\n[awards]", [3]),
        ("extractor/x.toml.in", "[awards]", []),
    ],
)
def test_templates_scripts_and_data_are_looked_through(
    path: str, source: str, lines: list[int], tmp_path: Path
) -> None:
    found = planted(tmp_path, path, source)
    assert [int(one.split(":")[1]) for one in found] == lines


def test_an_exception_that_nothing_needs_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "extractor").mkdir()
    assert len(list(faults(tmp_path))) == len(IN_PLACES)


def test_the_package_names_no_field() -> None:
    assert list(faults()) == []
