"""Reading and the whole rules engine: articles a second on one core, memory over many articles, cost against length.

    python eval/benchmarks/reading.py [--articles 10000] [--rounds 3] [--json FILE]

Works on `eval/gold/tuned/articles`. Each part runs in a fresh process and measures its own CPU time, so
that other work on the machine counts little. Exit code 1 where a check fails:

- speed: every round gives the same summaries, and 19 of 20 gold numbers are among their figures;
- length: a text of 200,000 characters, made of 100 articles of 2,000, has exactly their quantities and every planted
  fact, and costs at most 120 % of the 100 articles, measured in turns in one process;
- memory: over all articles, no two alike, the process grows by less than 8 MiB after its first tenth.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

GOLD = Path(__file__).parents[1] / "gold" / "tuned"
LENGTH = 2000
"""Characters of one article where cost is set against length."""
PARTS = (25, 50, 100)
"""Of how many such articles the long texts are made."""
MAX_RATIO = 1.2
MAX_GROWTH = 8 * 2**20
MIN_FOUND = 0.95
FIRST_PLANTED = 3000

ENGINE = RulesEngine()

Work = Callable[[Article], tuple[Reading, ArticleSummary | None]]


@dataclass(frozen=True)
class Speed:
    """CPU time of the articles as they are."""

    articles: int
    characters: int
    quantities: int
    figures: int
    gold_numbers: int
    gold_found: int
    alike: bool
    reading_ms: float
    engine_ms: float

    @property
    def right(self) -> bool:
        """Whether the answers were steady and near the gold."""
        return self.alike and self.gold_found >= MIN_FOUND * self.gold_numbers


@dataclass(frozen=True)
class Length:
    """The CPU time of one long text against that of the articles it is made of."""

    what: str
    parts: int
    characters: int
    short_ms: float
    long_ms: float
    short_found: int
    long_found: int
    expected: int | None

    @property
    def ratio(self) -> float:
        """The long text's time as a share of the articles' time."""
        return self.long_ms / self.short_ms

    @property
    def right(self) -> bool:
        """Whether the long text gave what its parts gave, and what was planted."""
        return self.short_found == self.long_found and self.expected in (None, self.short_found)


@dataclass(frozen=True)
class Memory:
    """Resident memory, in bytes, after each tenth of the articles."""

    articles: int
    seconds: float
    resident: list[int]

    @property
    def growth(self) -> int:
        """Bytes gained from the first tenth to the last."""
        return self.resident[-1] - self.resident[0]


# --- what is measured ---


def read_only(article: Article) -> tuple[Reading, ArticleSummary | None]:
    """Reading alone."""
    return read(article), None


def whole_engine(article: Article) -> tuple[Reading, ArticleSummary | None]:
    """Reading, the rules' draft, and the gate."""
    reading = read(article)
    draft = ENGINE.draft(article, reading).draft
    return reading, ground(article, reading, draft).summary


def timed(work: Work, articles: Sequence[Article]) -> tuple[float, list[tuple[Reading, ArticleSummary | None]]]:
    """CPU milliseconds for all articles, and what came out."""
    gc.collect()
    begun = time.process_time()
    found = [work(article) for article in articles]
    return 1000 * (time.process_time() - begun), found


# --- the articles ---


def own_articles() -> list[Article]:
    """The articles of the repository's own gold, in order of their names."""
    paths = sorted((GOLD / "articles").glob("*.txt"))
    return [Article.from_text(path.stem, path.read_text("utf-8")) for path in paths]


_COUNT = re.compile(
    r"(?<![\d.,/-])(\d{2,3})(?= (?:đảng viên|chi bộ|tổ chức|tập thể|cá nhân|lớp|đồng chí|học viên|quần chúng|cấp ủy))"
)
_DECIMALS = re.compile(r"(?<=\d,)(\d{1,2})(?= ?%)")


def varied(paragraph: str, by: int) -> str:
    """The paragraph with other counts and shares, so that it tells other facts."""

    def other(match: re.Match[str]) -> str:
        width = len(match[1])
        return str((int(match[1]) + by) % 10**width).zfill(width)

    if not by:
        return paragraph
    return "Theo báo cáo, " + _DECIMALS.sub(other, _COUNT.sub(lambda match: str(int(match[1]) + by), paragraph))


def bodies() -> list[str]:
    """The paragraphs of plain text of the own articles."""
    found = []
    for article in own_articles():
        for block in read(article).blocks:
            paragraph = " ".join(article.slice(block.extent).split())
            if block.role == "body" and 140 <= len(paragraph) <= 1200 and paragraph[-1] == "." and paragraph[0] != "*":
                found.append(paragraph)
    return found


