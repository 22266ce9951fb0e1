"""How a server takes a typed reply, found out by one short question in each mode, the strictest first."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from extractor.engines.base import Answer, Facts, Question
from extractor.engines.llm.errors import ContentFiltered, OutputTruncated, Refused, ReplyInvalid, RequestRejected
from extractor.engines.llm.exchange import Learning, Query, ask
from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.render import MODES
from extractor.engines.llm.replies import Reply, Row
from extractor.engines.llm.settings import LlmSettings

_ROOM: Final = 256
_ROW: Final = (
    r"^q[0-9]+(,q[0-9]+)* (member|cell|worker|other) (total|admitted|rated|other) (level|change) (result|target)"
    r" ([0-9]{4}(-(H[12]|Q[1-4]|[1-9][01]?M)|/[0-9]{4})?|-) ([A-Z]|-)$"
)
_PROBE: Final[list[Message]] = [
    {
        "role": "user",
        "content": 'Answer with this JSON object and nothing else: {"kind":"annual_review",'
        '"rows":["q1 member admitted level result 2017 A"]}',
    }
]


class ProbeReply(Reply):
    """The answer to the probe: a closed label, and rows held to a pattern, as the replies of every task have."""

    kind: Literal["annual_review", "half_year_review", "other"]
    rows: list[Annotated[Row, Field(json_schema_extra={"pattern": _ROW})]]


def probe(settings: LlmSettings, facts: Facts) -> Generator[Question, Answer, Facts]:
    """Questions until a mode works; its value is what is known of the server then, the last mode where none did.

    Raises:
        ThoughtsOnly: the model answers nothing but thoughts.
    """
    query = Query(_PROBE, ProbeReply, estimate_tokens(_PROBE[0]["content"]), room=_ROOM, reasks=0, widen=False)
    for mode in MODES:
        learning = Learning(replace(facts, mode=mode))
        try:
            yield from ask(query, settings, learning)
        except (RequestRejected, ReplyInvalid, Refused, ContentFiltered):
            facts = replace(facts, dropped=learning.facts.dropped)
            continue
        except OutputTruncated:
            pass
        return learning.facts
    return replace(facts, mode=MODES[-1])
