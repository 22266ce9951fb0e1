"""A model that knows the answers: it replies from gold, in the protocol it is asked in, as an endpoint on loopback.

It sees nothing but the request's messages. The article is found again by the text between the fences, a part of a long
one by its clauses, and a follow-up is answered for just the ids and claims it names. `planted.py` adds the errors.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.probe import ProbeReply
from extractor.engines.llm.prompt import FENCE
from extractor.engines.llm.replies import Reply, compact
from extractor.engines.llm.tagged_text import SEAM, Clause, TaggedText, neutralise
from extractor.reading.reader import read
from extractor.schema import ArticleSummary, Organization, Source
from extractor.tasks.party_review.codec import pointer, rows
from extractor.tasks.party_review.codec.encode import encode_pointer, encode_quote
from extractor.tasks.party_review.codec.replies import FollowUpReply, QuoteReply
from extractor.text.article import Article
from tests.engines.llm.planted import Planter

MODEL: Final = "scripted"
_NO_EVENT: Final = {"event": "other", "held_on": "", "review_period": "", "plan_period": ""}
_TAG: Final = re.compile(r"\[s\d+\] |\[q\d+(?:=[^\]]+)?\]")
_LISTED: Final = re.compile(r"Organisations(?: so far)?: (.+?)(?:; list only new ones.*|\.)$", re.MULTILINE)
_NAMED: Final = re.compile(r"(?:^|; )[A-Z] = ")
_OPEN: Final = re.compile(r"^Quantities without a label: (.+?)\. ", re.MULTILINE)
_REFUSED: Final = re.compile(r"^([qr]\d+) \w+ \"", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """An article the model knows, and what is right about it."""

    article: Article
    gold: ArticleSummary

    @cached_property
    def tagged(self) -> TaggedText:
        """The article with its tags."""
        return TaggedText.whole(self.article, read(self.article))

    @cached_property
    def lines(self) -> str:
        """Its text as a prompt shows it, without tags."""
        return self.tagged.plain_text


class ScriptedModel:
    """Answers from gold. `planter` adds errors; a `stubborn` model makes them again when it is told of them."""

    def __init__(
        self,
        known: Iterable[tuple[Article, ArticleSummary]],
        *,
        planter: Planter | None = None,
        stubborn: bool = True,
        context: int | None = None,
    ) -> None:
        self.known = [Known(article, gold) for article, gold in known]
        self.planter = planter
        self.stubborn = stubborn
        self.context = context
        self.requests: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    @property
    def asked(self) -> list[str]:
        """The user message of each request so far, probes left out."""
        return [one["messages"][-1]["content"] for one in self.requests if FENCE.open in one["messages"][-1]["content"]]

    def complete(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body for one request."""
        with self._lock:
            self.requests.append(request)
        tokens = sum(estimate_tokens(message["content"]) for message in request["messages"])
        if self.context is not None and tokens + request.get("max_tokens", 0) > self.context:
            message = f"This model's maximum context length is {self.context} tokens, but {tokens} were asked for."
            return 400, {"error": {"code": "context_length_exceeded", "message": message}}
        content = compact(self.reply(request["response_format"]["json_schema"]["name"], request["messages"]))
        usage = {"prompt_tokens": tokens, "completion_tokens": estimate_tokens(content)}
        return 200, {
            "id": f"r{len(self.requests)}",
            "object": "chat.completion",
            "created": 0,
            "model": MODEL,
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}},
            ],
            "usage": {**usage, "total_tokens": sum(usage.values())},
        }

    def reply(self, shape: str, messages: list[dict[str, str]]) -> Reply:
        """The answer to one request for a reply of that shape."""
        if shape == ProbeReply.__name__:
            return ProbeReply(kind="annual_review", rows=["q1 member admitted level result 2017 A"])
        user = messages[-1]["content"]
        shown = user.rsplit(f"{FENCE.open}\n", 1)[1].split(f"\n{FENCE.close}", 1)[0]
        known = self._find(shown)
        if shape == FollowUpReply.__name__:
            return _follow_up(known, user)
        if "Only what follows is still open" in user:
            return _second_quotes(known, user)
        part = _part(known, shown)
        names = _listed(user)
        summary = _summary_of(known, part, names)
        # What an earlier part said of the event need not be said again.
        update: dict[str, Any] = dict(_NO_EVENT) if "Review period" in user.rsplit(FENCE.open, 1)[0] else {}
        planter = self.planter if self.stubborn or "could not be used" not in user else None
        if shape == QuoteReply.__name__:
            quoted = encode_quote(summary).model_copy(update=update)
            return planter.quotes(quoted, part) if planter else quoted
        pointed = encode_pointer(summary, part)
        update["organizations"] = pointed.organizations[len(names) :]
        pointed = pointed.model_copy(update=update)
        return planter.rows(pointed, part) if planter else pointed

    def _find(self, shown: str) -> Known:
        lines = [_TAG.sub("", line) for line in shown.splitlines() if line != SEAM]
        for known in self.known:
            if all(line in known.lines for line in lines):
                return known
        raise LookupError(f"asked about an unknown text: {shown[:200]}")


