"""Questions with their replies for a task of one's own, as `eval.benchmarks.throughput` makes them of our own gold."""

from __future__ import annotations

import json
from pathlib import Path

from eval.benchmarks.throughput import letters, make_rows
from extractor.eval.gold import read_text
from extractor.reading.reader import read
from extractor.tasks.claims import claims_of
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.marks import letters_of
from extractor.tasks.replies import compact_json, write_reply
from extractor.tasks.user_task import UserTask, load_task
from extractor.text.article import Article


def rows_of(count: int, folder: Path, task: Path | None) -> tuple[Path, Path]:
    """The replies by their marks, and the articles they are about, each with a mark of its own; None is our gold."""
    if task is None:
        return make_rows(count, folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows, articles = folder / f"rows-{count}.jsonl", folder / f"articles-{count}.jsonl"
    loaded = load_task(task)
    known = sorted((task / "labels").glob("*.json"))
    with rows.open("w", encoding="utf-8") as out, articles.open("w", encoding="utf-8") as texts:
        for number in range(count):
            path, mark = known[number % len(known)], letters(number)
            text = read_text(task / "articles" / f"{path.stem}.txt")
            article = Article.from_text(f"r{number:06}", f"{text.rstrip()}\n\nBài: {mark}\n")
            reply = _reply(loaded, path, text, article)
            out.write(json.dumps({"id": article.doc_id, "mark": mark, "reply": reply}, ensure_ascii=False) + "\n")
            texts.write(json.dumps({"id": article.doc_id, "text": article.text}, ensure_ascii=False) + "\n")
    return rows, articles


def _reply(task: UserTask, label: Path, text: str, article: Article) -> str:
    tagged = MarkedText.marked(article, read(article), letters_of([task.node]))
    claims = claims_of(task.node, task.read_label(label, text))
    return compact_json(write_reply(task.node, claims, "pointer", tagged))
