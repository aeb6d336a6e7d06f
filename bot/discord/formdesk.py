"""Forms: opened, taken back in steps of five fields, opened again where something is wrong."""

import asyncio
from collections.abc import Mapping
from typing import Any

import discord

from bot.discord.drafts import Draft, Drafts
from bot.discord.forms import STEP, modal, read_values
from bot.discord.interactions import Asked, read_pressed, read_submitted
from bot.discord.taking import NOT_KEPT, PATIENCE, Interaction, Taking, view_of
from bot.discord.text import inert
from bot.discord.uploads import UploadError, attached, filled
from core.domain.event import Event, Submitted, Value
from core.errors import RefusalError, StoreError

LONGEST_ID = 100
OUTDATED = "This form is out of date. Please open it again."
MORE = "That is all that must be filled in. There is more, if you want it: {names}."
GO_ON = "Still to fill in: {names}."
PRIMARY, PLAIN = discord.ButtonStyle.primary, discord.ButtonStyle.secondary


class FormDesk:
    """Asks the door for forms and hands what comes back to it."""

    def __init__(self, taking: Taking) -> None:
        self._taking = taking
        self._door = taking.door
        self._drafts = Drafts()

    async def opens(self, one: Interaction, event: Event) -> bool:
        """Show the form that it opens; a form is no event, nothing is lost when it stays shut."""
        try:
            async with asyncio.timeout(PATIENCE):
                form = await self._door.ask(event)
        except (RefusalError, TimeoutError):
            return False  # the door words it when it is carried out
        except StoreError:
            await self._taking.respond(one, NOT_KEPT)
            return True
        if form is None:
            return False
        await self._show(one, self._drafts.begin(event.actor.user, form), 0)
        self._taking.desk.counters.count("form", "asked")
        return True

    async def submitted(self, one: Interaction, asked: Asked) -> None:
        """A step came back."""
        data: Any = one.data or {}
        token, in_steps, number = str(data.get("custom_id", "")).partition(STEP)
        draft = self._drafts.find(asked.actor.user, token)
        if in_steps and (draft is None or not number.isdecimal()):
            await self._outdated(one, token)
            return
        try:
            values = await self._values(one, data)
        except UploadError as error:
            await self._wrong(one, token, str(error), again=draft is not None)
            return
        if draft is not None:
            draft.take(values)
            values = draft.values
        await self._judge(one, read_submitted(asked, token, values), draft, int(number or 0))

    async def _values(self, one: Interaction, data: Any) -> dict[str, Value]:  # noqa: ANN401 - JSON
        """What was filled in, with the bytes of files; UploadError says what is wrong with one."""
        values, files = read_values(data.get("components")), attached(data)
        if files:
            await self._taking.defer(one, thinking=True)
        return await filled(self._taking.desk.platform.calls, values, files)

    async def act(self, one: Interaction, what: str, token: str) -> None:
        """[Continue], [Save] or [Fix it] under what was said of a form."""
        asked = await self._taking.asked(one)
        if asked is None:
            return
        draft = self._drafts.find(asked.actor.user, token)
        name, _, number = what.partition(".")
        if draft is None:
            if not await self.opens(one, read_pressed(asked, token)):
                await self._outdated(one, token)
        elif name == "save":
            await self._taking.take(one, read_submitted(asked, token, draft.values, thinking=False))
        else:
            await self._show(one, draft, min(int(number or 0), len(draft.steps) - 1))

    async def _judge(self, one: Interaction, event: Event, draft: Draft | None, step: int) -> None:
        later = draft.names_after(step) if draft else set()
        wrong = await self._errors(event, later)
        token = event.body.token if isinstance(event.body, Submitted) else ""
        if wrong:
            at = draft.first_of(wrong) if draft else 0
            text = inert("\n".join(wrong.values()))
            await self._wrong(one, token, text, again=draft is not None, step=at)
        elif draft is not None and later:
            await self._go_on(one, token, draft, step)
        else:
            await self._taking.take(one, event)

    async def _errors(self, event: Event, later: set[str]) -> Mapping[str, str]:
        """What is wrong with the fields so far, in words; later ones are not asked yet."""
        try:
            errors = await self._door.check(event)
        except RefusalError as error:
            return {"": self._door.word(error, event).text}
        return {name: text for name, text in errors.items() if name not in later}

    async def _wrong(
        self, one: Interaction, token: str, text: str, *, again: bool, step: int = 0
    ) -> None:
        """Discord cannot show an error in a form: say it, and open the form again, filled."""
        self._taking.desk.counters.count("form", "wrong")
        label = "Fix it" if again else "Open it again"
        view = view_of((label, f"vc|fix.{step}|{token}"[:LONGEST_ID], PRIMARY))
        await self._taking.respond(one, text, view)

    async def _go_on(self, one: Interaction, token: str, draft: Draft, step: int) -> None:
        """Discord opens no form from a form: a button leads to the next step."""
        later = draft.later(step)
        missing = any(each.required and not draft.values.get(each.name) for each in later)
        text = GO_ON if missing else MORE
        names = ", ".join(each.label for each in later)
        buttons = [("Continue", f"vc|more.{step + 1}|{token}"[:LONGEST_ID], PRIMARY)]
        if not missing:
            buttons.append((draft.form.submit, f"vc|save|{token}"[:LONGEST_ID], PLAIN))
        await self._taking.respond(one, inert(text.format(names=names)), view_of(*buttons))

    async def _outdated(self, one: Interaction, token: str) -> None:
        view = view_of(("Open it again", f"vc|fix|{token}"[:LONGEST_ID], PRIMARY))
        await self._taking.respond(one, OUTDATED, view)

    async def _show(self, one: Interaction, draft: Draft, step: int) -> None:
        await self._taking.show(one, modal(draft, step))
