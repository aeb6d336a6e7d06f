"""Commands, presses and forms: kept, then acknowledged, then worked on."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands, ui

from bot.discord.events import Ignored
from bot.discord.formdesk import FormDesk
from bot.discord.forms import read_values
from bot.discord.intake import Desk
from bot.discord.interactions import (
    Asked,
    read_asked,
    read_called,
    read_focused,
    read_pressed,
)
from bot.discord.render import CONTENT, REPLY, render, sure
from bot.discord.split import split
from bot.discord.taking import FAULTS, PATIENCE, Interaction, Taking, view_of
from bot.discord.text import inert, plain
from bot.discord.uploads import UploadError, attached, filled
from core.dispatch import Door
from core.domain.event import Called, Event, Said
from core.domain.token import token
from core.errors import CoreError

log = logging.getLogger(__name__)
FAILED = "That did not work, and it was our fault. Please try again."
WORDS, LONGEST = "words", 4_000


class Reception:
    """Takes every interaction; each is answered, whatever happens."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._taking = Taking(desk, door)
        self._forms = FormDesk(self._taking)

    async def command(self, one: Interaction) -> None:
        """A slash command."""
        asked = await self._taking.asked(one)
        if asked is None:
            return
        event = asked.event(read_called(one.data), thinking=True)
        if await self._forms.opens(one, event):
            return
        try:
            event = await self._with_files(one, event)
        except UploadError as error:
            await self._taking.respond(one, str(error))
        else:
            await self._taking.take(one, event)

    async def _with_files(self, one: Interaction, event: Event) -> Event:
        """The command with the files that it names; UploadError says what is wrong with one."""
        files = attached(one.data)
        if not files or not isinstance(event.body, Called):
            return event
        await self._taking.defer(one, thinking=True)
        options = await filled(self._desk.platform.calls, event.body.options, files)
        return replace(event, body=replace(event.body, options=options))

    async def complete(self, one: Interaction) -> list[app_commands.Choice[str]]:
        """What fits to what is typed so far; nothing when that cannot be told in time."""
        asked = read_asked(one, self._taking.home(one))
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

    async def offer(self, one: Interaction) -> None:
        """Answer with what fits; an answer that comes too late helps nobody."""
        choices = await self.complete(one)
        try:
            await one.response.autocomplete(choices)
        except FAULTS as error:
            log.info("discord: choices were not taken: %s", error)

    async def press(self, one: Interaction, pressed: str) -> None:
        """A button; an unknown one is answered by the core as out of date."""
        asked = await self._taking.asked(one)
        if asked is None:
            return
        event = read_pressed(asked, pressed)
        if not await self._forms.opens(one, event):
            await self._taking.take(one, event)

    async def doubt(self, one: Interaction, verb: str, target: str) -> None:
        """Ask before what cannot be undone; the answer is a button of its own."""
        question = self._desk.platform.poster.questions.get(token(verb, target), "")
        part = render(sure(verb, target, label_of(one) or verb, question))[0]
        items = [item for row in part.components for item in row["components"]]
        buttons = [
            (item["label"], item["custom_id"], discord.ButtonStyle(item["style"])) for item in items
        ]
        await self._taking.respond(one, part.content, view_of(*buttons))

    async def open_reply(self, one: Interaction) -> None:
        """The form in which somebody speaks where typed words do not reach us."""
        made = ui.Modal(title="Reply", custom_id=REPLY, timeout=None)
        words = ui.TextInput[Any](
            custom_id=WORDS, style=discord.TextStyle.paragraph, max_length=LONGEST
        )
        made.add_item(ui.Label(text="What do you say?", component=words))
        made.stop()
        await self._taking.show(one, made)

    async def submitted(self, one: Interaction) -> None:
        """A form came back."""
        asked = await self._taking.asked(one)
        if asked is None:
            return
        data: Any = one.data or {}
        if str(data.get("custom_id", "")) == REPLY:
            words = read_values(data.get("components")).get(WORDS)
            await self._spoken(one, asked, str(words or ""))
        else:
            await self._forms.submitted(one, asked)

    async def form(self, one: Interaction, what: str, form_token: str) -> None:
        """Goes on with a form."""
        await self._forms.act(one, what, form_token)

    async def failed(self, one: Interaction) -> None:
        """Whatever went wrong, the person is not left waiting."""
        await self._taking.respond(one, FAILED)

    async def _spoken(self, one: Interaction, asked: Asked, words: str) -> None:
        """Words from the Reply form are the student's turn, and stand in the thread."""
        event = asked.event(Said(asked.id, words), thinking=False)
        if await self._taking.kept_in_time(one, replace(event, handle="")):
            first, *more = split(f"**{inert(asked.actor.name)}:** {inert(words)}", CONTENT)
            try:
                await one.response.send_message(first, suppress_embeds=True)
                for text in more:
                    await one.followup.send(text, suppress_embeds=True)
            except FAULTS as error:
                log.info("discord: an acknowledgement was not taken: %s", error)


def label_of(one: Interaction) -> str:
    """What is written on the button that was pressed."""
    data: Any = one.data or {}
    rows: Any = one.message.components if one.message else ()
    for row in rows:
        for item in getattr(row, "children", ()):
            if getattr(item, "custom_id", None) == data.get("custom_id"):
                return str(getattr(item, "label", "") or "")
    return ""
