"""Who holds the conference that an article reports, or opens it where nobody holds one."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.bodies import Named, Survey, words
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.scene import WORDS
from extractor.reading.body import Body
from extractor.reading.sentences import Sentence
from extractor.text.word_index import WordPattern

CONFERENCE: Final = WordPattern(
    r"(?<!\w)(?:tổng kết|sơ kết|giao ban|hội nghị|đại hội|họp|phiên|nhìn lại|kiểm điểm"
    r"|triển khai (?:phương hướng|nhiệm vụ)"
    r"|đánh giá (?:công tác|kết quả|tình hình|hoạt động))(?!\w)"
)
_OPENING_SENTENCES: Final = 6
"""How far into the article's text the one who holds the conference is looked for."""


def _text_sentences(survey: Survey) -> list[Sentence]:
    """The first sentences of the article's own text, then its headline."""
    own = [sentence for sentence in survey.sentences if sentence.role in ("lead", "body")]
    return own[:_OPENING_SENTENCES] + [sentence for sentence in survey.sentences if sentence.role == "title"]


def find_organisers(survey: Survey) -> list[Group]:
    """The bodies that hold the conference: acting in the first sentence on it, or the subject of a later review."""
    found: list[Group] = []
    for sentence in _text_sentences(survey):
        if not CONFERENCE.search(survey.flat, sentence.extent.start, sentence.extent.end):
            continue
        named = survey.named_between(sentence.extent.start, sentence.extent.end)
        found = [one.group for one in named if _holds(survey, one, sentence)]
        if found:
            break
    if not found and (before := opening_bodies(survey, strict=False)):
        found = before if _speaks_of_conference(survey) else []
    for one in survey.named:
        if one.group not in found and one.block.role == "body" and _reviews(survey, one):
            found.append(one.group)
    return list(dict.fromkeys(found))


def _speaks_of_conference(survey: Survey) -> bool:
    return any(
        WORDS["reviews"].search(survey.flat, sentence.extent.start, sentence.extent.end)
        for sentence in _text_sentences(survey)
    )


def _holds(survey: Survey, named: Named, sentence: Sentence) -> bool:
    """Whether the body holds the conference that its sentence tells of."""
    body = named.body
    after = WORDS["aside"].sub("", survey.flat[body.extent.end : min(sentence.extent.end, body.extent.end + 100)])[:60]
    if survey.flat.endswith("(", 0, body.extent.start):
        return False
    agent = WORDS["agent"].match(after) and survey.flat.endswith("được ", 0, body.extent.start)
    if WORDS["its_meeting"].search(survey.flat, max(0, body.extent.start - 60), body.extent.start):
        return True
    if WORDS["reported"].search(survey.flat, max(0, body.extent.start - 60), body.extent.start) and WORDS[
        "at_its_review"
    ].match(after):
        return True
    if not body.acting or (is_receiver(survey, body) and not agent):
        return False
    if (tells := words("tells").search(after)) and tells.start() <= 12:
        return WORDS["on_reviewing"].search(survey.flat, body.extent.end, sentence.extent.end) is not None
    holds = words("holds").search(after)
    if body.family == "province":
        return holds is not None and holds.start() <= 6 and "," not in after[: holds.start()]
    if body.family in ("unit", "youth"):
        return holds is not None and holds.start() <= 6 and body.extent.start - sentence.extent.start <= 40
    before = survey.flat[max(sentence.extent.start, body.extent.start - 30) : body.extent.start]
    return holds is not None or WORDS["announced"].search(before) is not None


def _reviews(survey: Survey, named: Named) -> bool:
    """Whether a later sentence says that this body, too, reviewed its work."""
    body = named.body
    sentence = survey.sentence_at(body.extent.start)
    if (
        sentence is None
        or not body.acting
        or body.short
        or body.family not in ("bloc", "organ", "commission", "district")
    ):
        return False
    after = survey.flat[body.extent.end : min(sentence.extent.end, body.extent.end + 45)]
    return body.extent.start - sentence.extent.start <= 60 and WORDS["reviews"].search(after) is not None


def is_receiver(survey: Survey, body: Body) -> bool:
    """Whether the word before the body makes it a receiver, a place or a companion."""
    before = survey.flat[max(0, body.extent.start - 40) : body.extent.start].rstrip()
    before = re.sub(r"(?: (?:ban thường vụ|btv|ban chấp hành|bch|các)){1,9}$", "", " " + before)
    return any(match.end() == len(before) for match in words("receivers").finditer(before))


def opening_bodies(survey: Survey, strict: bool) -> list[Group]:
    """The body the article opens with: of its lead, else of its headline; `strict` wants Party work in the lead."""
    for role in ("lead",) if strict else ("lead", "title", "body"):
        for one in survey.named:
            if one.block.role != role or not one.body.acting or is_receiver(survey, one.body):
                continue
            sentence = survey.sentence_at(one.body.extent.start)
            stop = sentence.extent.end if sentence else len(survey.flat)
            after = survey.flat[one.body.extent.end : min(stop, one.body.extent.end + 60)]
            if words("tells").search(after[:30]) and not WORDS["holds_a"].match(after):
                continue
            if one.group.family == "province" and not words("holds").match(after.lstrip()):
                continue
            if not strict or words("party_work").search(after):
                return [one.group]
    return []
