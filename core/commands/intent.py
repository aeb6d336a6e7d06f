"""What an event asks for, and who asks: the registry of all commands read by the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from core.commands import BUTTONS_ONLY, COMMANDS
from core.commands.spec import Call, Command
from core.domain.event import Called, Event, Pressed, Said, Submitted, Values
from core.domain.speech import command_word
from core.domain.token import read_token
from core.errors import Refusal, RefusalError
from core.services import grants
from core.services.house import House
from core.store.transaction import Transaction

REGISTRY: Mapping[str, Command] = {one.name: one for one in (*COMMANDS, *BUTTONS_ONLY)}
TYPED = tuple(one.name for one in COMMANDS)
LONGEST, MOST_NEAR, LIKENESS = 40, 3, 0.75


@dataclass(frozen=True, slots=True)
class Intent:
    """A command with its option values, however it was given."""

    command: Command
    values: Values


def intent_of(event: Event) -> Intent | None:
    """What command an event stands for; RefusalError for an unknown one, None for no command."""
    match event.body:
        case Called(name, options):
            return Intent(known(name), options)
        case Pressed(pressed):
            return from_token(pressed, {})
        case Submitted(pressed, values):
            return from_token(pressed, values)
        case Said(_, text):
            word = command_word(text)
            return Intent(REGISTRY[word], {}) if word else None
        case _:
            return None


def known(name: str) -> Command:
    """The command of that name; RefusalError when there is none."""
    found = REGISTRY.get(name)
    if found is None:
        raise unknown(name[:LONGEST])
    return found


def unknown(name: str) -> RefusalError:
    """The refusal that names what may have been meant: in the same group, else what reads alike."""
    group = [one for one in TYPED if one.startswith(f"{name.partition(' ')[0]} ")]
    alike = partial(get_close_matches, name)
    near = alike(group, len(group), 0.0) if group else alike(TYPED, MOST_NEAR, LIKENESS)
    if not near:
        return RefusalError(Refusal.UNKNOWN_COMMAND, command=f"/{name}")
    listed = ", ".join(f"/{one}" for one in near)
    return RefusalError(Refusal.NEARLY_A_COMMAND, command=f"/{name}", near=listed)


def from_token(pressed: str, values: Values) -> Intent:
    """A button's or a form's command; RefusalError when it is none of ours."""
    read = read_token(pressed)
    if read is None or read[0] not in REGISTRY:
        raise RefusalError(Refusal.STALE_BUTTON)
    found = REGISTRY[read[0]]
    extra = {found.button: read[1]} if found.button and read[1] else {}
    return Intent(found, {**values, **extra})


def make_call(tx: Transaction, house: House, event: Event) -> Call:
    """Who calls, in which section, in which role."""
    person, section, standing = grants.caller(tx, event)
    return Call(tx, event, person, section, standing.role, house.clock.now(), house, standing)
