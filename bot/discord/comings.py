"""Who comes and goes: members, roles and overwrites, channels, whole servers."""

import asyncio
import itertools
import logging
from collections import OrderedDict
from typing import Any
from weakref import WeakValueDictionary

from bot.discord.events import Ignored, Json, actor_of, snowflake, vanished
from bot.discord.intake import Desk
from bot.discord.views import GuildView, user_of
from bot.discord.welcome import Welcome
from core.dispatch import Door
from core.domain.event import Actor, Body, ChannelChanged, Event, Fired, Joined, Left
from core.domain.place import Place
from core.errors import CoreError

log = logging.getLogger(__name__)
SETTLED, MOST_KNOWN = 1.0, 50_000


class Comings:
    """Hints for the core, each by the rule of visibility; the truth is the comparison."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._platform = desk.platform
        self._views = desk.platform.views
        self._roles: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()
        self._soon: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._welcome = Welcome(desk.platform.calls)
        self._invited: set[str] = set()
        self._public: dict[str, bool] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._numbers = itertools.count()

    def ready(self, data: Json) -> None:
        """The servers that we are in already; any other that comes is new."""
        listed = data.get("guilds")
        for one in listed if isinstance(listed, list) else ():
            self._invited.add(snowflake(one.get("id")) if isinstance(one, dict) else "")

    def learn(self, data: dict[str, Any]) -> GuildView | None:
        """What a server looks like, at once: whatever is told of it next builds on that."""
        return self._views.learn(data, self._desk.us.user)

    async def guild(self, view: GuildView) -> None:
        """A server is there: at the start, after an outage, or because we were invited."""
        await self._look_again(view.id)
        if view.id not in self._invited:
            self._invited.add(view.id)
            await self._welcome.greet(view)

    async def guild_gone(self, data: dict[str, Any]) -> None:
        """An outage changes nothing; where we were removed interviews wait for a new place."""
        guild = snowflake(data.get("id"))
        if data.get("unavailable") or not guild:
            self._desk.counters.count("server", "unavailable")
            return
        self._desk.counters.count("server", "removed")
        self._views.forget(guild)
        self._invited.discard(guild)
        self._platform.places.guilds.known.discard(guild)
        for place, _ in await self._door.open_places(f"discord:{guild}"):
            event = vanished(place, "removed", self._desk.now_ms(), str(self._desk.now_ms()))
            await self._door.accept(event)

    async def member(self, data: dict[str, Any]) -> None:
        """Somebody came, or their roles changed: they see each class channel, or see it no more."""
        view, person = self._views.of(snowflake(data.get("guild_id"))), newcomer(data)
        if view is not None and user_of(data) == self._desk.us.user:
            view.us = dict(data)
        if view is None or person is None or self._known(view.id, person.user, data):
            return
        async with self._turn(view.id):
            for place in await self._classes(view):
                sees = view.sight(place.channel)(data)
                body = Joined(person.user, person.name) if sees else Left(person.user)
                await self._tell(place, body, person.user)

    async def member_gone(self, data: dict[str, Any]) -> None:
        """Somebody left the server, or was put out of it."""
        guild, user = snowflake(data.get("guild_id")), user_of(data)
        self._roles.pop((guild, user), None)
        view = self._views.of(guild)
        if view is None or not user or is_bot(data):
            return
        async with self._turn(guild):
            for place in await self._classes(view):
                await self._tell(place, Left(user), user)

    async def role(self, data: dict[str, Any]) -> None:
        """Rights of a role changed: everybody in it may see more, or less."""
        if self._views.role(data):
            await self._changed(snowflake(data.get("guild_id")))

    async def role_gone(self, data: dict[str, Any]) -> None:
        if self._views.role_gone(data):
            await self._changed(snowflake(data.get("guild_id")))

    async def channel(self, data: dict[str, Any]) -> None:
        """A channel was renamed, or its overwrites changed."""
        guild, channel = snowflake(data.get("guild_id")), snowflake(data.get("id"))
        self._platform.places.learn(data, guild)
        self._platform.calls.revive(channel)
        if self._views.channel(data):
            await self._changed(guild)

    async def channel_gone(self, data: dict[str, Any]) -> None:
        """A class whose channel is deleted stays readable; nothing new begins in it."""
        self._views.channel_gone(data)
        guild, channel = snowflake(data.get("guild_id")), snowflake(data.get("id"))
        for place in await self._door.classes(f"discord:{guild}") if guild else ():
            if place.channel == channel:
                await self._tell(place, ChannelChanged(archived=True))

    async def _changed(self, guild: str) -> None:
        """A channel that opens is told at once; who sees it, once many changes are over."""
        view = self._views.of(guild)
        if view is not None:
            async with self._turn(guild):
                await self._publicity(view)
        if guild in self._soon:
            return
        loop = asyncio.get_running_loop()
        self._soon[guild] = loop.call_later(SETTLED, self._start, guild)

    def _start(self, guild: str) -> None:
        self._soon.pop(guild, None)
        task = asyncio.ensure_future(self._look(guild))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look(self, guild: str) -> None:
        try:
            await self._look_again(guild)
        except CoreError as error:
            log.warning("discord: a change of roles waits for the next comparison: %s", error)

    async def _look_again(self, guild: str) -> None:
        """Whether each class is public now; who sees it, where Discord tells us."""
        view = self._views.of(guild)
        if view is None:
            return
        async with self._turn(guild):
            for place in await self._publicity(view):
                self._platform.calls.revive(place.channel)
                if self._platform.people.live:
                    await self._tell(place, Fired("reconcile_here"))

    async def _publicity(self, view: GuildView) -> tuple[Place, ...]:
        """Say which classes are open to everybody, where that is news."""
        places = await self._classes(view)
        for place in places:
            public = view.public(place.channel)
            if self._public.get(place.channel) != public:
                self._public[place.channel] = public
                await self._tell(place, ChannelChanged(public=public))
        return places

    def _turn(self, guild: str) -> asyncio.Lock:
        """What happens in a server is told in its order, however long each look takes."""
        return self._turns.setdefault(guild, asyncio.Lock())

    async def _classes(self, view: GuildView) -> tuple[Place, ...]:
        """The classes of a server whose channels we know."""
        found = await self._door.classes(f"discord:{view.id}")
        return tuple(one for one in found if one.channel in view.channels)

    async def _tell(self, place: Place, body: Body, user: str = "") -> None:
        now = self._desk.now_ms()
        key = f"{body.kind}:{place.channel}:{user}:{now}.{next(self._numbers)}"
        self._desk.counters.count("roster", body.kind)
        # One lane for all of it: who comes after a channel opened is judged after that.
        await self._door.accept(Event(key, place, body, now, lane=f"{place}#"))

    def _known(self, guild: str, user: str, data: Json) -> bool:
        """Whether these are the roles that we know; a new nickname changes nothing."""
        given = data.get("roles")
        roles = tuple(sorted(map(str, given))) if isinstance(given, list) else ()
        known = self._roles.get((guild, user)) == roles
        self._roles[guild, user] = roles
        self._roles.move_to_end((guild, user))
        while len(self._roles) > MOST_KNOWN:
            self._roles.popitem(last=False)
        return known


def newcomer(data: Json) -> Actor | None:
    """The person that it is about; bots are none."""
    person = actor_of(data.get("user"), data)
    return None if isinstance(person, Ignored) or is_bot(data) else person


def is_bot(data: Json) -> bool:
    user = data.get("user")
    return isinstance(user, dict) and bool(user.get("bot"))
