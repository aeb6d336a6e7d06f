"""One action of a person, carried through: kept, handed to the core's door, shown."""

import json
import logging
from collections.abc import Mapping

from bot.playground.events import Act, ActError, read_act, to_event
from bot.playground.journal import Json, dump
from bot.playground.messages import Draft, Message
from bot.playground.platform import Playground
from bot.playground.render import form_json, typed_json
from bot.playground.rooms import Room
from bot.playground.rules import fitted, form_faults, slash_fault, typed_faults
from core.dispatch import Door
from core.domain.event import Actor, Event
from core.errors import RefusalError, StoreError
from core.ports import Clock

log = logging.getLogger(__name__)
Answer = Json
NOTHING: Answer = {}
ONLY_IN = {"join": "channel", "leave": "channel", "vanish": "thread"}
WORDS = frozenset({"say", "edit", "delete"})


class ForbiddenError(Exception):
    """The person may not do that here; nothing was done."""


class Acts:
    """The playground's inbox: an action is kept before the core hears of it."""

    def __init__(self, playground: Playground, door: Door, clock: Clock) -> None:
        self._playground = playground
        self._journal = playground.journal
        self._door = door
        self._clock = clock
        self.refused = 0

    async def take(self, payload: Mapping[str, object]) -> Answer:
        """Carry the action through once; ActError, ForbiddenError, StoreError: no effect."""
        try:
            act = read_act(payload)
            room = self._room(act)
        except (ActError, ForbiddenError):
            self.refused += 1
            raise
        if self._done(act):
            return NOTHING
        fault = self._fault(act, room)
        if fault:
            return {"notice": fault}
        return await self._hand_in(act, payload)

    async def redeliver(self) -> int:
        """Hand in what a crash left between the journal and the door; how many there were."""
        pending = self._journal.rows("SELECT * FROM act WHERE done = 0 ORDER BY at, rowid")
        for row in pending:
            try:
                act = read_act(json.loads(row["body"]))
                if self._addressed(act):
                    event = to_event(act, self._actor(act), row["at"], row["message"])
                    await self._door.accept(event)
                self._finish(act)
            except Exception:
                # One action that nobody can read must not keep the class from opening.
                log.exception("an action could not be handed in again")
        return len(pending)

    async def _hand_in(self, act: Act, payload: Mapping[str, object]) -> Answer:
        event = self._event(act)
        try:
            answer = await self._before(act, event)
        except RefusalError as error:
            return self._word(error, act, event)
        if answer is not None:
            return answer
        event = self._reserve(act, payload, event)
        try:
            if self._addressed(act):
                await self._door.accept(event)
        except StoreError:
            self._withdraw(act)
            raise
        self._finish(act)
        return NOTHING

    def _addressed(self, act: Act) -> bool:
        """What people write to one another in a channel is no concern of the app."""
        room = self._playground.rooms.find(act.place)
        return act.kind not in WORDS or room is None or room.kind != "channel"

    async def _before(self, act: Act, event: Event) -> Answer | None:
        """A form to open or a form's errors, or None when the event is to be accepted."""
        if act.kind in {"command", "button"}:
            form = await self._door.ask(event)
            if form is None:
                return None
            form = fitted(self._playground.rules, form)
            faults = form_faults(self._playground.rules, form)
            return {"notice": "; ".join(faults)} if faults else {"modal": form_json(form)}
        if act.kind == "modal":
            errors = await self._door.check(event)
            return {"errors": errors} if errors else None
        return None

    def _word(self, error: RefusalError, act: Act, event: Event) -> Answer:
        reply = self._door.word(error, event)
        self._playground.notice(f"word:{act.key}", act.place, act.person, reply)
        return {"notice": reply.text, "shown": True}

    def _room(self, act: Act) -> Room:
        room = self._playground.rooms.find(act.place)
        seen = act.kind == "join" or self._playground.rooms.sees(act.person, act.place)
        if room is None or not seen:
            raise ForbiddenError("this place is not yours to see")
        if self._playground.rooms.person(act.person) is None:
            raise ForbiddenError("nobody of that name is here")
        if room.kind != ONLY_IN.get(act.kind, room.kind):
            raise ForbiddenError(f"this can only be done with a {ONLY_IN[act.kind]}")
        self._check_target(act)
        return room

    def _check_target(self, act: Act) -> None:
        if act.kind == "button":
            self._target(act)
        if act.kind in {"edit", "delete"} and self._target(act).author != act.person:
            raise ForbiddenError("only its author can change a message")

    def _target(self, act: Act) -> Message:
        message = self._playground.messages.find(act.message)
        if message is None or not self._playground.messages.visible(act.person, message):
            raise ForbiddenError("that message is not here (any more)")
        return message

    def _fault(self, act: Act, room: Room) -> str:
        """The platform's own no, in its own words; the core never hears of such an action."""
        rules = self._playground.rules
        if act.kind == "command":
            return slash_fault(rules, act.command, in_thread=bool(act.place.thread))
        if act.kind in {"say", "edit"}:
            if room.closed and rules.locks_closed:
                return "This thread is closed. You can still read it."
            return "; ".join(typed_faults(rules, act.text))
        return ""

    def _actor(self, act: Act) -> Actor:
        person = self._playground.rooms.person(act.person)
        if person is None:
            return Actor(act.person)
        return Actor(act.person, person.name, person.admin, act.language)

    def _event(self, act: Act) -> Event:
        at = int(self._clock.now().timestamp() * 1000)
        return to_event(act, self._actor(act), at)

    def _done(self, act: Act) -> bool:
        row = self._journal.row(
            "SELECT done FROM act WHERE person = ? AND id = ?", act.person, act.id
        )
        return bool(row and row["done"])

    def _reserve(self, act: Act, payload: Mapping[str, object], event: Event) -> Event:
        """Keep the action, and show at once what was said; the event that the door gets."""
        with self._journal.transaction():
            self._journal.write(
                "INSERT INTO act (person, id, body, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                act.person,
                act.id,
                dump(payload),
                event.at,
            )
            if act.kind != "say":
                return event
            content = typed_json(act.text, act.attachments)
            message = self._playground.messages.post(
                Draft(f"act:{act.key}", act.place, act.person, content)
            )
            self._journal.write(
                "UPDATE act SET message = ? WHERE person = ? AND id = ?",
                str(message.id),
                act.person,
                act.id,
            )
        return to_event(act, event.actor, event.at, str(message.id))

    def _withdraw(self, act: Act) -> None:
        """The core took nothing: neither do we keep it."""
        with self._journal.transaction():
            said = self._playground.messages.find_key(f"act:{act.key}")
            if said:
                self._playground.messages.erase(said)
            self._journal.write(
                "DELETE FROM act WHERE person = ? AND id = ? AND done = 0", act.person, act.id
            )

    def _finish(self, act: Act) -> None:
        """The core has it: show what it changed, and absorb every repetition from now on."""
        with self._journal.transaction():
            done = self._journal.write(
                "UPDATE act SET done = 1 WHERE person = ? AND id = ? AND done = 0",
                act.person,
                act.id,
            )
            if done:
                self._apply(act)

    def _apply(self, act: Act) -> None:
        messages, rooms = self._playground.messages, self._playground.rooms
        message = messages.find(act.message) if act.message else None
        if act.kind == "edit" and message:
            kept = json.loads(message.content).get("attachments", [])
            messages.edit(message, typed_json(act.text, tuple(kept)))
        elif act.kind == "delete" and message:
            messages.erase(message)
        elif act.kind == "join":
            rooms.join(act.place, act.person)
        elif act.kind == "leave":
            rooms.leave(act.place, act.person)
        elif act.kind == "vanish":
            rooms.vanish(act.place)
