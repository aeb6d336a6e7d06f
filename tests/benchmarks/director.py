"""Director per turn: `python -m tests.benchmarks.director [--json]`; asked: p99 at most 1 ms."""

import json
import sys
import time

from core.library.loader import load_shipped
from core.simulation.demo import realise
from core.simulation.director import start, step
from core.simulation.signals import read_signals
from core.simulation.state import state_to_json
from core.simulation.trace import trace_to_json
from tests.core import scripts

PARTS = ("signals", "director", "line", "texts")


def measure(rounds: int = 3) -> dict[str, dict[str, float]]:
    """Microseconds of processor time per turn, p50 and p99 over mixed interviews."""
    found: dict[str, list[float]] = {part: [] for part in (*PARTS, "whole")}
    for seed in range(rounds):
        for profile in load_shipped():
            state = start(profile, seed)
            for text in scripts.mixed(profile, 0.7, seed):
                marks = [time.thread_time()]
                signals = read_signals(text, profile.language)
                marks.append(time.thread_time())
                result = step(profile, state, signals)
                marks.append(time.thread_time())
                realise(profile, result.decision, seed)
                marks.append(time.thread_time())
                state = result.state
                state_to_json(state)
                trace_to_json(result.trace)
                marks.append(time.thread_time())
                for part, begin, end in zip(PARTS, marks, marks[1:], strict=False):
                    found[part].append(end - begin)
                found["whole"].append(marks[-1] - marks[0])
    return {part: _percentiles(times) for part, times in found.items()}


def _percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {"p50": ordered[len(ordered) // 2], "p99": ordered[len(ordered) * 99 // 100]}
    return {name: round(seconds * 1e6, 1) for name, seconds in at.items()}


if __name__ == "__main__":
    table = measure()
    if "--json" in sys.argv:
        print(json.dumps(table))
    else:
        for name, row in table.items():
            print(f"{name:10} p50 {row['p50']:8.1f} us   p99 {row['p99']:8.1f} us")
