"""Quote alignment side by side with langextract's aligner: the same quotes, correctness checked, time per quote.

    python eval/benchmarks/alignment.py [--texts N] [--quotes N] [--json FILE]

langextract is installed into a virtual environment of its own, in a temporary folder that is removed afterwards; where
that fails (no network), only our own side is measured. Texts are joined from `eval/gold/tuned/articles`
until each has 3,000 words. Every quote is a clause that stands once in its text, as it is or changed: a change of
spelling must still be found exactly there, a change of content must be refused. Exit code 1 where our side errs or is
slow.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import venv
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

ARTICLES = Path(__file__).parents[1] / "gold" / "tuned" / "articles"
MIN_WORDS = 3000
SEED = 20240115
MAX_MILLISECONDS = 1.0
"""What 95 of 100 look-ups must keep to."""

_MARKS = ' "“”-–'
_PIECE = r"(?:[^;.:\n,()…]|(?<=\d)[.,](?=\d))+"
_CLAUSE = re.compile(f"{_PIECE}(?:, {_PIECE})?")

Span = tuple[int, int] | None


HEADER = (
    f"{'aligner':<34} {'quotes':<9} {'ms/quote':>9}   {'right span':>11} {'elsewhere':>9} {'missed':>7}   inventions"
)


@dataclass(frozen=True)
class Case:
    """A quote, the change made to it, and where it must be found (None: nowhere)."""

    change: str
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Score:
    """What one aligner did with all cases of all texts."""

    aligner: str
    order: str
    milliseconds: float
    right: int
    elsewhere: int
    missed: int
    refused: int
    accepted: int

    def row(self) -> str:
        found = self.right + self.elsewhere + self.missed
        false = self.refused + self.accepted
        return (
            f"{self.aligner:<34} {self.order:<9} {self.milliseconds:>9.3f}   {self.right:>5}/{found:<5} "
            f"{self.elsewhere:>9} {self.missed:>7}   {self.accepted:>6}/{false}"
        )


# --- cases ---


def spellings(clause: str) -> dict[str, str]:
    """The clause as it stands and in other spellings of the same words."""
    moved = clause
    for one, other in (("ủy", "uỷ"), ("òa", "oà"), ("óa", "oá"), ("ỷ ", "ỉ "), ("ỹ ", "ĩ ")):
        moved = moved.replace(one, other) if one in moved else moved
    function = re.sub(r"(?<=\w) (?:đã|được|các|của|và|những)(?= \w)", "", clause, count=1)
    found = {
        "as it stands": clause,
        "decomposed": unicodedata.normalize("NFD", clause),
        "tone placement": moved,
        "capitals": clause.upper(),
        "typography": clause.replace(" ", "\u00a0", 2).replace("-", "–").replace('"', "“"),
        "function word lost": function if len(clause.split()) >= 8 else clause,
    }
    return {change: quote for change, quote in found.items() if change == "as it stands" or quote != clause}


def falsehoods(clause: str, other: str, text: str) -> dict[str, str]:
    """The clause with its content changed."""
    words = clause.split()
    found = {
        "negation put in": " ".join([*words[:2], "chưa", *words[2:]]),
        "invented tail": f"{clause} trước sự chứng kiến của phóng viên quốc tế",
        "two halves": " ".join([*words[: len(words) // 2 + 1], *other.split()[-len(words) // 2 :]]),
        "word exchanged": " ".join([*words[:-2], "khinh khí cầu", words[-1]]),
    }
    number = re.search(r"(?<![\d.,])[1-9]\d{1,2}(?![\d.,])", clause)
    if number:
        changed = clause[: number.start()] + str(int(number[0]) + 311) + clause[number.end() :]
        found["digits changed"] = changed
    if re.search(r"(?<= )(?:không|chưa) ", clause):
        found["negation left out"] = re.sub(r"(?<= )(?:không|chưa) ", "", clause, count=1)
    name = re.search(r"(?<=[a-zà-ỹ] )[A-ZĐ][^\W\d_]+ [A-ZĐ][^\W\d_]+", clause)
    if name:
        found["name changed"] = clause[: name.start()] + "Tôn Nữ" + clause[name.end() :]
    return {change: quote for change, quote in found.items() if quote not in text}


def cases_of(text: str, count: int, chance: random.Random) -> list[Case]:
    """About `count` quotes of one text, half of them true, in text order."""
    clauses = [
        (match.start(), match.group()) for match in _CLAUSE.finditer(text) if 6 <= len(match.group().split()) <= 30
    ]
    clauses = [(start + len(c) - len(c.lstrip()), c.strip()) for start, c in clauses]
    clauses = [(start, c) for start, c in clauses if text.lower().count(c.lower()) == 1]
    picked = sorted(chance.sample(clauses, min(len(clauses), count // 2)))
    cases = []
    for start, clause in picked:
        change, quote = chance.choice(sorted(spellings(clause).items()))
        cases.append(Case(change, quote, start, start + len(clause)))
        other = chance.choice(clauses)[1]
        change, quote = chance.choice(sorted(falsehoods(clause, other, text).items()))
        cases.append(Case(change, quote, None, None))
    return cases


def texts(count: int, chance: random.Random) -> list[str]:
    """`count` texts of at least 3,000 words, joined from different articles."""
    articles = [unicodedata.normalize("NFC", path.read_text("utf-8")) for path in sorted(ARTICLES.glob("*.txt"))]
    joined = []
    for _ in range(count):
        order = chance.sample(articles, len(articles))
        text = ""
        while len(text.split()) < MIN_WORDS and order:
            text += order.pop() + "\n\n"
        joined.append(text)
    return joined


# --- the two aligners ---


def ours(text: str, quotes: list[str]) -> list[Span]:
    """Our aligner, the fold of the text included."""
    from extractor.grounding.align import align
    from extractor.text.fold import fold

    folded = fold(text)
    found = [align(folded, text, quote).extent for quote in quotes]
    return [(extent.start, extent.end) if extent else None for extent in found]


def quote_milliseconds(work: list[tuple[str, list[Case]]]) -> list[float]:
    """The time of each of our look-ups in a folded text, sorted; of three tries the fastest counts."""
    from extractor.grounding.align import align
    from extractor.text.fold import fold

    times = []
    for text, cases in work:
        folded = fold(text)
        for case in cases:
            tries = []
            for _ in range(3):
                begun = time.perf_counter()
                align(folded, text, case.quote)
                tries.append(1000 * (time.perf_counter() - begun))
            times.append(min(tries))
    return sorted(times)


def theirs(text: str, quotes: list[str], tokenizer: str) -> list[Span]:
    """langextract's resolver with its defaults, all quotes of a text in one call, as after one answer of a model."""
    from langextract import data, resolver
    from langextract.core import tokenizer as tokenizers

    chosen = tokenizers.UnicodeTokenizer() if tokenizer == "unicode" else tokenizers.RegexTokenizer()
    extractions = [data.Extraction(extraction_class="quote", extraction_text=quote) for quote in quotes]
    aligned = resolver.Resolver().align(extractions, text, 0, 0, tokenizer_inst=chosen)
    spans = {}
    for extraction in aligned:
        interval = extraction.char_interval
        if interval is not None and interval.start_pos is not None:
            spans[id(extraction)] = (interval.start_pos, interval.end_pos)
    return [spans.get(id(extraction)) for extraction in extractions]