def _part(known: Known, shown: str) -> TaggedText:
    """The tagged of what a message asks about: all of it, or what stands after the seam."""
    opening, _, after = shown.rpartition(f"{SEAM}\n")
    words = _TAG.sub("", after).split("\n")
    clauses = list(known.tagged.clauses)
    for first in range(len(clauses)):
        asked = _matched(known.tagged, clauses[first:], words)
        if asked:
            before = tuple(c for c in clauses[:first] if _clause_text(known.tagged, c) in _TAG.sub("", opening))
            return replace(known.tagged, shown=(*before, *asked), asked=tuple(asked))
    raise LookupError(f"no stretch of {known.article.doc_id} reads {after[:200]}")


def _matched(tagged: TaggedText, clauses: list[Clause], lines: list[str]) -> list[Clause]:
    """The leading clauses that make exactly these lines."""
    left = "\n".join(lines)
    asked: list[Clause] = []
    for clause in clauses:
        text = _clause_text(tagged, clause)
        if not left.startswith(text):
            return []
        asked.append(clause)
        left = left[len(text) :].lstrip(" \n")
        if not left:
            return asked
    return []


def _clause_text(tagged: TaggedText, clause: Clause) -> str:
    return replace(tagged, shown=(clause,), asked=()).plain_text


def _summary_of(known: Known, part: TaggedText, names: list[str]) -> ArticleSummary:
    """What of the gold a part's answer holds; `names` are organisations that have letters already."""
    asked = {clause.number for clause in part.asked}
    first = part.asked[0].number == 1

    def here(offset: int) -> bool:
        clause = known.tagged.clause_of(offset)
        return clause is not None and clause.number in asked

    gold = known.gold
    figures = [one for one in gold.figures if here(one.mention.start)]
    lists = {
        kind: [one for one in getattr(gold, kind) if here(one.evidence.start)]
        for kind in ("awards", "people", "documents", "points")
    }
    old = [one for name in names for one in gold.organizations if neutralise(one.name) == name]
    owners = {figure.organization for figure in figures}
    new = [one for one in gold.organizations if one not in old and (one.name in owners or _seen(one, part))]
    update: dict[str, Any] = {"figures": figures, **lists, "organizations": [*old, *new]}
    if not first:
        source = Source(outlet=None, title=None, authors=gold.source.authors, published_on=None)
        update |= {"abstract": "", "source": source}
    return gold.model_copy(update=update)


def _seen(organization: Organization, part: TaggedText) -> bool:
    return any(neutralise(organization.name) in part.neutral[c.extent.start : c.extent.end] for c in part.asked)


def _listed(user: str) -> list[str]:
    """The organisations a message says have letters."""
    match = _LISTED.search(user.rsplit(FENCE.open, 1)[0])
    return [name for name in _NAMED.split(match[1]) if name] if match else []


def _follow_up(known: Known, user: str) -> FollowUpReply:
    """Labels for the ids asked about; every claim that was refused is taken back."""
    refs = _REFUSED.findall(user)
    open_ids = _OPEN.search(user)
    ids = {*(open_ids[1].split(", ") if open_ids else ()), *(ref for ref in refs if ref.startswith("q"))}
    right = encode_pointer(known.gold, known.tagged)
    letters = {name: chr(ord("A") + at) for at, name in enumerate(_listed(user))}
    figures = [
        rows.format_figure(row)
        for line in right.figures
        if (row := _narrowed(pointer.parse_figure(line), ids, known.gold, letters)).targets
    ]
    labelled = {target for line in figures for target in pointer.parse_figure(line).targets}
    return FollowUpReply(
        figures=figures,
        missed=[],
        dismissed=[f"not_organisation {one}" for one in sorted(ids - labelled)],
        corrected=[],
        withdrawn=[ref for ref in refs if ref.startswith("r")],
    )


def _narrowed(row: rows.FigureRow, ids: set[str], gold: ArticleSummary, letters: Mapping[str, str]) -> rows.FigureRow:
    """A row for some of its ids only, with the letters and periods of another message."""
    periods = {pointer.REVIEW: gold.event.review_period, pointer.PLAN: gold.event.plan_period}
    name = gold.organizations[ord(row.organization) - ord("A")].name if row.organization else ""
    return replace(
        row,
        targets=tuple(target for target in row.targets if target in ids),
        organization=letters.get(neutralise(name)),
        period=periods.get(row.period, row.period) if row.period else None,
    )


def _second_quotes(known: Known, user: str) -> QuoteReply:
    """The figures on the numbers that the message marks."""
    marked = {known.tagged.reading.quantity(one) for one in re.findall(r"\[(q\d+)\]", user)}
    starts = {one.extent.start for one in marked if one is not None}
    figures = [one for one in known.gold.figures if one.mention.start in starts]
    empty = {"awards": [], "people": [], "documents": [], "points": [], "abstract": ""}
    return encode_quote(known.gold.model_copy(update={**empty, "figures": figures}))


@contextmanager
def serving(model: ScriptedModel) -> Iterator[str]:
    """The model as an OpenAI-compatible server; gives the base URL. A failure inside the model is a 418."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                status, body = model.complete(request)
            except Exception as error:
                status, body = 418, {"error": {"message": f"{type(error).__name__}: {error}"}}
            data = json.dumps(body, ensure_ascii=False).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
