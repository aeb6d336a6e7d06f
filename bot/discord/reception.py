"""Commands, presses and forms: kept, then acknowledged, then worked on."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui

from bot.discord.answers import read_handle
from bot.discord.events import Ignored
from bot.discord.forms import kept, modal, read_values
from bot.discord.intake import Desk
from bot.discord.interactions import (
    Asked,
    read_asked,
    read_called,
    read_focused,
    read_pressed,
    read_submitted,
)
from bot.discord.render import REPLY, render, sure
from bot.discord.text import inert, plain
from core.dispatch import Door
from core.domain.event import Event, Joined, Said, Value
from core.domain.reply import Form
from core.errors import CoreError, RefusalError, StoreError

log = logging.getLogger(__name__)
PATIENCE, MOST_SEEN, MOST_KEPT = 1.5, 20_000, 1_000
NOT_KEPT = "I could not save that. Please try again in a moment."
FAILED = "That did not work, and it was our fault. Please try again."
NOWHERE = "I do not know which server this is about. Please use me in your class channel first."
OUTDATED = "This form is out of date. Please open it again."
WORDS, LONGEST = "words", 4_000
MARK = "~"
FAULTS = (discord.HTTPException, discord.InteractionResponded, CoreError, aiohttp.ClientError)
Interaction = discord.Interaction[Any]


class Reception:
    """Takes every interaction; each is answered, whatever happens."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._answers = desk.platform.poster.answers
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._kept: OrderedDict[str, dict[str, Value]] = OrderedDict()

    async def command(self, one: Interaction) -> None:
        """A slash command."""
        asked = await self._asked(one)
        if asked is None:
            return
        event = asked.event(read_called(one.data), thinking=True)
        if not await self._ask(one, event):
            await self._take(one, event)

    async def complete(self, one: Interaction) -> list[app_commands.Choice[str]]:
        """What fits to what is typed so far; nothing when that cannot be told in time."""
        asked = read_asked(one, self._home(one))
        option, typed = read_focused(one.data)
        if isinstance(asked, Ignored) or not option:
            return []
        event = asked.event(read_called(one.data), thinking=False)
        try:
            async with asyncio.timeout(PATIENCE):
                choices = await self._door.complete(event, option, typed)
        except (CoreError, TimeoutError):
            return []
        return [
            app_commands.Choice(name=plain(choice.label, 100), value=choice.value[:100])
            for choice in choices[:25]
        ]

    async def press(self, one: Interaction, token: str) -> None:
        """A button; an unknown one is answered by the core as out of date."""
        asked = await self._asked(one)
        if asked is None:
            return
        event = read_pressed(asked, token)
        if not await self._ask(one, event):
            await self._take(one, event)

    async def doubt(self, one: Interaction, verb: str, target: str) -> None:
        """Ask before what cannot be undone; the answer is a button of its own."""
        part = render(sure(verb, target, label_of(one) or verb))[0]
        view = ui.View(timeout=None)
        for row in part.components:
            for item in row["components"]:
                style = discord.ButtonStyle(item["style"])
                view.add_item(
                    ui.Button(label=item["label"], style=style, custom_id=item["custom_id"])
                )
        view.stop()
        await self._respond(one, part.content, view)

    async def open_reply(self, one: Interaction) -> None:
        """The form in which somebody speaks where typed words do not reach us."""
        made = ui.Modal(title="Reply", custom_id=REPLY, timeout=None)
        words = ui.TextInput[Any](
            custom_id=WORDS, style=discord.TextStyle.paragraph, max_length=LONGEST
        )
        made.add_item(ui.Label(text="What do you say?", component=words))
        made.stop()
        await self._show(one, made)

    async def submitted(self, one: Interaction) -> None:
        """A form came back."""
        asked = await self._asked(one)
        if asked is None:
            return
        data: Any = one.data or {}
        values = read_values(data.get("components"))
        custom_id = str(data.get("custom_id", ""))
        if custom_id == REPLY:
            await self._spoken(one, asked, str(values.get(WORDS) or ""))
            return
        token, _, mark = custom_id.partition(MARK)
        if mark and mark not in self._kept:
            await self._respond(one, OUTDATED)
            return
        event = read_submitted(asked, token, {**self._kept.get(mark, {}), **values})
        wrong = await self._wrong(event)
        if wrong:
            await self._respond(one, wrong)
            return
        await self._take(one, event)

    async def failed(self, one: Interaction) -> None:
        """Whatever went wrong, the person is not left waiting."""
        await self._respond(one, FAILED)

    async def _asked(self, one: Interaction) -> Asked | None:
        asked = read_asked(one, self._home(one))
        if isinstance(asked, Ignored):
            self._desk.counters.count("interaction", asked.outcome)
            await self._respond(one, NOWHERE)
            return None
        if one.guild_id:
            self._desk.platform.places.guilds.seen(asked.actor.user, str(one.guild_id))
        return asked

    def _home(self, one: Interaction) -> str:
        return self._desk.platform.places.guilds.home_of(str(one.user.id))

    async def _ask(self, one: Interaction, event: Event) -> bool:
        """Show the form that it opens; a form is no event, nothing is lost when it stays shut."""
        try:
            async with asyncio.timeout(PATIENCE):
                form = await self._door.ask(event)
        except (RefusalError, TimeoutError):
            return False  # the door words it when it is carried out
        except StoreError:
            await self._respond(one, NOT_KEPT)
            return True
        if form is None:
            return False
        await self._show(one, modal(form, self._form_id(form, str(one.id))))
        self._desk.counters.count("form", "asked")
        return True

    def _form_id(self, form: Form, mark: str) -> str:
        """The form's token; a mark leads to values that were given before and have no field."""
        values = kept(form)
        if not values:
            return form.token[:100]
        self._kept[mark] = values
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return f"{form.token[:70]}{MARK}{mark}"

    async def _take(self, one: Interaction, event: Event) -> None:
        """Persist, then acknowledge; the work follows by itself."""
        self._answers.hold(event.handle)
        try:
            self._expect(event)
            if await self._kept_in_time(one, event):
                await self._defer(one)
        finally:
            self._answers.release(event.handle)

    def _expect(self, event: Event) -> None:
        handle = read_handle(event.handle, self._desk.now_ms())
        if handle is not None and handle.thinking:
            self._answers.expect(handle, event.lane_key)

    async def _kept_in_time(self, one: Interaction, event: Event) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._met(event)
                new = await self._door.accept(event)
        except (StoreError, TimeoutError) as error:
            log.warning("discord: an interaction was not kept: %s", error)
            self._desk.counters.count("interaction", "not_kept")
            await self._respond(one, NOT_KEPT)
            return False
        self._desk.counters.count("interaction", "kept" if new else "known")
        return True

    async def _met(self, event: Event) -> None:
        """Whoever acts in a channel can see it, and seeing the class channel is enrolment."""
        if event.place.thread == event.place.channel:
            return
        pair = (event.place.channel, event.actor.user)
        if pair in self._seen:
            return
        body = Joined(event.actor.user, event.actor.name)
        met = replace(event, key=f"seen:{event.key}", body=body, handle="", lane=event.lane_key)
        await self._door.accept(replace(met, place=event.place.parent))
        self._seen[pair] = None
        while len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)

    async def _defer(self, one: Interaction) -> None:
        thinking = one.type is discord.InteractionType.modal_submit
        try:
            await one.response.defer(ephemeral=True, thinking=thinking)
        except FAULTS as error:
            log.info("discord: an acknowledgement was not taken: %s", error)

    async def _spoken(self, one: Interaction, asked: Asked, words: str) -> None:
        """Words from the Reply form are the student's turn, and stand in the thread."""
        event = asked.event(Said(asked.id, words), thinking=False)
        if await self._kept_in_time(one, replace(event, handle="")):
            text = f"**{inert(asked.actor.name)}:** {inert(words)}"
            try:
                await one.response.send_message(text[:2000], suppress_embeds=True)
            except FAULTS as error:
                log.info("discord: an acknowledgement was not taken: %s", error)

    async def _wrong(self, event: Event) -> str:
        """What is wrong with a form's fields, in words."""
        try:
            errors = await self._door.check(event)
        except RefusalError as error:
            return inert(self._door.word(error, event).text)
        return inert("\n".join(errors.values()))

    async def _show(self, one: Interaction, made: ui.Modal) -> None:
        try:
            await one.response.send_modal(made)
        except FAULTS as error:
            log.info("discord: a form was not shown: %s", error)

    async def _respond(self, one: Interaction, text: str, view: ui.View | None = None) -> None:
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


def label_of(one: Interaction) -> str:
    """What is written on the button that was pressed."""
    data: Any = one.data or {}
    rows: Any = one.message.components if one.message else ()
    for row in rows:
        for item in getattr(row, "children", ()):
            if getattr(item, "custom_id", None) == data.get("custom_id"):
                return str(getattr(item, "label", "") or "")
    return ""


def empty() -> ui.View:
    """No buttons; stopped, so that the library does not keep it."""
    view = ui.View(timeout=None)
    view.stop()
    return view