def planted(number: int) -> str:
    """A fact whose number no other article has."""
    return f"Tính riêng đợt thi đua thứ {number}, Đảng bộ Khối đã kết nạp {FIRST_PLANTED + number} đảng viên mới."


def made_articles(count: int) -> list[str]:
    """`count` different texts of `LENGTH` characters each, with a planted fact and the own articles' paragraphs."""
    paragraphs, taken, made = bodies(), 0, []
    for number in range(count):
        text = (
            f"Hội nghị tổng kết cụm thi đua thứ {number} của Khối\n\n"
            f"Sáng 15/1/2019, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổ chức hội nghị tổng kết công tác năm 2018, triển "
            f"khai nhiệm vụ năm 2019 tại cụm thi đua thứ {number}.\n\n{planted(number)}"
        )
        filler = f"Các đại biểu của cụm thứ {number} đã thảo luận sôi nổi, thẳng thắn"
        while True:
            paragraph = varied(paragraphs[taken % len(paragraphs)], taken // len(paragraphs))
            if len(text) + len(paragraph) + len(filler) + 5 > LENGTH:
                break
            text += "\n\n" + paragraph
            taken += 1
        taken += len(text) < LENGTH // 3  # a paragraph too long for any article is passed over
        text += "\n\n" + filler
        text += (" và xây dựng" * LENGTH)[: LENGTH - len(text) - 1] + "."
        made.append(text)
    return made


# --- the parts ---


def measure_speed(rounds: int) -> Speed:
    """The articles as they are, `rounds` times; the fastest round counts."""
    articles = own_articles()
    for article in articles[:5]:
        whole_engine(article)
    reading_ms = engine_ms = float("inf")
    answers: list[list[str]] = []
    found: list[tuple[Reading, ArticleSummary | None]] = []
    for _ in range(rounds):
        reading_ms = min(reading_ms, timed(read_only, articles)[0])
        spent, found = timed(whole_engine, articles)
        engine_ms = min(engine_ms, spent)
        answers.append([summary.to_json_line() for _, summary in found if summary is not None])
    wanted = matched = 0
    for article, (_, summary) in zip(articles, found, strict=True):
        assert summary is not None
        gold = json.loads((GOLD / "labels" / f"{article.doc_id}.json").read_text("utf-8"))["figures"]
        numbers = {(figure.mention.start, abs(figure.value)) for figure in summary.figures}
        wanted += len(gold)
        matched += sum((figure["mention"]["start"], abs(figure["value"])) in numbers for figure in gold)
    return Speed(
        articles=len(articles),
        characters=sum(len(article.text) for article in articles),
        quantities=sum(len(reading.quantities) for reading, _ in found),
        figures=sum(len(summary.figures) for _, summary in found if summary is not None),
        gold_numbers=wanted,
        gold_found=matched,
        alike=all(answer == answers[0] for answer in answers),
        reading_ms=reading_ms / len(articles),
        engine_ms=engine_ms / len(articles),
    )


def planted_found(found: Sequence[tuple[Reading, ArticleSummary | None]], parts: int) -> int:
    """How many of the planted facts are figures of the summaries."""
    figures = [figure for _, summary in found if summary is not None for figure in summary.figures]
    facts = {figure.value for figure in figures if (figure.subject, figure.measure) == ("member", "admitted")}
    return sum(FIRST_PLANTED + number in facts for number in range(parts))


def measure_length(rounds: int) -> list[Length]:
    """Long texts against the articles they are made of, in turns; the fastest of each counts."""
    texts = made_articles(PARTS[-1])
    measured = []
    for what, work in (("reading", read_only), ("rules engine", whole_engine)):
        for parts in PARTS:
            short = [Article.from_text(f"a{number}", text) for number, text in enumerate(texts[:parts])]
            long = [Article.from_text("long", "\n\n".join(texts[:parts]))]
            timed(work, short[:5])
            times: dict[str, float] = {"short": float("inf"), "long": float("inf")}
            counts: dict[str, int] = {}
            for _ in range(rounds):
                for name, articles in (("short", short), ("long", long)):
                    spent, found = timed(work, articles)
                    times[name] = min(times[name], spent)
                    if work is read_only:
                        counts[name] = sum(len(reading.quantities) for reading, _ in found)
                    else:
                        counts[name] = planted_found(found, parts)
                    del found
            measured.append(
                Length(
                    what=what,
                    parts=parts,
                    characters=len(long[0].text),
                    short_ms=times["short"],
                    long_ms=times["long"],
                    short_found=counts["short"],
                    long_found=counts["long"],
                    expected=None if work is read_only else parts,
                )
            )
    return measured


_ONSETS = ("B", "Ch", "D", "Đ", "G", "H", "Kh", "L", "M", "N", "Ph", "S", "T", "V", "X")
_RHYMES = ("ang", "iên", "oan", "uyên", "ương", "ân", "inh", "ung", "ao", "iêu", "ơn", "ai", "âm")


def unlike(article: Article, number: int) -> Article:
    """The article with a person and facts that no other has, so that nothing kept from another helps."""
    given = [_ONSETS[number // at % len(_ONSETS)] + _RHYMES[number // at % len(_RHYMES)] for at in (1, 15, 225)]
    more = f"Đồng chí Nguyễn {' '.join(given)}, Phó Bí thư Đảng ủy Khối, dự hội nghị. {planted(number)}"
    text = varied(article.text, number % 89).removeprefix("Theo báo cáo, ")
    return Article.from_text(f"{article.doc_id}-{number}", f"{text}\n\n{more}")


def resident_bytes() -> int:
    """The memory the process holds now; its peak where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def measure_memory(count: int) -> Memory:
    """The whole engine over `count` articles, one after the other, each forgotten once it is done."""
    articles = own_articles()
    resident = []
    begun = time.process_time()
    for number in range(count):
        whole_engine(unlike(articles[number % len(articles)], number))
        if (number + 1) % max(1, count // 10) == 0:
            gc.collect()
            resident.append(resident_bytes())
    return Memory(count, time.process_time() - begun, resident)


# --- the report ---


def in_fresh_process(part: str, options: argparse.Namespace) -> list[dict[str, object]]:
    """One part, measured by another process of this file."""
    command = [sys.executable, __file__, "--part", part]
    command += ["--articles", str(options.articles), "--rounds", str(options.rounds)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def report_speed(speed: Speed) -> bool:
    """Prints the speed; whether its checks hold."""
    print(
        f"{speed.articles} articles of {speed.characters // speed.articles} characters and "
        f"{speed.quantities / speed.articles:.0f} quantities on average, one core"
    )
    for name, spent in (("reading alone", speed.reading_ms), ("rules engine and gate", speed.engine_ms)):
        print(f"  {name:<24} {spent:7.2f} ms an article   {1000 / spent:7.1f} articles a second")
    print(
        f"  {speed.figures} figures; {speed.gold_found} of {speed.gold_numbers} gold numbers among them; "
        f"{'the same' if speed.alike else 'NOT the same'} summaries each round"
    )
    return speed.right


def report_length(lengths: Sequence[Length]) -> bool:
    """Prints cost against length; whether the texts gave the same and the longest kept to the limit."""
    print(
        f"\n{'one long text against its parts':<34} {'parts':>10} {'one text':>10} {'ratio':>6}   found in parts, text"
    )
    for one in lengths:
        print(
            f"  {one.what:<13} {one.characters:>9,} characters {one.short_ms:>7.0f} ms {one.long_ms:>7.0f} ms "
            f"{one.ratio:>6.2f}   {one.short_found}, {one.long_found}{'' if one.right else '  WRONG'}"
        )
    longest = [one for one in lengths if one.parts == PARTS[-1]]
    kept = all(one.ratio <= MAX_RATIO for one in longest)
    if not kept:
        print(f"  WRONG: the longest text may take {MAX_RATIO:.0%} of its parts' time")
    return kept and all(one.right for one in lengths)


def report_memory(memory: Memory) -> bool:
    """Prints memory; whether it stayed flat."""
    a_second = memory.articles / memory.seconds
    print(f"\n{memory.articles} different articles through the rules engine: {a_second:.1f} a second")
    print("  resident MiB after each tenth: " + " ".join(f"{size / 2**20:.1f}" for size in memory.resident))
    flat = memory.growth < MAX_GROWTH
    print(f"  growth {memory.growth / 2**20:+.1f} MiB{'' if flat else '  WRONG: memory is not flat'}")
    return flat


def main() -> int:
    """Measure all parts, print the tables; 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the memory part")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the other parts; the fastest counts")
    parser.add_argument("--json", type=Path, help="write what was measured here too")
    parser.add_argument("--part", choices=("speed", "length", "memory"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part is not None:
        measured: Sequence[Speed | Length | Memory] = (
            [measure_speed(options.rounds)]
            if options.part == "speed"
            else measure_length(options.rounds)
            if options.part == "length"
            else [measure_memory(options.articles)]
        )
        json.dump([asdict(one) for one in measured], sys.stdout)
        return 0
    found = {part: in_fresh_process(part, options) for part in ("speed", "length", "memory")}
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    held = [
        report_speed(Speed(**found["speed"][0])),  # type: ignore[arg-type]
        report_length([Length(**one) for one in found["length"]]),  # type: ignore[arg-type]
        report_memory(Memory(**found["memory"][0])),  # type: ignore[arg-type]
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
