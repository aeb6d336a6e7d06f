"""Opening a form: the core's fields as a modal, while the trigger is fresh."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import call
from bot.slack.forms import view_of
from core.dispatch import Door
from core.domain.event import Event
from core.domain.reply import Form
from core.domain.token import read_token
from core.errors import SendError

log = logging.getLogger(__name__)


class Opening:
    """Knows which fields are searched as somebody types."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def open(self, client: AsyncWebClient, form: Form, event: Event, trigger: str) -> None:
        """Show the form; a trigger that is over opens nothing, and the person may ask again."""
        view = view_of(form, str(event.place), await self._searched(form, event))
        try:
            await call(client.views_open(trigger_id=trigger, view=view))
        except SendError as error:
            log.warning("slack: a form did not open: %s", error)

    async def _searched(self, form: Form, event: Event) -> frozenset[str]:
        read = read_token(form.token)
        commands = await self._door.palette(event)
        return frozenset(
            option.name
            for command in commands
            for option in command.options
            if read and command.name == read[0] and option.autocomplete and option.kind != "date"
        )
