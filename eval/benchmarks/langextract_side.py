"""The same articles and facts through langextract and through our gate, answers scripted for both.

    python eval/benchmarks/langextract_side.py --peer /path/to/environment/bin/python

The peer's environment has `langextract` and nothing of this project. Both sides read the same answers: every number of
the two example tasks' lists with its label, and in about one of ten a number that the article does not have (a digit
changed, or another number). Counted are inventions that come out, places found, estimated tokens and processor time.
Prints a Markdown table. langextract asks for one class and one text an item; ours are the tasks' whole rows, with
evidence for each label.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
LISTS: Final = {"storm_damage": ("losses", "what", "amount"), "harvest": ("figures", "measure", "value")}
RATE: Final = 0.1
REPEATS: Final = 5


def rows() -> list[dict[str, Any]]:
    """Every article with its facts: label, number's words, place, and the words that the scripted model gives."""
    chance = random.Random(1)
    found = []
    for task, (items, label, number) in LISTS.items():
        for path in sorted((ROOT / "eval" / "tasks" / task / "labels").glob("*.json")):
            text = (path.parent.parent / "articles" / f"{path.stem}.txt").read_text(encoding="utf-8")
            facts = []
            for item in json.loads(path.read_text(encoding="utf-8"))[items]:
                mention = item[number]["mention"]
                said = mention["text"]
                if chance.random() < RATE:
                    said = wrong(said, text, chance)
                evidence = item[label]["evidence"]["text"]
                facts.append({"label": item[label]["label"], "said": said, "evidence": evidence, **mention})
            found.append({"task": task, "id": path.stem, "text": text, "facts": facts})
    return found


def wrong(said: str, text: str, chance: random.Random) -> str:
    """Words of a number that the article does not have: one digit changed, or another number altogether."""
    at = [place for place, letter in enumerate(said) if letter.isdigit()]
    while True:
        place = chance.choice(at)
        changed = said[:place] + chance.choice("123456789") + said[place + 1 :]
        invented = chance.choice((changed, "77.431", "913,7 tỷ đồng"))
        if invented not in text:
            return invented


def ours(articles: list[dict[str, Any]]) -> dict[str, Any]:
    """Our gate on the quoted and on the pointed answers."""
    from extractor.engines.llm.money import estimate_tokens
    from extractor.engines.llm.settings import LlmSettings
    from extractor.reading.reader import read
    from extractor.tasks.claims import claims_of
    from extractor.tasks.gate import prove
    from extractor.tasks.replies import compact_json, read_reply, write_reply
    from extractor.tasks.user_task import load_task
    from extractor.text.article import Article

    tasks = {name: load_task(ROOT / "eval" / "tasks" / name) for name in LISTS}
    counts = {"given": 0, "invented": 0, "spans": 0, "in": 0, "out": 0, "out_pointed": 0}
    spent = 0.0
    for row in articles:
        task = tasks[row["task"]]
        items, label, number = LISTS[row["task"]]
        engine = task.engine(LlmSettings(model="m", base_url="http://localhost/v1", strategy="quote"))
        article = Article.from_text(row["id"], row["text"])
        cells = [_cells(task, items, fact, label, number) for fact in row["facts"]]
        empty = {name: [] if name in task.lists else "" for name in task.node.fields}
        reply = empty | {items: [" | ".join(one) for one in cells]}
        started = time.process_time()
        for _ in range(REPEATS):
            reading = read(article)
            found = prove(task.node, task.model, article, reading, read_reply(task.node, reply, "quote"))
        spent += (time.process_time() - started) / REPEATS
        kept = [getattr(item, number).mention for item in getattr(found.summary, items)]
        right = {(fact["start"], fact["end"]) for fact in row["facts"] if fact["said"] == fact["text"]}
        counts["given"] += len(kept)
        counts["spans"] += len({(one.start, one.end) for one in kept} & right)
        counts["invented"] += sum((one.start, one.end) not in right for one in kept)
        messages = engine.messages(article, reading)[0]
        counts["in"] += sum(estimate_tokens(message["content"]) for message in messages)
        counts["out"] += estimate_tokens(compact_json(reply))
        pointing = task.engine(LlmSettings(model="m", base_url="http://localhost/v1")).plan
        tree = {**claims_of(task.node, found.summary)}
        pointed = write_reply(task.node, tree, "pointer", pointing.whole(article, reading))
        counts["out_pointed"] += estimate_tokens(compact_json(pointed))
    return counts | {"seconds": spent / len(articles)}


