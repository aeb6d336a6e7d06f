"""Opening a form: the core's fields as a modal, while the trigger is fresh."""

import logging
from dataclasses import replace
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import call
from bot.slack.forms import view_of
from core.dispatch import Door
from core.domain.event import Event
from core.domain.reply import Field, Form
from core.domain.token import read_token
from core.errors import SendError
from core.language import _, speaking

log = logging.getLogger(__name__)


class Opening:
    """Knows which fields are searched as somebody types."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def open(self, client: AsyncWebClient, form: Form, event: Event, trigger: str) -> None:
        """Show the form; a trigger that is over opens nothing, and the person may ask again."""
        with speaking(event.actor.locale):
            fields = [await self._dated(field, event) for field in form.fields]
        filled = replace(form, fields=tuple(fields))
        view = view_of(filled, str(event.place), await self._searched(form, event))
        try:
            await call(client.views_open(trigger_id=trigger, view=view))
        except SendError as error:
            log.warning("slack: a form did not open: %s", error)

    async def _dated(self, field: Field, event: Event) -> Field:
        """A date that was typed stands in the picker, where it is seen before it counts."""
        typed = field.value if field.kind == "date" and isinstance(field.value, str) else ""
        if not typed or is_instant(typed):
            return field
        offered = [one.value for one in await self._door.complete(event, field.name, typed)]
        found = next(filter(is_instant, offered), None)
        if found or typed in offered:
            return replace(field, value=found)
        text = _("“{typed}” is no date that I can read.").format(typed=typed[:60])
        return replace(field, value=None, error=text)

    async def _searched(self, form: Form, event: Event) -> frozenset[str]:
        read = read_token(form.token)
        commands = await self._door.palette(event)
        return frozenset(
            option.name
            for command in commands
            for option in command.options
            if read and command.name == read[0] and option.autocomplete and option.kind != "date"
        )


def is_instant(value: str) -> bool:
    """Whether a picker can show it as it is."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
