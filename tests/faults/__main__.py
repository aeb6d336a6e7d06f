"""The full volumes: `python -m tests.faults kills --kills 20000 --engine sqlite`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import KINDS, DatabaseMaker, PostgresMaker, SqliteMaker, postgres_server
from tests.faults.sweep import Outcome, Plan, sweep

ROUND = 1_000


@contextmanager
def maker(engine: str) -> Iterator[DatabaseMaker]:
    """Databases of one engine, gone afterwards."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield SqliteMaker(Path(folder))
    else:
        with postgres_server() as server:
            yield PostgresMaker(server.get_uri())


def show(outcome: Outcome) -> None:
    """Print one round as lines."""
    found = outcome.recoveries
    late = f"{found[int(len(found) * 0.99)]:.2f} s" if found else "-"
    print(
        f"seed {outcome.seed}: {outcome.kills} kills in {outcome.seconds:.0f} s, "
        f"{outcome.acknowledged} of {outcome.events} events acknowledged, "
        f"{outcome.deliveries} deliveries, {outcome.posts} posts, "
        f"{outcome.held_up} posted twice by a held-up sender, recovery p99 {late}"
    )
    print("  " + " ".join(f"{label}:{count}" for label, count in sorted(outcome.killed.items())))
    for one in outcome.broken:
        print(f"  BROKEN {one}")


def kills(engine: str, wanted: int, seed: int) -> int:
    """Kill in rounds, each on a fresh database; returns how many promises were broken."""
    broken = done = 0
    with maker(engine) as databases:
        while done < wanted:
            most = min(ROUND, wanted - done)
            outcome = sweep(Plan(databases.fresh(), most, seed, deadline=3_600))
            show(outcome)
            broken += len(outcome.broken)
            done += outcome.kills
            seed += 1
    print(f"{done} kills on {engine}: {broken} promises broken")
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("what", choices=("kills",))
    parser.add_argument("--kills", type=int, default=20_000)
    parser.add_argument("--engine", choices=KINDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    return 1 if kills(options.engine, options.kills, options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