def measure(aligner: str, order: str, work: list[tuple[str, list[Case]]], run: object) -> Score:
    """One text to warm up, then all texts, timed and scored."""
    assert callable(run)
    counts: Counter[str] = Counter()
    spent, quotes = 0.0, 0
    for warm, part in ((True, work[:1]), (False, work)):
        for text, cases in part:
            chosen = list(cases)
            if order == "shuffled":
                random.Random(SEED).shuffle(chosen)
            begun = time.perf_counter()
            spans = run(text, [case.quote for case in chosen])
            if warm:
                continue
            spent += time.perf_counter() - begun
            quotes += len(chosen)
            counts.update(verdict(text, case, span) for case, span in zip(chosen, spans, strict=True))
    return Score(
        aligner,
        order,
        1000 * spent / max(1, quotes),
        *(counts[name] for name in ("right", "elsewhere", "missed", "refused", "accepted")),
    )


def verdict(text: str, case: Case, span: Span) -> str:
    """`right`, `elsewhere` or `missed` for a true quote; `refused` or `accepted` for a false one."""
    if case.start is None or case.end is None:
        return "refused" if span is None else "accepted"
    if span is None:
        return "missed"
    found, wanted = text[span[0] : span[1]], text[case.start : case.end]
    return "right" if span == (case.start, case.end) or found.strip(_MARKS) == wanted.strip(_MARKS) else "elsewhere"


