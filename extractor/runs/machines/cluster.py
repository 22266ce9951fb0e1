"""Ray's side of a run: the cluster, the limiter as a named actor, and the two steps of the data's way. Needs ray."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import signal
import socket
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from extractor.engines.base import Facts
from extractor.engines.llm.money import Budget
from extractor.engines.llm.settings import KEY_VARIABLE
from extractor.errors import UsageError
from extractor.extras import require
from extractor.runs.limits import CEILING, Gate
from extractor.runs.machines.ids import Claim, Ids, Ruling, claims_of, ruled
from extractor.runs.machines.inputs import File, Reading, packed, sheaves, together, unpacked
from extractor.runs.machines.known import Known
from extractor.runs.machines.limiter import Leave, Limiter, Report, Standing, Want
from extractor.runs.machines.worker import Plan, Told, Worker
from extractor.terminal import one_line

ACTOR_CPUS: Final = 0.1
"""What a worker asks of its node: little, so that all find a place where nodes are lost, and reading too."""
READ_CPUS: Final = 0.25
"""What a task that reads asks for; another number than the workers', so that Ray does not make one step of the two."""
SHEAVES_AT_ONCE: Final = 2
"""Sheaves that a worker has in hand, so that it is not idle at the end of one."""
_AHEAD: Final = 1
"""Sheaves that wait at each worker beside those."""
_EXPIRY_SECONDS: Final = 0.5
_KNOCK_SECONDS: Final = 10.0
_TRIES: Final = 3


@contextmanager
def cluster(address: str | None) -> Iterator[Any]:
    """Ray, connected to the cluster at an address, to the one that it finds by itself, or to one of this machine alone.

    Raises `UsageError` where there is no cluster at the address.
    """
    require("ray", "--on ray")
    if address is not None and "://" in address:
        raise UsageError(
            "--ray-address is HOST:PORT of the head node, or auto; run the command on a node of the cluster."
        )
    _knock(address)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    began = not ray.is_initialized()
    if began:
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False)
        except (ConnectionError, RuntimeError, ValueError) as error:
            reason = one_line(str(error))[:200]
            raise UsageError(f"There is no Ray cluster at {address or 'RAY_ADDRESS'} ({reason}); start one.") from None
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    try:
        yield ray
    finally:
        if began:
            ray.shutdown()


def _knock(address: str | None) -> None:
    """Raises `UsageError` where nobody listens at HOST:PORT: Ray itself would try for minutes."""
    host, _, port = (address or "").rpartition(":")
    if not host:
        return
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK_SECONDS):
            return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"There is no Ray cluster at {address} ({reason}); start one with `ray start --head`."
        ) from None


def processors(ray: Any) -> int:
    """Processors of all nodes."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


class LimiterActor:
    """The limiter with a life of its own; its methods are the limiter's."""

    def __init__(self, plan: Plan, replacing: Sequence[int]) -> None:
        llm, manner = plan.llm, plan.manner
        gate = Gate(
            ceiling=manner.concurrency or CEILING,
            named=manner.concurrency is not None,
            requests_per_minute=llm.requests_per_minute if llm is not None else None,
            tokens_per_minute=llm.tokens_per_minute if llm is not None else None,
        )
        self._limiter = Limiter(gate, Budget.of(llm) if llm is not None else None)
        self._ids = Ids(plan.run, replacing)
        if plan.run > 1:
            self._ids.learn(plan.folder)
        self._secret = b""
        self._watching: asyncio.Task[None] | None = None

    async def begin(self, secret: bytes) -> None:
        """Begin to look after the leases. The key is kept in memory only: it comes by no way that Ray writes down."""
        self._secret = secret
        self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_EXPIRY_SECONDS)
            self._limiter.expire()

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report]) -> Leave:
        """`Limiter.ask`."""
        return await self._limiter.ask(holder, wants, reports)

    async def report(self, holder: str, reports: Sequence[Report], standing: Standing) -> Leave:
        """`Limiter.report`."""
        return self._limiter.report(holder, reports, standing)

    async def facts(self, holder: str) -> Facts:
        """`Limiter.facts`."""
        return await self._limiter.facts(holder)

    async def learn(self, facts: Facts) -> Facts:
        """`Limiter.learn`."""
        return self._limiter.learn(facts)

    async def claim(self, claims: Sequence[Claim]) -> list[Ruling]:
        """`Ids.claim`."""
        return self._ids.claim(claims)

    async def stop(self) -> None:
        """`Limiter.stop`."""
        self._limiter.stop()

    async def seen(self) -> tuple[Standing, int, int, str, int]:
        """All workers together; calls in flight, calls allowed and why; calls whose workers were lost."""
        gate = self._limiter.gate
        return self._limiter.standing(), gate.active, gate.allowed, gate.why, self._limiter.expired

    async def key(self) -> bytes:
        """The key of the server, for a worker whose node has none."""
        return self._secret