def _cells(task: Any, items: str, fact: dict[str, Any], label: str, number: str) -> list[str]:
    said = {label: f"{fact['label']} << {fact['evidence']}", number: f"{fact['said']} << {fact['evidence']}"}
    if fact["said"] != fact["text"]:
        said[number] = fact["said"]
    if items == "figures":
        said |= {"crop": fact["evidence"], "phase": f"result << {fact['evidence']}"}
    item = next(one.item for one in task.node.lists() if one.name == items)
    return [said.get(leaf.name, "-") for leaf in item.leaves]


PEER: Final = """
import json, sys, time, warnings, logging
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
import langextract as lx
from langextract.core import base_model, types
articles = json.load(sys.stdin)
class Scripted(base_model.BaseLanguageModel):
    prompts = []
    replies = []
    def infer(self, batch_prompts, **kwargs):
        for prompt in batch_prompts:
            self.prompts.append(prompt)
            reply = json.dumps({"extractions": self.answer}, ensure_ascii=False)
            self.replies.append(reply)
            yield [types.ScoredOutput(score=1.0, output=reply)]
example = lx.data.ExampleData(
    text="Lốc xoáy làm 62 nhà tốc mái, 2 người bị thương.",
    extractions=[lx.data.Extraction("house", "62"), lx.data.Extraction("injured", "2")])
guide = ("Extract every number that says how many people or things were hurt, lost, sown, reaped or sold, in the "
         "order of the text, with its exact words. The class says what is counted.")
model = Scripted()
out = []
spent = 0.0
for row in articles:
    model.answer = [{fact["label"]: fact["said"]} for fact in row["facts"]]
    begun = time.process_time()
    for _ in range(int(sys.argv[1])):
        result = lx.extract(text_or_documents=row["text"], prompt_description=guide, examples=[example], model=model,
                            max_char_buffer=10000, use_schema_constraints=False, fence_output=False,
                            show_progress=False)
    spent += (time.process_time() - begun) / int(sys.argv[1])
    out.append([[e.extraction_text, e.char_interval.start_pos if e.char_interval else None,
                 e.char_interval.end_pos if e.char_interval else None] for e in result.extractions])
step = int(sys.argv[1])
print(json.dumps({"out": out, "seconds": spent / len(articles), "prompts": model.prompts[::step],
                  "replies": model.replies[::step], "version": lx.__version__ if hasattr(lx, "__version__") else ""}))
"""
"""Runs in the peer's environment: articles on standard input, what came out on standard output."""


def theirs(articles: list[dict[str, Any]], python: str) -> dict[str, Any]:
    """langextract's own resolver and aligner on the same answers."""
    from extractor.engines.llm.money import estimate_tokens

    ran = subprocess.run(
        [python, "-c", PEER, str(REPEATS)], input=json.dumps(articles), capture_output=True, text=True, check=True
    )
    told = json.loads(ran.stdout)
    counts = {"given": 0, "invented": 0, "placed_inventions": 0, "spans": 0}
    for row, found in zip(articles, told["out"], strict=True):
        right = {(fact["start"], fact["end"]) for fact in row["facts"] if fact["said"] == fact["text"]}
        bad = {fact["said"] for fact in row["facts"] if fact["said"] != fact["text"]}
        counts["given"] += len(found)
        counts["invented"] += sum(said in bad for said, *_ in found)
        counts["placed_inventions"] += sum(said in bad and start is not None for said, start, _ in found)
        counts["spans"] += len({(start, end) for said, start, end in found if said not in bad} & right)
    tokens = {"in": sum(map(estimate_tokens, told["prompts"])), "out": sum(map(estimate_tokens, told["replies"]))}
    return counts | tokens | {"seconds": told["seconds"]}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", required=True, help="Python of an environment with langextract.")
    python = parser.parse_args().peer
    articles = rows()
    facts = [fact for row in articles for fact in row["facts"]]
    planted = sum(fact["said"] != fact["text"] for fact in facts)
    mine, peer = ours(articles), theirs(articles, python)
    right = len(facts) - planted
    print(f"{len(articles)} articles, {len(facts)} facts, {planted} of them planted inventions\n")
    print("| | ours, quoting | langextract |\n|---|---:|---:|")
    print(f"| inventions let through | {mine['invented']} | {peer['invented']} |")
    print(f"| of them with a place in the text | 0 | {peer['placed_inventions']} |")
    print(f"| right places found, of {right} | {mine['spans']} | {peer['spans']} |")
    print(f"| tokens in, an article | {mine['in'] // len(articles)} | {peer['in'] // len(articles)} |")
    print(f"| tokens out, an article | {mine['out'] // len(articles)} | {peer['out'] // len(articles)} |")
    print(f"| processor, ms an article | {1000 * mine['seconds']:.1f} | {1000 * peer['seconds']:.1f} |")
    print(f"\nThe items that we keep, as pointers: {mine['out_pointed'] // len(articles)} tokens out an article.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
