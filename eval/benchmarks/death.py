"""What a node had in flight when it died, for `scale.py`: what may be asked again, against what is.

In flight is a call that was sent, and whose completion is not whole in the run's folder: not answered yet, or answered
a moment ago. The node's processes are stopped before they are killed, so that all is seen as it was at that moment.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.benchmarks.cluster import Nodes, kill, ports_of
from eval.benchmarks.loopback import Flown
from extractor.parts.storage import Storage
from extractor.runs.machines.known import known_of

_ON_ITS_WAY = 0.5
"""Seconds after the death in which the server may still take in what was sent before."""
_PATIENCE = 20.0
"""Seconds for which a node is waited for that has little in flight."""


@dataclass(frozen=True)
class Death:
    """A node that was killed."""

    processes: int
    at: float
    """Seconds since 1970."""
    ports: frozenset[int]
    """Those that its processes asked from."""
    stored: Mapping[str, int]
    """Question -> how many completions of it were whole in the folder: one that was answered in vain is asked anew."""


def death(cluster: Nodes, out: Path, server: dict[str, str] | None, least: int) -> Death:
    """Stop a node, look at what it had in flight, and kill it: as soon as it has `least` calls in flight."""
    until = time.monotonic() + _PATIENCE
    while server is not None and time.monotonic() < until:
        ports = ports_of(cluster.last())
        if sum(one.ended is None and one.port in ports for one in flown_of(server)) >= least:
            break
        time.sleep(0.1)
    pids = cluster.freeze_last()
    at = time.time()
    known = known_of(Storage(str(out)), calls=True).calls if server is not None else ()
    stored = Counter(bytes(key).ljust(28, b"\0")[:20].hex() for key in known)
    ports = ports_of(pids)
    return Death(kill(pids), at, frozenset(ports), stored)


def flown_of(server: dict[str, str]) -> list[Flown]:
    """Every call that the server has seen."""
    with urllib.request.urlopen(server["flown"], timeout=30) as answer:
        return [Flown(**one) for one in json.load(answer)]


def paid_again(seen: Death, flown: Sequence[Flown], needed: Sequence[Flown], places: int) -> dict[str, Any]:
    """What was in flight on the dead node, what was asked again, and whether that is all right. `needed`: if none dies.

    It is where nothing was asked again that was not in flight, no article had two calls in flight, and the dead node
    had no more in flight than the `places` that the other left: what is answered and not written holds its place.
    A question that does not tell its article is the same for several, and each worker asks it once, who dies or not.
    """
    before = [one for one in flown if one.began <= seen.at + _ON_ITS_WAY]
    its = _in_flight(seen, before)
    waiting = [one.ended for one in its if one.ended is not None and one.ended <= seen.at]
    others = sum(_is_open(one, seen.at) for one in before if one.port not in seen.ports)
    again = Counter(one.key for one in flown if one.article) - Counter(one.key for one in needed)
    shared = Counter(one.key for one in flown if not one.article) - Counter(one.key for one in needed)
    beyond = again - Counter(one.key for one in its)
    articles = Counter(one.article for one in its)
    return {
        "in_flight_on_the_dead_node": len(its),
        "of_them_answered_and_not_written": len(waiting),
        "longest_since_the_answer": round(max((seen.at - one for one in waiting), default=0.0), 3),
        "most_of_one_article": max(articles.values(), default=0),
        "in_flight_on_the_other_node": others,
        "asked_by_several_workers": shared.total(),
        "paid_again": again.total(),
        "paid_again_beyond": beyond.total(),
        "within": not beyond and max(articles.values(), default=0) <= 1 and 0 < len(its) <= places - others,
    }


def _in_flight(seen: Death, before: Sequence[Flown]) -> list[Flown]:
    """The dead node's calls without those whose completions were written: of each question the first ones."""
    left, found = Counter(seen.stored), []
    for one in before:
        if one.port in seen.ports:
            if left[one.key]:
                left[one.key] -= 1
            else:
                found.append(one)
    return found


def _is_open(one: Flown, at: float) -> bool:
    return one.began <= at and (one.ended is None or one.ended > at)
