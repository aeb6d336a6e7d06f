"""The gate before ACCEPT: words of somebody who has not accepted the notice are never kept."""

from dataclasses import replace

from core.commands.intent import Intent, intent_of, make_call
from core.commands.spec import Call, Option
from core.domain.event import (
    Called,
    Edited,
    Event,
    Pressed,
    Said,
    Submitted,
    Unheard,
    Value,
    Values,
)
from core.domain.policy import Action, allowed, asks_consent, for_staff
from core.domain.reply import Choice
from core.domain.speech import command_word
from core.errors import RefusalError
from core.services import consent, listening
from core.services.house import House
from core.store import consents
from core.store.database import Database
from core.store.transaction import Transaction

KNOWN_SECONDS = 60.0
MOST_KNOWN = 20_000
MOST_TYPED = 100
UNKNOWN = "…"


class Gate:
    """Lets through what may be kept; one look into memory for words in a running interview."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house

    async def let_in(self, event: Event) -> Event | None:
        """The event as it may be kept, without words where it must be; None: not at all."""
        match event.body:
            case Said(message_id, text):
                if command_word(text) or await self._heard(event):
                    return event
                return replace(event, body=Unheard(message_id))
            case Edited():
                return event if await self._heard(event) else None
            case Called() | Submitted() | Pressed():
                if plain(event):
                    return event
                return await self._database.read(
                    lambda tx: without_words(tx, self._house, event), event.tenant
                )
            case _:
                return event

    async def _heard(self, event: Event) -> bool:
        """Whether the words are those of the student whose interview lives here."""
        key, now = (event.lane_key, event.actor.user), self._house.clock.monotonic()
        if self._house.listening.get(key, now) > now:
            return True
        heard = await self._database.read(
            lambda tx: listening.may_keep(tx, event.lane_key, event.actor.user), event.tenant
        )
        if heard:
            if len(self._house.listening) >= MOST_KNOWN:
                self._house.listening.clear()
            self._house.listening[key] = now + KNOWN_SECONDS
        return heard


def plain(event: Event) -> bool:
    """Whether nothing but a command of ours is in it."""
    try:
        intent = intent_of(event)
    except RefusalError:
        return False
    return isinstance(event.body, Pressed) or intent is None or not intent.values


def without_words(tx: Transaction, house: House, event: Event) -> Event:
    """Only values that we offered ourselves, unless the person may say more here."""
    call = make_call(tx, house, event)
    try:
        intent = intent_of(event)
    except RefusalError:
        agreed = consent.given(tx, house, call.person)
        return event if agreed else replace(event, body=unreadable(event))
    if intent is None or may_say(tx, house, call, intent.command.action):
        return event
    found = {name: ours(call, intent, name) for name in intent.values}
    values = {name: value for name, value in found.items() if value is not None}
    return replace(event, body=without(event.body, values))


def unreadable(event: Event) -> Called | Pressed:
    """What stays of a command that is none of ours."""
    return Called(UNKNOWN) if isinstance(event.body, Called) else Pressed("")


def may_say(tx: Transaction, house: House, call: Call, action: Action) -> bool:
    """Whether own words may be kept: work on the class, or the notice was accepted.

    What belongs to an interview that runs needs no newer version than its own.
    """
    if asks_consent(action):
        return consent.given(tx, house, call.person)
    if for_staff(action) and allowed(action, call.standing):
        return True
    return bool(call.person.id) and consents.ever(tx, call.person.id)


def without(body: object, values: Values) -> Called | Submitted:
    """The same with these values only."""
    match body:
        case Submitted(token):
            return Submitted(token, values)
        case Called(command):
            return Called(command, values)
        case _:
            raise TypeError(body)


def ours(call: Call, intent: Intent, name: str) -> Value:
    """The value when it is a number, a code or one that the app offers; nobody's own words."""
    parameter = intent.command.parameter(name)
    value = intent.values[name]
    if parameter is None or isinstance(value, int):
        return value if parameter else None
    option, typed = parameter.option, str(value)[:MOST_TYPED]
    if option.code is not None and option.code.fullmatch(typed):
        return typed
    return next((one.value for one in offered(call, option, typed) if begins(one, typed)), None)


def offered(call: Call, option: Option, typed: str) -> tuple[Choice, ...]:
    """What the option may be chosen from."""
    if option.complete is None:
        return option.choices
    try:
        return (*option.choices, *option.complete(call, typed))
    except RefusalError:
        return option.choices


def begins(choice: Choice, typed: str) -> bool:
    """Whether it was chosen, or typed so far that it can be told."""
    names = (choice.value.casefold(), choice.label.casefold())
    return bool(typed) and any(name.startswith(typed.casefold()) for name in names)
