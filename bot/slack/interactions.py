"""Commands, presses, shortcuts and forms as core events; pure."""

from dataclasses import dataclass

from bot.slack.commands import Line, read_line
from bot.slack.events import PLATFORM
from bot.slack.forms import read_values
from bot.slack.wire import Container, InnerMessage, Interaction, SlashCommand
from core.domain.event import Actor, Body, Called, Event, Pressed, Submitted
from core.domain.place import Place
from core.domain.token import read_token

MENU, LINK, SHORTCUT = "menu", "link", "interview_menu"


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command: its event, and the line for what only the adapter can settle."""

    event: Event
    line: Line


def read_command(command: SlashCommand, now_ms: int) -> Typed:
    """What was typed, where; the trigger names it."""
    line = read_line(command.command, command.text)
    place = Place(PLATFORM, command.team_id, command.channel_id)
    actor = Actor(command.user_id, command.user_name)
    key = f"command:{command.trigger_id}"
    return Typed(Event(key, place, line.called, now_ms, actor, handle=command.response_url), line)


def read_press(one: Interaction, team: str, now_ms: int) -> Event | None:
    """A button or a menu; None for a press that asks nothing of us (a link, a field)."""
    if not one.actions:
        return None
    action = one.actions[0]
    pressed = action.selected_option.value if action.selected_option else action.action_id
    if read_token(pressed) is None:
        # A press that carries no token of ours is answered: the button is out of date.
        pressed = "" if action.type in {"button", "overflow"} else LINK
    if LINK in {pressed, action.action_id}:
        return None
    message = one.container.message_ts if one.container else None
    body = Pressed(pressed, message or "")
    return _event(
        one, f"press:{one.trigger_id or one.action_ts}", place_of(one, team), body, now_ms
    )


def read_shortcut(one: Interaction, team: str, now_ms: int) -> Event | None:
    """The message shortcut: the menu of the interview in whose thread the message is."""
    if one.callback_id != SHORTCUT:
        return None
    body = Called("help")
    return _event(one, f"shortcut:{one.trigger_id}", place_of(one, team), body, now_ms)


def read_submission(one: Interaction, team: str, now_ms: int) -> Event | None:
    """A form that came back; None when it is none of ours."""
    if one.view is None or read_token(one.view.callback_id) is None:
        return None
    body = Submitted(one.view.callback_id, read_values(one.view.state.values))
    place = place_in(one.view.private_metadata, team)
    if place is None:
        return None
    return _event(one, f"form:{one.view.id}:{one.view.hash}", place, body, now_ms)


def read_suggestion(one: Interaction, team: str, now_ms: int) -> tuple[Event, str] | None:
    """A form that asks for the entries of a select: the call as far as it is known, its option."""
    if one.view is None:
        return None
    read = read_token(one.view.callback_id)
    place = place_in(one.view.private_metadata, team)
    if read is None or place is None:
        return None
    body = Called(read[0], read_values(one.view.state.values))
    option = one.action_id.removeprefix("field:")
    return _event(one, "suggestion", place, body, now_ms), option


def place_in(metadata: str, team: str) -> Place | None:
    """The place that a form was opened from; another workspace's is none."""
    try:
        place = Place.parse(metadata)
    except ValueError:
        return None
    return place if (place.platform, place.workspace) == (PLATFORM, team) else None


def place_of(one: Interaction, team: str) -> Place:
    """Where it was pressed; a press in the app's home has no channel."""
    channel = one.channel.id if one.channel else ""
    thread, own = thread_of(one)
    at_root = thread == own and not channel.startswith("D")
    return Place(PLATFORM, team, channel, "" if at_root else thread)


def thread_of(one: Interaction) -> tuple[str, str]:
    """The thread's root and the message itself; empty where there is none."""
    message = one.message or InnerMessage()
    container = one.container or Container()
    return message.thread_ts or container.thread_ts or "", message.ts or ""


def _event(one: Interaction, key: str, place: Place, body: Body, now_ms: int) -> Event:
    actor = Actor(one.user.id, one.user.username or one.user.name)
    return Event(key, place, body, now_ms, actor, handle=one.response_url)