class _Link:
    """The way to the limiter through Ray."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report]) -> Leave:
        leave: Leave = await self._actor.ask.remote(holder, wants, reports)
        return leave

    async def report(self, holder: str, reports: Sequence[Report], standing: Standing) -> Leave:
        leave: Leave = await self._actor.report.remote(holder, reports, standing)
        return leave

    async def facts(self, holder: str) -> Facts:
        facts: Facts = await self._actor.facts.remote(holder)
        return facts

    async def learn(self, facts: Facts) -> Facts:
        all_of_it: Facts = await self._actor.learn.remote(facts)
        return all_of_it


def start_limiter(ray: Any, plan: Plan, replacing: Sequence[int] = ()) -> Any:
    """The named actor, on the node of this process; it ends with the run. `replacing`: see `Ids`."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    options = {"num_cpus": 0, "max_concurrency": 10_000, "scheduling_strategy": here}
    secret = os.environ.get(KEY_VARIABLE, "").encode() if plan.llm is not None else b""
    for left in range(_TRIES - 1, -1, -1):
        name = f"extractor-limiter-{uuid.uuid4().hex[:12]}"
        actor = ray.remote(LimiterActor).options(name=name, **options).remote(plan, replacing)
        try:
            ray.get(actor.begin.remote(secret))
        except ray.exceptions.RayActorError:
            # Seen once, on a cluster whose nodes had just come: the actor was dropped before it began.
            if not left:
                raise
            time.sleep(1.0)
        else:
            return actor
    raise AssertionError("the last try returns or raises")


class SheafWorker:
    """A worker as Ray Data calls it: rows of sheaves in, rows about parts out."""

    def __init__(self, plan: Plan, known: Any, limiter: Any) -> None:
        import ray

        found: Known = ray.get(known[0])
        if plan.llm is not None and not os.environ.get(KEY_VARIABLE):
            secret: bytes = ray.get(limiter.key.remote())
            if secret:
                os.environ[KEY_VARIABLE] = secret.decode()
        self._worker = Worker(plan, found, _Link(limiter))

    def __call__(self, batch: Any) -> Any:
        """The sheaves of a batch, one after the other."""
        import pyarrow as pa

        told = [pickle.dumps(self._take(data.as_py())) for data in batch.column("sheaf")]
        return pa.table({"told": pa.array(told, pa.binary())})

    def _take(self, data: bytes) -> Told:
        sheaf = unpacked(data)
        try:
            return self._worker.take(sheaf)
        except Exception as error:
            return Told(given=len(sheaf), fault=f"{type(error).__name__}: {str(error)[:300]}")


def _read(batch: Any, reading: Reading, fingerprint: str, limiter: Any) -> Iterator[Any]:
    """The sheaves of a group of files, in which nobody has another's id."""
    import pyarrow as pa
    import ray

    for data in batch.column("files"):
        files: list[File] = pickle.loads(data.as_py())
        for sheaf in sheaves(files, reading):
            rulings = ray.get(limiter.claim.remote(claims_of(sheaf, fingerprint)))
            sheaf = ruled(sheaf, rulings)
            yield pa.table({"sheaf": pa.array([packed(sheaf)], pa.large_binary())})


def _spread() -> dict[str, Any]:
    """What a worker asks of Ray beside processors: a node that others have not taken."""
    return {"scheduling_strategy": "SPREAD"}


def flow(ray: Any, plan: Plan, files: Sequence[File], reading: Reading, known: Known, limiter: Any) -> Iterator[Told]:
    """What workers say of their sheaves, as they end. Closing the iterator ends the work."""
    from ray.data import ActorPoolStrategy, DataContext, from_items

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"ray\.")
    warnings.filterwarnings("ignore", message=".*will be removed in Ray")
    context = DataContext.get_current()
    context.enable_progress_bars = False
    # A block is then one sheaf: what one worker takes, and what is done again where it is lost.
    context.target_max_block_size = 1
    groups = [{"files": pickle.dumps(group)} for group in together(files, reading.limit)]
    size = plan.manner.processes or processors(ray)
    held = -(-(plan.manner.concurrency or CEILING) // (size * 128)) if plan.llm is not None else 0
    at_once = SHEAVES_AT_ONCE + held
    results = (
        from_items(groups, override_num_blocks=len(groups))
        .map_batches(
            partial(_read, reading=reading, fingerprint=plan.settings.fingerprint, limiter=limiter),
            batch_size=1,
            batch_format="pyarrow",
            num_cpus=READ_CPUS,
            zero_copy_batch=True,
        )
        .map_batches(
            SheafWorker,
            batch_size=None,
            batch_format="pyarrow",
            fn_constructor_args=(plan, [ray.put(known)], limiter),
            compute=ActorPoolStrategy(
                size=size,
                max_concurrent_calls_per_actor=at_once,
                max_tasks_in_flight_per_actor=at_once + _AHEAD,
                enable_true_multi_threading=True,
            ),
            num_cpus=ACTOR_CPUS,
            ray_remote_args_fn=_spread,
        )
    )
    for batch in results.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        for data in batch.column("told"):
            yield pickle.loads(data.as_py())
