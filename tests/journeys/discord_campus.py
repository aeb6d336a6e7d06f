"""The course's campus on the loopback Discord: everything is typed, pressed and read there.

The product is a process of its own; its database is looked at only to know when it rests.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import SystemClock
from core.domain.event import Value
from core.domain.place import Place
from core.domain.teaching import SectionRole
from core.store import lanes, people, sections
from core.store.database import Database, open_database
from core.store.transaction import Transaction
from tests.discord_server.owner import Owner
from tests.discord_server.person import FORM, Person, bare, buttons
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import (
    ADMIN,
    APP,
    BOT_RIGHTS,
    EVERYBODY,
    VIEW,
    Channel,
    Interaction,
    Json,
)
from tests.journeys.campus import taken
from tests.journeys.discord_class import GUILD, Product, eventually
from tests.journeys.discord_form import file_of, is_file, names_in, sent_back
from tests.journeys.playing import playing
from tests.provider import Provider

COURSE, OWNER, DEAN, MEMBER = "710000000000000009", "600000000000000009", "801", "900"
MODEL = "claude-sonnet-5-5"
PLACE = Place("discord", GUILD, COURSE)


@dataclass(slots=True)
class DiscordCampus:
    """People go by their short names; whoever is asked for consent gives it."""

    server: DiscordServer
    product: Product
    database: Database
    people: dict[str, Person] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)

    def person(self, who: str, name: str = "") -> Person:
        known = self.people.get(who)
        if known is None:
            user = f"62{len(self.people):016d}"
            self.server.world.add_user(user, name or who.title())
            known = self.people[who] = Person(self.server, user)
        return known

    @property
    def owner(self) -> Owner:
        return Owner(self.server, GUILD)

    async def admin(self, who: str, command: str, **options: Value) -> None:
        """A command of somebody who manages the server."""
        person = self.person(who)
        await self.owner.admits(person.id, who.title(), DEAN)
        await self.command(who, command, **options)

    async def command(self, who: str, command: str, **options: Value) -> None:
        """A slash command; what is no single value is chosen in the form that opens."""
        typed = {key: one for key, one in options.items() if not isinstance(one, tuple)}
        shown = {key: self._option(key, one) for key, one in typed.items()}
        asked = await self.person(who).commands(command, COURSE, **shown)
        await self._carried_out(who, asked, options)

    def _option(self, name: str, value: Value) -> object:
        if name == "member":
            return self.person(str(value))
        return file_of(str(value)) if is_file(value) else value

    async def press(self, who: str, label: str, **values: Value) -> None:
        """The newest button of that label that this person sees."""
        person = self.person(who)
        for channel, message in reversed(person.sees()):
            found = None if channel.archived else button_of(message, label)
            if found is None:
                continue
            asked = await person.presses(channel.id, message, found["label"])
            if found["custom_id"].startswith("ask|"):
                await eventually(lambda one=asked: one.answers)
                asked = await person.presses(channel.id, asked.answers[0], found["label"])
            return await self._carried_out(who, asked, values)
        raise AssertionError(f"{who} sees no button {label}")

    async def _carried_out(self, who: str, asked: Interaction, values: dict[str, Value]) -> None:
        """Go through all that is asked in return, and wait for what follows."""
        await self._kept(asked)
        if asked.form is not None:
            await self._fill(who, asked, values)
        await self.settle()
        await self._consent(who)

    async def _kept(self, asked: Interaction) -> None:
        """What brings a file is acknowledged before it is read and kept."""
        await eventually(lambda: asked.acked)
        key = f"interaction:{asked.id}"
        while asked.state == "thinking" and not await self.database.read(lambda tx: taken(tx, key)):
            await self._alive()

    async def _fill(self, who: str, asked: Interaction, values: dict[str, Value]) -> None:
        """One step of a form, and the next one as long as something is left to be said."""
        data = sent_back(self.server, asked, values)
        left = {key: one for key, one in values.items() if key not in names_in(asked)}
        sent = await self.person(who).acts(FORM, data, asked.channel)
        await self._kept(sent)
        labels = [str(one["label"]) for answer in sent.answers for one in buttons(answer)]
        assert "Fix it" not in labels, sent.answers[0]["content"]
        if "Continue" not in labels:
            return
        go_on = "Continue" if left or len(labels) == 1 else labels[1]
        await self._presses(who, sent, go_on, left)

    async def _presses(
        self, who: str, told: Interaction, label: str, values: dict[str, Value] | None = None
    ) -> None:
        """A button of an answer to this person alone."""
        asked = await self.person(who).presses(told.channel, told.answers[0], label)
        await self._carried_out(who, asked, values or {})

    async def _consent(self, who: str) -> None:
        """Accept the notice the first time that it stands there; what was wished goes on."""
        if who not in self.agreed and self.person(who).find("Before you start"):
            self.agreed.add(who)
            await self.press(who, "Accept")

    async def settle(self) -> None:
        """Wait until all is read, and no lane has anything to do or to send."""
        await self.server.gateway.heard()
        while (await self.database.read(lanes.depth))[0]:
            await self._alive()

    async def _alive(self) -> None:
        """Wait a moment; AssertionError when the product has ended."""
        assert self.product.process is not None
        assert self.product.process.returncode is None, "the product has ended"
        await asyncio.sleep(0.02)

    async def join(self, who: str, name: str) -> None:
        """The role that sees the channel; a class takes whoever comes."""
        await self.owner.admits(self.person(who, name).id, name, MEMBER)
        await self._heard(who, inside=True)

    async def leave(self, who: str) -> None:
        await self.owner.gives(self.person(who).id)
        await self._heard(who, inside=False)

    async def _heard(self, who: str, *, inside: bool) -> None:
        """Discord's word about members is acknowledged by nobody: the roster shows it."""
        user = self.person(who).id

        while await self.database.read(lambda tx: enrolled(tx, user), PLACE.tenant) not in {
            None,
            inside,
        }:
            await self._alive()
        await self.settle()

    def _thread(self, who: str) -> Channel:
        """One's own interview."""
        user, channels = self.person(who).id, self.server.world.channels.values()
        threads = [one for one in channels if one.is_thread and user in one.members]
        open_ones = [one for one in threads if not one.locked]
        assert open_ones, self.read(who)
        return open_ones[-1]

    async def say(self, who: str, text: str) -> None:
        """Into one's own thread, and read the answer."""
        thread = self._thread(who)
        said = await self.person(who).says(text, thread.id)
        await eventually(lambda: spoken_after(thread, said))
        await self.settle()

    async def end(self, who: str) -> None:
        await self.press(who, "End")

    async def lose_place(self, who: str) -> None:
        thread = self._thread(who).id
        await self.owner.deletes_thread(thread)
        while not await self.database.read(lambda tx: taken(tx, f"deleted:{thread}:")):
            await self._alive()
        await self.settle()

    async def until(self, at: datetime) -> None:
        """The process lives by the machine's clock."""
        raise NotImplementedError(at)

    def read(self, who: str) -> str:
        shown = (bare(message["content"]) for _, message in self.person(who).sees())
        return "\n".join(shown)

    async def files(self) -> dict[str, bytes]:
        world = self.server.world
        messages = [one for channel in world.channels.values() for one in channel.messages.values()]
        messages += [one for asked in world.interactions.values() for one in asked.answers]
        found = [file for one in messages for file in one["attachments"]]
        return {one["filename"]: world.files[one["id"]] for one in found}


