"""Persist, then acknowledge: what every interaction has in common, and how it is answered."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.discord.answers import read_handle
from bot.discord.events import Ignored
from bot.discord.intake import Desk
from bot.discord.interactions import Asked, read_asked
from core.dispatch import Door
from core.domain.event import Event, Joined
from core.errors import CoreError, StoreError

log = logging.getLogger(__name__)
PATIENCE, MOST_SEEN = 1.5, 20_000
NOT_KEPT = "I could not save that. Please try again in a moment."
NOWHERE = "I do not know which server this is about. Please use me in your class channel first."
FAULTS = (discord.HTTPException, discord.InteractionResponded, CoreError, aiohttp.ClientError)
Interaction = discord.Interaction[Any]


class Taking:
    """Takes interactions for whoever knows what they mean."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self.desk = desk
        self.door = door
        self._answers = desk.platform.poster.answers
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def asked(self, one: Interaction) -> Asked | None:
        """Who asks, where; whoever is nowhere is told so."""
        asked = read_asked(one, self.home(one))
        if isinstance(asked, Ignored):
            self.desk.counters.count("interaction", asked.outcome)
            await self.respond(one, NOWHERE)
            return None
        if one.guild_id:
            self.desk.platform.places.guilds.seen(asked.actor.user, str(one.guild_id))
        return asked

    def home(self, one: Interaction) -> str:
        """The guild that somebody's DM stands for."""
        return self.desk.platform.places.guilds.home_of(str(one.user.id))

    async def take(self, one: Interaction, event: Event) -> None:
        """Keep it, acknowledge it; the work follows by itself."""
        self._answers.hold(event.handle)
        try:
            self._expect(event)
            if await self.kept_in_time(one, event):
                await self.defer(one)
        finally:
            self._answers.release(event.handle)

    async def kept_in_time(self, one: Interaction, event: Event) -> bool:
        """Whether it is in the inbox; otherwise the person is told at once."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._met(event)
                new = await self.door.accept(event)
        except (StoreError, TimeoutError) as error:
            log.warning("discord: an interaction was not kept: %s", error)
            self.desk.counters.count("interaction", "not_kept")
            await self.respond(one, NOT_KEPT)
            return False
        self.desk.counters.count("interaction", "kept" if new else "known")
        return True

    async def defer(self, one: Interaction, *, thinking: bool | None = None) -> None:
        """Acknowledge without words; a command and a form show "thinking…" to the person alone."""
        if one.response.is_done():
            return
        if thinking is None:
            thinking = one.type is discord.InteractionType.modal_submit
        try:
            await one.response.defer(ephemeral=True, thinking=thinking)
        except FAULTS as error:
            log.info("discord: an acknowledgement was not taken: %s", error)

    async def show(self, one: Interaction, made: ui.Modal) -> None:
        try:
            await one.response.send_modal(made)
        except FAULTS as error:
            log.info("discord: a form was not shown: %s", error)

    async def respond(self, one: Interaction, text: str, view: ui.View | None = None) -> None:
        """Answer the person alone, at once."""
        shown = view or empty()
        try:
            if one.response.is_done():
                await one.followup.send(text, ephemeral=True, view=shown)
            else:
                await one.response.send_message(
                    text, ephemeral=True, suppress_embeds=True, view=shown
                )
        except FAULTS as error:
            log.info("discord: an answer was not taken: %s", error)

    def _expect(self, event: Event) -> None:
        handle = read_handle(event.handle, self.desk.now_ms())
        if handle is not None and handle.thinking:
            self._answers.expect(handle, event.lane_key)

    async def _met(self, event: Event) -> None:
        """Whoever acts in a channel can see it, and seeing the class channel is enrolment."""
        if event.place.thread == event.place.channel:
            return
        pair = (event.place.channel, event.actor.user)
        if pair in self._seen:
            return
        body = Joined(event.actor.user, event.actor.name)
        met = replace(event, key=f"seen:{event.key}", body=body, handle="", lane=event.lane_key)
        await self.door.accept(replace(met, place=event.place.parent))
        self._seen[pair] = None
        while len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)


def empty() -> ui.View:
    """No buttons; stopped, so that the library does not keep it."""
    view = ui.View(timeout=None)
    view.stop()
    return view


def view_of(*buttons: tuple[str, str, discord.ButtonStyle]) -> ui.View:
    """Buttons by label and id that live in their ids; the library keeps nothing."""
    view = ui.View(timeout=None)
    for label, custom_id, style in buttons:
        view.add_item(ui.Button(label=label, style=style, custom_id=custom_id))
    view.stop()
    return view
