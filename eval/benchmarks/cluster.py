"""A Ray cluster of several nodes on this machine, for `scale.py`: started, watched, and one node of it killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
STORE_BYTES = 200_000_000
"""Shared memory of each node."""


@dataclass
class Watched:
    """Processor seconds and memory of the processes below the nodes, as far as they were seen."""

    cpu: dict[int, float] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """What each process was at work on last."""
    at_work: set[int] = field(default_factory=set)
    """Those that were ever seen to read or to compute."""
    limiting: set[int] = field(default_factory=set)
    """The limiter, which stands beside the command."""
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """Megabytes of each process over time, what it shares with others (Ray's store of blocks) left out."""

    def workers(self) -> float:
        """Processor seconds of the processes that read and compute: not of Ray's own, nor of those it keeps ready."""
        return sum(self.cpu[pid] for pid in self.at_work)

    def limiter(self) -> float:
        """Processor seconds of the limiter."""
        return sum(self.cpu[pid] for pid in self.limiting)

    def all(self) -> float:
        """Processor seconds of all of them."""
        return sum(self.cpu.values())


class Nodes:
    """A head node and others, each with some processors."""

    def __init__(self, processors: list[int]) -> None:
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        from ray.cluster_utils import Cluster

        self._cluster: Any = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": processors[0], "object_store_memory": STORE_BYTES, "include_dashboard": False},
        )
        self._others = [
            self._cluster.add_node(num_cpus=count, object_store_memory=STORE_BYTES) for count in processors[1:]
        ]
        self._cluster.wait_for_nodes()
        self.address: str = self._cluster.address

    def raylets(self) -> list[int]:
        """The processes that all others of the nodes come from."""
        nodes = [self._cluster.head_node, *self._others]
        return [one.process.pid for node in nodes for one in node.all_processes.get("raylet", [])]

    def last(self) -> list[int]:
        """The ids of the last node's processes."""
        raylet = self._others[-1].all_processes["raylet"][0].process.pid
        return [raylet, *below(raylet)]

    def freeze_last(self) -> list[int]:
        """Stop the last node's processes by their ids: nothing more comes from them. Returns the ids, for `kill`."""
        pids = self.last()
        _signal(pids, signal.SIGSTOP)
        self._others.pop()
        return pids

    def kill_last(self) -> int:
        """Kill the last node's processes by their ids, at once; returns how many they were."""
        return kill(self.freeze_last())

    def close(self) -> None:
        """End all of them."""
        self._cluster.shutdown()


def kill(pids: list[int]) -> int:
    """Kill processes by their ids; returns how many they were."""
    _signal(pids, signal.SIGKILL)
    return len(pids)


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def ports_of(pids: list[int]) -> set[int]:
    """The TCP ports on this machine's side of the connections that some processes hold."""
    held = set()
    for pid in pids:
        with suppress(OSError):
            for entry in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    held.add(str(entry.readlink()))
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            columns = line.split()
            if f"socket:[{columns[9]}]" in held:
                found.add(int(columns[1].rpartition(":")[2], 16))
    return found


@contextmanager
def nodes(processors: list[int]) -> Iterator[Nodes]:
    """A cluster for a while."""
    started = Nodes(processors)
    try:
        yield started
    finally:
        started.close()


@contextmanager
def watched(roots: list[int]) -> Iterator[Watched]:
    """The processes below some, looked at several times a second."""
    seen, over = Watched(), Event()

    def look() -> None:
        begun = time.monotonic()
        while not over.wait(0.25):
            for root in roots:
                for pid in below(root):
                    _look(pid, seen, time.monotonic() - begun)

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _look(pid: int, seen: Watched, at: float) -> None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        name = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
    except (OSError, IndexError):
        return
    seen.cpu[pid] = (int(stat[11]) + int(stat[12])) / TICK
    if name or pid not in seen.names:
        seen.names[pid] = name
    if "SheafWorker" in name or "_read" in name:
        seen.at_work.add(pid)
    if "LimiterActor" in name:
        seen.limiting.add(pid)
    seen.memory.setdefault(pid, []).append((at, (resident - shared) * os.sysconf("SC_PAGE_SIZE") / 1e6))


def uncompiled(*modules: str) -> list[str]:
    """Those of some modules that Python would compile anew in every process: their bytecode is kept nowhere."""
    found = []
    for name in modules:
        spec = find_spec(name)
        if spec is not None and spec.has_location and not (spec.cached and Path(spec.cached).is_file()):
            found.append(name)
    return found


def busy() -> tuple[float, float]:
    """Processor seconds that this machine has spent on anything, and that it had to spend."""
    counts = [int(one) / TICK for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(counts) - counts[3] - counts[4], sum(counts)


def below(root: int) -> list[int]:
    """The processes that come from one, its own left out."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, ahead = [], [root]
    while ahead:
        children = parents.get(ahead.pop(), [])
        found += children
        ahead += children
    return found