def button_of(message: Json, label: str) -> Json | None:
    """The button that is called so, or begins so."""
    live = [one for one in buttons(message) if one.get("custom_id") and not one.get("disabled")]
    exact = [one for one in live if one.get("label") == label]
    fitting = [one for one in live if str(one.get("label")).startswith(label)]
    return next(iter(exact + fitting), None)


def spoken_after(thread: Channel, said: str) -> bool:
    ours = [one for one in thread.messages.values() if one["author"]["id"] == APP]
    return any(int(one["id"]) > int(said) for one in ours)


def enrolled(tx: Transaction, user: str) -> bool | None:
    """Whether somebody is on the roster; None where there is no class yet."""
    section, person = sections.find_at(tx, PLACE), people.find_user(tx, user)
    if section is None:
        return None
    if person is None:
        return False
    return people.role_of(tx, section.id, person.id) is not SectionRole.OUTSIDER


@asynccontextmanager
async def discord_campus(url: str) -> AsyncIterator[DiscordCampus]:
    """`virtual-client run` with nothing but its environment, and a private channel."""
    async with DiscordServer() as server, Provider() as provider:
        playing(provider)
        world = server.world
        world.add_user(OWNER, "Owner")
        guild = world.add_guild(GUILD, "School of Social Work", OWNER)
        guild.roles |= {DEAN: ADMIN, MEMBER: 0}
        channel = world.add_channel(COURSE, GUILD, "social-work-101")
        channel.overwrites = {GUILD: (0, VIEW), "800": (BOT_RIGHTS, 0), MEMBER: (EVERYBODY, 0)}
        model = {
            "CLIENT_MODEL": MODEL,
            "ANTHROPIC_API_KEY": "sk-test",
            "ANTHROPIC_BASE_URL": provider.url,
        }
        product = Product(url, server, model)
        await product.start()
        database = open_database(url, SystemClock())
        try:
            yield DiscordCampus(server, product, database)
        finally:
            await database.close()
            await product.stop()
