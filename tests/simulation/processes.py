"""Plays many seeds, in as many processes as asked; each process makes its application once."""

from __future__ import annotations

import gc
import multiprocessing
import queue
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.simulation.chance import Chance, chance
from tests.simulation.character import STEPS_MAX
from tests.simulation.clients import MakeClient
from tests.simulation.node_client import NodeProcess
from tests.simulation.python_client import PythonClient
from tests.simulation.run import Result, Run
from tests.simulation.server import Server, SqliteDatabase

_SILENCE_SECONDS_MAX = 600
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which seeds to play with which client on which database; `left_out`: steps to pass over."""

    client: str
    database: str
    first: int
    seeds: int
    left_out: frozenset[int] = frozenset()


class Stage:
    """A server, ready for one run after another."""

    def __init__(
        self, folder: Path, chance_: Chance, make_client: MakeClient, make_database: Any, run_class: type[Run]
    ) -> None:
        self._run_class = run_class
        self._folder = folder
        self._chance = chance_
        self._make_client = make_client
        self._chance.begin("the world")
        self._server = Server(folder, make_database)
        gc.collect()
        gc.freeze()
        # Seldom: what a run leaves behind is soon most of what there is.
        gc.set_threshold(1_000_000, 5, 5)

    def play(self, seed: str, left_out: frozenset[int] = frozenset()) -> Result:
        """One run."""
        phones = self._folder / "phones"
        return self._run_class(self._server, self._chance, self._make_client, seed, phones, left_out).go()

    def shorten(self, failed: Result, tries: int = 200) -> Result:
        """The same failure in fewer steps: leaves out as many as it can, first halves, then single ones."""
        if self._run_class is not Run:
            return failed
        steps = list(range(1, STEPS_MAX + 1))
        left_out = failed.left_out
        name = _name(failed)
        shortest = failed
        size = len(steps) // 2
        while size and tries > 0:
            for begin in range(0, len(steps), size):
                more = left_out | set(steps[begin : begin + size])
                if more == left_out or tries <= 0:
                    continue
                tries -= 1
                result = self.play(failed.seed, more)
                if result.violation is not None and _name(result) == name:
                    left_out, shortest = more, result
            size //= 2
        return shortest


@contextmanager
def clients(name: str) -> Iterator[MakeClient]:
    """How devices of a kind are made: `python` or `typescript`."""
    if name == "python":
        yield PythonClient
        return
    process = NodeProcess()
    try:
        yield process.make
    finally:
        process.close()


@contextmanager
def databases(name: str) -> Iterator[tuple[Callable[[Path], Any], type[Run]]]:
    """How a database is made, `sqlite` or `postgresql`, and which kind of run is played on it."""
    if name == "sqlite":
        yield SqliteDatabase, Run
        return
    from tests.postgresql import running_server
    from tests.simulation.at_once import RunAtOnce
    from tests.simulation.postgresql import PostgresqlDatabase

    with running_server() as url:
        yield partial(PostgresqlDatabase, url), RunAtOnce


@contextmanager
def stage(client: str = "python", database: str = "sqlite") -> Iterator[Stage]:
    """A stage of this process, with its clock and its randomness in hand."""
    parent = _MEMORY if _MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="kierros-simulation-", dir=parent))
    try:
        with (
            databases(database) as (make_database, run_class),
            chance() as made,
            clients(client) as make_client,
        ):
            yield Stage(folder, made, make_client, make_database, run_class)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def play_many(plan: Plan, processes: int, seconds_max: float, heard: Callable[[Result], bool]) -> None:
    """Play the seeds of a plan; `heard` gets each result as it comes, and says whether to go on.

    Raises:
        RuntimeError: a process ended, or is silent for ten minutes.
    """
    end_at = time.monotonic() + seconds_max
    context = multiprocessing.get_context("spawn")
    todo: multiprocessing.Queue[int | None] = context.Queue()
    done: multiprocessing.Queue[Result] = context.Queue()
    workers = [context.Process(target=_work, args=(plan, todo, done), daemon=True) for _ in range(processes)]
    for worker in workers:
        worker.start()
    sent = received = 0
    is_going_on = True
    while is_going_on:
        while sent < plan.seeds and sent - received < 2 * processes and time.monotonic() < end_at:
            todo.put(plan.first + sent)
            sent += 1
        if received == sent:
            break
        try:
            result = done.get(timeout=_SILENCE_SECONDS_MAX)
        except queue.Empty:
            raise RuntimeError(f"no result: {[worker.exitcode for worker in workers]}") from None
        received += 1
        is_going_on = heard(result)
    for worker in workers:
        todo.put(None)
        if not is_going_on:
            worker.terminate()
    for worker in workers:
        worker.join(60)


def _work(plan: Plan, todo: multiprocessing.Queue[int | None], done: multiprocessing.Queue[Result]) -> None:
    with stage(plan.client, plan.database) as made:
        while (seed := todo.get()) is not None:
            result = made.play(str(seed), plan.left_out)
            if result.violation is not None:
                result = made.shorten(result)
            done.put(result)


def _name(result: Result) -> str:
    return (result.violation or "").partition(":")[0]
