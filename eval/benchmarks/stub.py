"""The exchange alone, through the whole driver: a stub program that renders, is answered, parses, and proves nothing.

`python -m eval.benchmarks.stub --url URL --rows FILE --at-once N --out DIR` prints one JSON object as the peers do;
with 0 no number of calls at once is named.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import resource
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any, Final

from eval.benchmarks.loopback import MODEL
from eval.benchmarks.peers import plain
from extractor.cli.progress import Silence
from extractor.engines.base import NO_FACTS, Answer, Completion, Facts, Outcome, Question
from extractor.engines.llm.completions import received
from extractor.engines.llm.parse import parse
from extractor.engines.llm.render import body_of
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.rules.draft import Draft
from extractor.errors import ModelError
from extractor.grounding.grounded import Grounded
from extractor.loaders import find_inputs
from extractor.reading.model import Reading
from extractor.runs.desk import Engines
from extractor.runs.job import Job, Manner
from extractor.runs.run import run
from extractor.runs.settings import RunSettings
from extractor.schema import ArticleSummary, Source
from extractor.schema import Event as Conference
from extractor.tasks.party_review.codec.replies import PointerReply
from extractor.tasks.party_review.llm.prompt import load_prompt
from extractor.text.article import Article

_SCHEMA: Final = Facts(mode="schema")


class StubEngine:
    """Asks about each article once, in the shape of a real question, and keeps a hash of the parsed reply."""

    name = "llm"

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings

    @cached_property
    def _system(self) -> dict[str, str]:
        return {"role": "system", "content": load_prompt("pointer").system}

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:  # noqa: ARG002
        """One question, then a summary whose abstract is the hash of the reply."""
        if not answers:
            messages = [self._system, {"role": "user", "content": article.text}]
            body = body_of(messages, PointerReply, self._settings, _SCHEMA, self._settings.max_output_tokens)
            return Question(body, 5000, self._settings.max_output_tokens)
        (answer,) = answers
        assert isinstance(answer, Completion)
        reply = parse(received(answer.body).text, PointerReply, None)
        if not isinstance(reply, PointerReply):
            raise ModelError("the stub's reply did not parse")
        summary = ArticleSummary(
            doc_id=article.doc_id,
            source=Source(outlet=None, title=None, authors=[], published_on=None),
            event=Conference(kind="other", held_on=None, review_period=None, plan_period=None),
            abstract=plain(reply.model_dump_json()),
            organizations=[],
            figures=[],
            awards=[],
            people=[],
            documents=[],
            points=[],
        )
        return Outcome(Reading(article), Draft(), Grounded(summary))


def stub_job(url: str, inputs: Path, out: Path, at_once: int | None, **manner: Any) -> Job:
    """A run of the stub over a JSONL of articles."""
    settings = LlmSettings(model=MODEL, base_url=url, mode="schema", timeout=600.0, max_wait=600.0)
    return Job(
        find_inputs([str(inputs)]),
        out,
        RunSettings(engine="llm", engine_version="stub", model=MODEL, base_url=url),
        lambda: Engines(StubEngine(settings)),
        settings,
        fresh=True,
        manner=Manner(concurrency=at_once, **manner),
    )


def main() -> None:
    """Run the stub once, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    logging.getLogger("extractor").setLevel(logging.WARNING)
    warm = options.articles.with_name("warm.jsonl")
    warm.write_text(options.articles.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    run(stub_job(options.url, warm, options.out / "warm", 1), observer=Silence(), stop=Event())
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    job = stub_job(options.url, options.articles, options.out / "stub", options.at_once or None)
    result = run(job, observer=Silence(), stop=Event())
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = time.monotonic() - begun
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = (options.out / "stub" / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
    replies = [json.loads(line)["abstract"] for line in lines]
    assert result.manifest.counts.done == len(replies)
    digest = hashlib.sha256("\n".join(replies).encode()).hexdigest()
    print(json.dumps({"rows": len(replies), "seconds": seconds, "cpu": used, "digest": digest}))


if __name__ == "__main__":
    main()
