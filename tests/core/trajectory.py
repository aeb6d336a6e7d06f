"""One digest over long interviews, printed by `python -m tests.core.trajectory`."""

import hashlib

from core.library.loader import load_shipped
from core.simulation.demo import realise
from core.simulation.director import start
from core.simulation.replay import replay
from core.simulation.state import state_from_json, state_to_json
from core.simulation.trace import trace_to_json
from tests.core import scripts


def digest(*, restarts: bool = False) -> str:
    """With `restarts`, the state goes through its text after every turn."""
    found = hashlib.sha256()
    for profile in load_shipped():
        state = start(profile, 7)
        for text in scripts.mixed(profile, 0.7, 7):
            step = next(replay(profile, state, [text]))
            state = state_from_json(state_to_json(step.state)) if restarts else step.state
            line = realise(profile, step.decision, state.seed).text
            found.update(f"{trace_to_json(step.trace)}{state_to_json(state)}{line}\n".encode())
    return found.hexdigest()


if __name__ == "__main__":
    print(digest())
