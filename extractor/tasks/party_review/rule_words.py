"""A decision in words: in English for the terminal, in Vietnamese for the page, whose reader reads Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from extractor import labels
from extractor.draft import Decision, Opinion
from extractor.engines.rules.scene import NO_RULE

_UNSURE: Final = 0.8
"""A field that is right with less probability is told of with its runner-up."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The phrases of one language; where a table lacks a word, the word stands as it is."""

    by: str
    alone: str
    """Instead of `by` where no rule told more than that nothing near says what is counted."""
    far: str
    sure: str
    nobody: str
    both: str
    differ: str
    rules_stand: str
    scorer_wins: str
    then: str
    decimal: str = "."
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    ties: Mapping[str, str] = field(default_factory=dict)
    """What ties an owner to a number, as `engines.rules.scorer.owners.place_of` says it."""

    def number(self, value: float) -> str:
        """A probability; what is not certain is never shown as 1."""
        shown = f"{value:.2f}" if value < 0.995 or value >= 1 else ">0.99"
        return shown.replace(".", self.decimal)

    def value(self, one: Opinion, value: str | None) -> str:
        """A voter's answer to the question of an opinion."""
        if not value:
            return self.nobody
        return self.values.get(one.field, {}).get(value, value)


ENGLISH: Final = Tongue(
    by="by {rule}",
    alone="by the learned scorer alone",
    far=", {distance} away",
    sure=", confidence {sure}",
    nobody="none",
    both="both say {value} ({sure}), then {next}",
    differ="rules {rules}, scorer {scorer}; {winner} ({sure}) over {next}",
    rules_stand="the rules stand",
    scorer_wins="the scorer wins",
    then=", then {next}",
)
VIETNAMESE: Final = Tongue(
    by="theo luật {rule}",
    alone="theo riêng bộ chấm điểm",
    far=", cách {distance} ký tự",
    sure=", độ tin cậy {sure}",
    nobody="không có",
    both="cả hai cho là {value} ({sure}), sau đó là {next}",
    differ="luật cho là {rules}, bộ chấm điểm cho là {scorer}; {winner} ({sure}) so với {next}",
    rules_stand="giữ theo luật",
    scorer_wins="chọn theo bộ chấm điểm",
    then=", sau đó là {next}",
    decimal=",",
    fields=labels.FIGURE_FIELDS,
    values={
        "phase": labels.PHASES,
        "subject": labels.SUBJECTS,
        "measure": labels.MEASURES,
        "basis": labels.BASES,
        "unit": labels.UNITS,
        "comparator": labels.COMPARATORS,
    },
    ties={
        "nobody that is listed": "không thuộc tổ chức nào trong danh sách",
        "last named in the sentence": "được nêu sau cùng trong câu",
        "words for the whole territory stand before the number": "trước số có từ chỉ toàn địa bàn",
        "named in the sentence": "được nêu trong câu",
        "owner of the figure before": "là tổ chức của số liệu liền trước",
        "last named in the paragraph": "được nêu sau cùng trong đoạn",
        "named in the heading": "được nêu ở đề mục",
        "compared with another body": "được so với tổ chức khác",
        "told in turn": "được nêu lần lượt",
        "whose members or cells are counted": "có đảng viên hoặc chi bộ được đếm",
        "whose bodies are named next": "có các tổ chức được nêu liền sau",
        "a territory's, in another body's review": "thuộc cả địa bàn, trong bài về tổ chức khác",
        "whom the article is about": "là tổ chức mà bài viết về",
        "what the words around the number say": "theo các từ quanh con số",
    },
)
DISMISSED: Final[Mapping[str, str]] = {
    "award_count": "số đối tượng được khen thưởng",
    "in_a_name": "số trong tên riêng",
    "list_count": "số đề mục, số nhiệm vụ trong danh sách",
    "not_a_figure": "không phải số liệu về công việc của tổ chức đảng",
    "persons_own": "của riêng một người hoặc một gia đình",
    "ratio_to_before": "tỷ lệ so với kỳ trước (không phải mức tăng, giảm)",
    "repeat": "nhắc lại số liệu đã có",
}
"""Reason for which the rules dismiss a quantity -> the same in Vietnamese."""


def rule_of(decision: Decision, tongue: Tongue = ENGLISH) -> str:
    """A decision in words: `rule`, how far its cue was where that says something, confidence below certainty.

    Where the learned scorer voted otherwise or the vote was close, in brackets what each said and who won.
    """
    far = tongue.far.format(distance=decision.distance) if decision.distance else ""
    sure = tongue.sure.format(sure=tongue.number(decision.confidence)) if decision.confidence < 1 else ""
    by = tongue.alone if decision.rule == NO_RULE and decision.opinions else tongue.by.format(rule=decision.rule)
    return f"{by}{far}{sure}{_votes(decision, tongue)}"


def _votes(decision: Decision, tongue: Tongue) -> str:
    """Where rules and scorer differ or are unsure: each one's answer, who won, and how sure; why an owner won."""
    told = [
        f"{tongue.fields.get(one.field, one.field)}: {_vote(one, tongue)}"
        for one in decision.opinions
        if one.why or not one.agreed or one.probability < _UNSURE
    ]
    return f" [{'; '.join(told)}]" if told else ""


def _vote(one: Opinion, tongue: Tongue) -> str:
    sure, then = tongue.number(one.probability), _runner_up(one, tongue)
    if one.why:
        after = tongue.then.format(next=then) if one.probability < _UNSURE else ""
        return f"{tongue.ties.get(one.why, one.why)} ({sure}){after}"
    if one.rules == one.scorer:
        return tongue.both.format(value=tongue.value(one, one.rules), sure=sure, next=then)
    return tongue.differ.format(
        rules=tongue.value(one, one.rules),
        scorer=tongue.value(one, one.scorer),
        winner=tongue.rules_stand if one.chosen == one.rules else tongue.scorer_wins,
        sure=sure,
        next=then,
    )


def _runner_up(one: Opinion, tongue: Tongue) -> str:
    return f"{tongue.value(one, one.runner_up)} ({tongue.number(one.runner_up_probability)})"