def scores(work: list[tuple[str, list[Case]]], side: str) -> list[Score]:
    """The scores of one side, for quotes in the text's order and shuffled."""
    found = []
    for order in ("in order", "shuffled"):
        if side == "ours":
            found.append(measure("extractor", order, work, ours))
        else:
            for name in ("regex", "unicode"):
                found.append(
                    measure(f"langextract ({name} tokenizer)", order, work, lambda text, q, n=name: theirs(text, q, n))
                )
    return found


def their_scores(work: list[tuple[str, list[Case]]]) -> tuple[str, list[Score]]:
    """langextract's version and scores, from an environment of its own; empty where it cannot be installed."""
    with tempfile.TemporaryDirectory(prefix="alignment-") as folder:
        environment = Path(folder) / "venv"
        venv.create(environment, with_pip=True)
        python = next(
            path for path in (environment / "bin/python", environment / "Scripts/python.exe") if path.exists()
        )
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "langextract"]
        if subprocess.run(install, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            return "", []
        handed = Path(folder) / "work.json"
        handed.write_text(json.dumps([(text, [asdict(case) for case in cases]) for text, cases in work]), "utf-8")
        done = subprocess.run([python, __file__, "--child", handed], check=True, capture_output=True, text=True)
        answer = json.loads(done.stdout.splitlines()[-1])
        return answer["version"], [Score(**score) for score in answer["scores"]]


def child(handed: str) -> None:
    """Inside langextract's own environment: score it and print the answer as one line of JSON."""
    from importlib.metadata import version

    work = [(text, [Case(**case) for case in cases]) for text, cases in json.loads(Path(handed).read_text("utf-8"))]
    found = scores(work, "theirs")
    print(json.dumps({"version": version("langextract"), "scores": [asdict(score) for score in found]}))


def main() -> int:
    """Run both sides, print the table, and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=4, help="how many texts of 3,000 words")
    parser.add_argument("--quotes", type=int, default=40, help="how many quotes a text, half of them false")
    parser.add_argument("--json", type=Path, help="write the scores here too")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return 0
    chance = random.Random(SEED)
    work = [(text, cases_of(text, options.quotes, chance)) for text in texts(options.texts, chance)]
    words = sum(len(text.split()) for text, _ in work) // max(1, len(work))
    print(
        f"{len(work)} texts of about {words} words, {sum(len(cases) for _, cases in work)} quotes, half of them false"
    )
    mine = scores(work, "ours")
    version, others = their_scores(work)
    print("\n" + HEADER)
    for score in (*mine, *others):
        print(score.row())
    if others:
        best = min(score.milliseconds for score in others)
        print(f"\nlangextract {version} takes {best / mine[0].milliseconds:.1f} times as long a quote at its fastest")
    else:
        print("\nlangextract could not be installed: our side alone was measured")
    times = quote_milliseconds(work)
    median, late = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"one look-up of ours: median {median:.3f} ms, 95 of 100 within {late:.3f} ms (at most {MAX_MILLISECONDS:g})")
    if options.json:
        report = {"langextract": version, "words": words, "scores": [asdict(score) for score in (*mine, *others)]}
        options.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    wrong = [case for text, cases in work for case in cases_that_err(text, cases)]
    for case in wrong[:10]:
        print(f"ERR {case.change}: {case.quote}", file=sys.stderr)
    return 1 if wrong or late > MAX_MILLISECONDS else 0


def cases_that_err(text: str, cases: list[Case]) -> list[Case]:
    """The cases our side gets wrong."""
    spans = ours(text, [case.quote for case in cases])
    return [
        case for case, span in zip(cases, spans, strict=True) if verdict(text, case, span) not in ("right", "refused")
    ]


if __name__ == "__main__":
    sys.exit(main())
