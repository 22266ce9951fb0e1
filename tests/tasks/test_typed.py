"""A model of one's own from Python."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from extractor import Article, Extractor, Grounded
from extractor.errors import UsageError
from extractor.tasks import Free, Item, Name, Number, Summary
from extractor.tasks.outline import OutlineError
from tests.engines.llm.scripted_model import serving
from tests.tasks.sample import TEXT, Report
from tests.tasks.scripted import TASKS, ScriptedTask


class Fixed:
    """A model that gives one answer whatever it is asked, in the shape of `Report`."""

    def __init__(self, **said: Any) -> None:
        self.said = {"hit_on": "", "year": "", "area": "", "cause": "", "people": [], "losses": [], "note": "", **said}

    def complete(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The answer; at a follow-up nothing."""
        import json

        shape = request["response_format"]["json_schema"]["name"]
        reply = {"corrected": [], "withdrawn": ["r1"]} if shape == "CorrectionReply" else self.said
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": json.dumps(reply)}}
        return 200, {"id": "r", "object": "chat.completion", "created": 0, "choices": [choice], "usage": usage}


def extractor(url: str) -> Extractor[Report]:
    """An extractor of the sample model."""
    return Extractor(Report, model="m", base_url=url, mode="schema")


def test_a_typed_result_with_spans_rejections_and_usage() -> None:
    said = Fixed(area="q2", losses=["dead s2 | q1 | n1", "crop s2 | = 77.431 | -"], note="Lũ quét ở Nậm Pồ.")
    with serving(said) as url:  # type: ignore[arg-type]
        found: Grounded[Report] = extractor(url).extract(TEXT)
    assert found.summary.area is not None
    assert (found.summary.area.value, found.summary.area.unit) == (120.0, "ha")
    assert found.spans["area"].text == "120"
    assert [loss.amount.value for loss in found.summary.losses] == [3.0]
    assert [(one.item, one.claim) for one in found.rejections] == [("losses[1].amount", "= 77.431")]
    assert found.usage.calls == 2


def test_many_in_order_with_their_failures() -> None:
    with serving(Fixed(note="Lũ quét.")) as url:  # type: ignore[arg-type]
        one = extractor(url)
        found = list(one.extract_many([TEXT, "  ", Article.from_text("third", TEXT)], at_once=2))

        async def all_of() -> list[str]:
            return [outcome.doc_id async for outcome in one.aextract_many([TEXT, TEXT])]

        assert asyncio.run(all_of()) == ["1", "2"]
    assert [outcome.doc_id for outcome in found] == ["1", "2", "third"]
    assert found[0].get().summary.note == "Lũ quét."
    assert found[1].result is None
    with pytest.raises(Exception, match="no text"):
        found[1].get()


def test_a_task_folder_works_too() -> None:
    model = ScriptedTask("storm_damage")
    tagged, gold = model.known[0]
    with serving(model) as url:  # type: ignore[arg-type]
        found = Extractor.of_folder(TASKS / "storm_damage", model="m", base_url=url, mode="schema").extract(
            tagged.article
        )
    assert found.summary.model_dump()["rain"] == gold.model_dump()["rain"]
    assert found.rejections == ()


def test_a_model_that_nothing_proves_is_refused_at_once() -> None:
    class Wrong(Summary):
        name: str

    with pytest.raises(OutlineError, match="take Quoted"):
        Extractor(Wrong, model="m")
    with pytest.raises(UsageError, match="No model is named"):
        Extractor(Report)


def test_items_with_groups_go_as_objects() -> None:
    class Where(Item):
        commune: Name | None

    class Loss(Item):
        amount: Number
        where: Where | None

    class Grouped(Summary):
        losses: list[Loss]
        note: Free = ""

    said = Fixed()
    said.said = {"losses": [{"amount": "q1", "where": {"commune": "n1"}}], "note": ""}
    with serving(said) as url:  # type: ignore[arg-type]
        found = Extractor(Grouped, model="m", base_url=url, mode="schema").extract(TEXT)
    assert found.rejections == ()
    loss = found.summary.losses[0]
    assert loss.where is not None and loss.where.commune is not None
    assert loss.where.commune.text == "Nậm Pồ"
