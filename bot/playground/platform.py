"""The playground as a core platform: errands are carried out in its own journal."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.playground.journal import Journal, dump
from bot.playground.messages import Draft, KeptFile, Message, Messages
from bot.playground.render import reply_json
from bot.playground.rooms import APP_ID, APP_NAME, PLATFORM, Room, Rooms
from bot.playground.rules import RULES, Rules, RulesName, reply_faults
from bot.playground.streams import Streams
from core.domain.capability import Capabilities
from core.domain.outgoing import Close, Edit, Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.domain.reply import Reply
from core.errors import SendLaterError, SendRefusedError
from core.ports import Member

LoadFile = Callable[[str], Awaitable[bytes]]
RETRY_SECONDS = 2.0


class Playground:
    """A chat platform of our own; `load_file` gives a FileRef's bytes or raises LookupError."""

    def __init__(self, journal: Journal, rules: RulesName, load_file: LoadFile) -> None:
        self.journal = journal
        self.rooms = Rooms(journal)
        self.messages = Messages(journal, self.rooms)
        self.streams = Streams()
        self.load_file = load_file
        self._rules = RULES[journal.recall("rules") or rules]
        journal.listeners.append(self.streams.wake)

    @property
    def name(self) -> str:
        return PLATFORM

    @property
    def rules(self) -> Rules:
        return self._rules

    @property
    def capabilities(self) -> Capabilities:
        return self._rules.capabilities

    def switch(self, rules: RulesName) -> None:
        """Play by other rules from now on; every open tab is told."""
        with self.journal.transaction():
            self.journal.remember("rules", rules)
            people = [person.id for person in self.rooms.people()]
            self.journal.emit(people, "rules", rules_json(RULES[rules]))
        self._rules = RULES[rules]

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Carry out one errand once, by its key; a broken file is `SendLaterError`."""
        try:
            with self.journal.transaction():
                return self._carry_out(self._addressed(outgoing))
        except sqlite3.Error as error:
            reason = f"the playground's file: {error}"
            raise SendLaterError(reason, RETRY_SECONDS) from error

    def _addressed(self, outgoing: Outgoing) -> Outgoing:
        """A post without a channel goes into its reader's own direct messages."""
        errand = outgoing.errand
        if not isinstance(errand, Post) or not errand.to or outgoing.place.channel:
            return outgoing
        return replace(outgoing, place=self.rooms.dm(errand.to))

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Look whether the errand was carried out already."""
        match outgoing.errand:
            case Open():
                room = self.rooms.find_key(outgoing.key)
                return opened(room) if room else None
            case Close():
                room = self.rooms.find(outgoing.place)
                return Receipt(str(outgoing.place)) if room and room.closed else None
            case Edit() as errand:
                return self._find_edit(outgoing, errand)
            case Post():
                message = self.messages.find_key(outgoing.key)
                return Receipt(str(message.id)) if message else None

    async def typing(self, place: Place) -> None:
        """Show the typing sign to everybody in the place."""
        body = dump({"place": str(place)})
        self.streams.sign(self.rooms.viewers(place), "typing", body)

    async def members(self, channel: Place) -> tuple[Member, ...]:
        """Everybody in the channel, the app among them."""
        found = tuple(
            Member(person.id, person.name, email=person.email)
            for person in self.rooms.members(channel)
        )
        return (*found, Member(APP_ID, APP_NAME, bot=True))

    async def load(self, person: str, file_id: str) -> tuple[KeptFile, bytes] | None:
        """The file with its bytes, if the person may read it."""
        file = self.messages.file_for(person, file_id)
        if file is None:
            return None
        try:
            return file, await self.load_file(file_id)
        except LookupError:
            return None

    def notice(self, key: str, place: Place, person: str, reply: Reply) -> Message:
        """Answer one person privately, outside the outbox: the platform's own word."""
        draft = Draft(key, place, APP_ID, reply_json(reply), to=person)
        return self.messages.post(draft)

    def _find_edit(self, outgoing: Outgoing, errand: Edit) -> Receipt | None:
        target = self._target(outgoing, errand)
        done = target is not None and target.edit_key == outgoing.key
        return Receipt(str(target.id)) if target and done else None

    def _carry_out(self, outgoing: Outgoing) -> Receipt:
        room = self.rooms.find(outgoing.place)
        if room is None:
            raise SendRefusedError(f"no such place: {outgoing.place}")
        match outgoing.errand:
            case Open() as errand:
                return self._open(outgoing, errand, room)
            case Close():
                self.rooms.close(outgoing.place)
                return Receipt(str(outgoing.place))
            case Edit() as errand:
                return self._edit(outgoing, errand)
            case Post() as errand:
                return self._post(outgoing, errand)

    def _open(self, outgoing: Outgoing, errand: Open, room: Room) -> Receipt:
        if self.rooms.person(errand.user) is None:
            raise SendRefusedError(f"no such person: {errand.user}")
        in_channel = self._rules.threads_in_channel and room.kind != "dm"
        parent = outgoing.place.parent if in_channel else self.rooms.dm(errand.user)
        thread = self.rooms.open_thread(parent, errand.title, errand.user, outgoing.key)
        return opened(thread)

    def _edit(self, outgoing: Outgoing, errand: Edit) -> Receipt:
        self._refuse_faults(errand.reply)
        target = self._target(outgoing, errand)
        if target is None:
            raise SendRefusedError("the message to edit is gone")
        self.messages.edit(target, reply_json(errand.reply), outgoing.key)
        return Receipt(str(target.id))

    def _post(self, outgoing: Outgoing, errand: Post) -> Receipt:
        found = self.messages.find_key(outgoing.key)
        if found:
            return Receipt(str(found.id))
        self._refuse_faults(errand.reply)
        if errand.to and not self.rooms.sees(errand.to, outgoing.place):
            raise SendRefusedError(f"{errand.to} is not in {outgoing.place}")
        content = reply_json(errand.reply)
        draft = Draft(outgoing.key, outgoing.place, APP_ID, content, errand.to)
        message = self.messages.post(draft)
        if errand.reply.goto:
            viewers = self.rooms.viewers(errand.reply.goto, errand.to)
            self.journal.emit(viewers, "goto", {"place": content["goto"]})
        return Receipt(str(message.id))

    def _refuse_faults(self, reply: Reply) -> None:
        faults = reply_faults(self._rules, reply)
        if faults:
            raise SendRefusedError("; ".join(faults))

    def _target(self, outgoing: Outgoing, errand: Edit) -> Message | None:
        if outgoing.target_id:
            return self.messages.find(outgoing.target_id)
        return self.messages.find_key(errand.target)


def opened(room: Room) -> Receipt:
    return Receipt(str(room.place), room.place)


def rules_json(rules: Rules) -> dict[str, object]:
    """The rules in force with their capability table, for the page."""
    table = {name: getattr(rules.capabilities, name) for name in Capabilities.__slots__}
    return {
        "name": rules.name,
        "label": rules.label,
        "max_typed": rules.max_typed,
        "locks_closed": rules.locks_closed,
        "choices": [{"value": each.name, "label": each.label} for each in RULES.values()],
        "capabilities": table,
    }
