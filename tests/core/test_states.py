"""The Director's states in memory: never another's, never more than so many."""

from core.services import states
from core.services.states import States
from core.simulation.state import state_to_json
from tests.core.profiles import sample
from tests.core.turns import at

PROFILE = sample()


def test_a_state_is_taken_by_its_own_text_or_read_from_it() -> None:
    known, other = at(PROFILE, 300), at(PROFILE, 301)
    memory = States()
    memory.keep(state_to_json(known), known)
    assert memory.take(state_to_json(other)) == other
    assert memory.take(state_to_json(known)) is known
    assert memory.take(state_to_json(known)) == known


def test_the_memory_is_bounded_and_forgets_the_oldest() -> None:
    memory = States()
    made = [at(PROFILE, 300, turn=number) for number in range(states.MOST + 2)]
    for state in made:
        memory.keep(state_to_json(state), state)
    assert memory.take(state_to_json(made[0])) is not made[0]
    assert memory.take(state_to_json(made[-1])) is made[-1]
