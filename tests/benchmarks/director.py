"""The Director's processor time in each turn; asked for: p99 at most 1 ms."""

import time

from core.domain.jsonvalue import Json
from core.library.loader import load_shipped
from core.simulation.demo import realise
from core.simulation.director import start, step
from core.simulation.pattern import make_all
from core.simulation.signals import read_signals
from core.simulation.state import state_to_json
from core.simulation.trace import trace_to_json
from tests.benchmarks.goals import at_most
from tests.core import scripts

GOAL_US = 1_000.0
PARTS = ("signals", "director", "line", "texts")


def measure(rounds: int = 3) -> dict[str, dict[str, float]]:
    """Microseconds of processor time per turn, p50 and p99 over mixed interviews.

    The patterns are compiled already, as they are once the app has started.
    """
    make_all()
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


def run() -> dict[str, Json]:
    """Microseconds per turn; the whole turn has the goal."""
    measured = measure()
    whole = measured.pop("whole")
    parts: dict[str, Json] = {name: dict(row) for name, row in measured.items()}
    goal = at_most(whole["p99"], GOAL_US).plain()
    return {"whole turn p50, us": whole["p50"], "whole turn p99, us": dict(goal), **parts}
