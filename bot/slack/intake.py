"""Everything that Slack hands in: kept before it is acknowledged, by the one door."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.response import BoltResponse

from bot.slack.commands import Line, as_typed_here, must_ask, resolved
from bot.slack.counters import Counters
from bot.slack.download import DownloadError, download
from bot.slack.events import Notice, read_event
from bot.slack.forms import file_fields, option_of
from bot.slack.interactions import (
    Typed,
    read_command,
    read_press,
    read_shortcut,
    read_submission,
    read_suggestion,
)
from bot.slack.opening import Opening
from bot.slack.outcomes import Ignored
from bot.slack.platform import SlackPlatform
from bot.slack.text import clean
from bot.slack.welcome import Welcome
from bot.slack.wire import Envelope, EventEnvelope, Interaction, SlashCommand
from bot.slack.workspaces import Workspace, Workspaces
from core.dispatch import Door, form_of, intent_of
from core.domain.event import Event, Joined, Submitted
from core.domain.reply import Form
from core.errors import RefusalError, SendError
from core.ports import Clock

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.5
DONE = BoltResponse(status=200, body="")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the intake works with."""

    platform: SlackPlatform
    workspaces: Workspaces
    clock: Clock
    counters: Counters


class Intake:
    """One method for each kind of payload; each returns what Slack is answered."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._opening = Opening(door)
        self._welcome = Welcome(door, desk.platform)
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, envelope: Envelope, workspace: Workspace) -> BoltResponse:
        """Keep what came; StoreError when it could not be kept."""
        match envelope:
            case EventEnvelope():
                return await self._event(envelope, workspace)
            case SlashCommand():
                return await self._command(envelope, workspace)
            case Interaction():
                return await self._interaction(envelope, workspace)

    async def _interaction(self, one: Interaction, workspace: Workspace) -> BoltResponse:
        match one.type:
            case "block_actions":
                return await self._press(one, workspace)
            case "message_action":
                event = read_shortcut(one, workspace.team, self._now())
                return await self._keep(event, "shortcut")
            case "view_submission":
                return await self._submission(one, workspace)
            case "block_suggestion":
                return await self._suggestion(one, workspace)
            case _:
                return self._ignored("interaction", one.type)

    async def stop(self) -> None:
        """Let what runs beside the acknowledgements end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LOOK_SECONDS)

    async def _event(self, envelope: EventEnvelope, workspace: Workspace) -> BoltResponse:
        happened = read_event(envelope, workspace.bot_user, self._now())
        if isinstance(happened, Ignored):
            return self._ignored("event", happened.outcome)
        if isinstance(happened, Notice):
            return await self._notice(happened, workspace)
        if isinstance(happened.body, Joined):
            happened = await self._named(happened, happened.body, workspace)
        elif happened.place.channel.startswith("D") and happened.actor.user:
            channel = happened.place.channel
            self._desk.platform.direct.learn(workspace.team, happened.actor.user, channel)
        return await self._keep(happened, "event")

    async def _notice(self, notice: Notice, workspace: Workspace) -> BoltResponse:
        if notice.kind == "gone":
            await self._desk.workspaces.forget(workspace.team)
            self._desk.platform.forget(workspace.team)
        elif notice.kind == "home":
            self._beside(self._welcome.home(workspace, notice))
        elif notice.user:
            self._beside(self._welcome.invited(workspace, notice))
        return self._ignored("event", notice.kind)

    async def _command(self, command: SlashCommand, workspace: Workspace) -> BoltResponse:
        typed = read_command(command, self._now())
        event = await self._known(typed.event, workspace)
        line, event = await self._settled(replace(typed, event=event))
        form = await self._form(event, always=must_ask(line))
        if form is not None:
            return self._ask(form, event, command.trigger_id, workspace)
        return await self._keep(event, "command")

    async def _press(self, one: Interaction, workspace: Workspace) -> BoltResponse:
        event = read_press(one, workspace.team, self._now())
        if event is None:
            return self._ignored("press", "nothing_asked")
        event = await self._known(event, workspace)
        if not event.place.channel:
            channel = await self._direct(workspace, event.actor.user)
            event = replace(event, place=replace(event.place, channel=channel))
        form = await self._form(event, always=False)
        if form is not None:
            return self._ask(form, event, one.trigger_id, workspace)
        return await self._keep(event, "press")

    async def _submission(self, one: Interaction, workspace: Workspace) -> BoltResponse:
        event = read_submission(one, workspace.team, self._now())
        if event is None:
            return self._ignored("form", "not_ours")
        event = await self._known(event, workspace)
        try:
            event = await with_files(one, event, workspace)
            errors = await self._door.check(event)
        except FieldError as error:
            errors = {error.field: str(error)}
        except RefusalError:
            errors = {}  # the door words it when it is carried out
        errors = beside(errors, one)
        if errors:
            self._desk.counters.count("form", "errors")
            return json({"response_action": "errors", "errors": errors})
        return await self._keep(event, "form")

    async def _suggestion(self, one: Interaction, workspace: Workspace) -> BoltResponse:
        asked = read_suggestion(one, workspace.team, self._now())
        if asked is None:
            return json({"options": []})
        event, option = asked
        try:
            choices = await self._door.complete(event, option, one.value)
        except RefusalError:
            choices = ()
        self._desk.counters.count("suggestion", "answered")
        return json({"options": [option_of(choice) for choice in choices]})

    async def _settled(self, typed: Typed) -> tuple[Line, Event]:
        """Free text that names exactly one entry of its option's list is that entry."""
        line, event = typed.line, typed.event
        if not line.free:
            return line, event
        try:
            choices = await self._door.complete(event, line.first, line.free)
        except RefusalError:
            choices = ()
        if len(choices) == 1:
            line = resolved(line, {line.first: choices[0].value})
        return line, replace(event, body=line.called)

    async def _form(self, event: Event, *, always: bool) -> Form | None:
        try:
            form = await self._door.ask(event)
            intent = intent_of(event)
        except RefusalError:
            return None  # the door words it when it is carried out
        return form_of(intent) if form is None and always and intent else form

    def _ask(self, form: Form, event: Event, trigger: str, workspace: Workspace) -> BoltResponse:
        """A form is no event: nothing is lost when it does not open."""
        self._beside(self._opening.open(workspace.client, form, event, trigger))
        return self._ignored("form", "asked")

    async def _keep(self, event: Event | None, entrance: str) -> BoltResponse:
        if event is None:
            return self._ignored(entrance, "not_ours")
        new = await self._door.accept(event)
        return self._ignored(entrance, "kept" if new else "known")

    async def _known(self, event: Event, workspace: Workspace) -> Event:
        """The event with what Slack says of its actor; authority is never older than a minute."""
        actor = await self._desk.platform.people.actor(workspace, event.actor)
        return replace(event, actor=actor)

    async def _named(self, event: Event, joined: Joined, workspace: Workspace) -> Event:
        known = await self._known(
            replace(event, actor=replace(event.actor, user=joined.user)), workspace
        )
        return replace(event, body=replace(joined, name=known.actor.name))

    async def _direct(self, workspace: Workspace, user: str) -> str:
        """The person's own channel; empty when it cannot be told now, the outbox finds it then."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._desk.platform.direct.open(workspace, user)
        except (SendError, TimeoutError):
            return ""

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _ignored(self, entrance: str, outcome: str) -> BoltResponse:
        self._desk.counters.count(entrance, outcome)
        return DONE

    def _now(self) -> int:
        return int(self._desk.clock.now().timestamp() * 1000)


class FieldError(Exception):
    """A field that cannot be used; the message stands beside it."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


async def with_files(one: Interaction, event: Event, workspace: Workspace) -> Event:
    """The submission with the texts of its files; FieldError for one that cannot be read."""
    body = event.body
    state = one.view.state.values if one.view else {}
    if not isinstance(body, Submitted):
        return event
    values = dict(body.values)
    for field in file_fields(state):
        try:
            values[field] = clean(await download(workspace, str(values.get(field, ""))))
        except DownloadError as error:
            raise FieldError(field, str(error)) from error
    return replace(event, body=replace(body, values=values))


def beside(errors: Mapping[str, str], one: Interaction) -> dict[str, str]:
    """What is wrong, by the form's own fields: Slack shows nothing for a field it does not have."""
    fields = list(one.view.state.values) if one.view else []
    placed: dict[str, str] = {}
    for name, said in errors.items():
        text = as_typed_here(said)
        field = name if name in fields else next(iter(fields), "")
        if field:
            placed[field] = f"{placed[field]}\n{text}" if field in placed else text
    return placed


def json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})
