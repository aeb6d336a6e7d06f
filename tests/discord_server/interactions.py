"""Callbacks and follow-ups: open, acknowledged, late, over; private answers leave no history."""

import time
from collections.abc import Callable
from typing import Any

from tests.discord_server.payloads import message_json
from tests.discord_server.posting import EPHEMERAL, check, shown
from tests.discord_server.request import Request
from tests.discord_server.world import APP, Interaction, Json, NoError, World

LOADING = 1 << 7
MESSAGE, THINKING, QUIET, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
DEAD, TWICE, EXPIRED = 10062, 40060, 50027


def callback(world: World, request: Request) -> tuple[int, Any]:
    """The first answer, within three seconds and once."""
    one = unanswered(world, request)
    data = request.body.get("data") or {}
    kind = request.body["type"]
    one.acked = time.monotonic() - one.born
    one.ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
    if kind == CHOICES:
        one.state, one.choices = "answered", data["choices"]
        if len(one.choices) > 25:
            raise NoError(400, 50035, "Invalid Form Body")
    elif kind == FORM:
        check_form(data)
        one.state, one.form = "form", data
    elif kind == QUIET:
        one.state = "quiet"
    else:
        answer_at_once(world, one, kind, data, request)
    resource = {"interaction": {"id": one.id, "type": 2}}
    return 200, resource


def unanswered(world: World, request: Request) -> Interaction:
    one = world.interactions.get(request.parts[1])
    if one is None or one.id != request.parts[0]:
        raise NoError(404, DEAD, "Unknown interaction")
    if one.state != "open":
        raise NoError(400, TWICE, "Interaction has already been acknowledged")
    if time.monotonic() - one.born > world.ack_seconds:
        raise NoError(404, DEAD, "Unknown interaction")
    return one


def answer_at_once(world: World, one: Interaction, kind: int, data: Json, request: Request) -> None:
    if kind == MESSAGE:
        check(data, request)
    made = written(world, one, data, request)
    if kind == THINKING:
        made["flags"] |= LOADING
        one.state = "thinking"
    else:
        one.state = "answered"
    one.original = made["id"]


def check_form(data: Json) -> None:
    rows = data.get("components") or ()
    if not 1 <= len(rows) <= 5 or not 1 <= len(data.get("title") or "") <= 45:
        raise NoError(400, 50035, "Invalid Form Body")
    if not 1 <= len(data.get("custom_id") or "") <= 100:
        raise NoError(400, 50035, "Invalid Form Body")


def written(world: World, one: Interaction, data: Json, request: Request) -> Json:
    """The answer as a message: private ones are kept with the interaction alone."""
    channel = world.channel(one.channel)
    made = message_json(world, channel, world.users[APP], **shown(world, data, request))
    made["webhook_id"] = APP
    made["application_id"] = APP
    one.answers.append(made)
    if not int(data.get("flags") or 0) & EPHEMERAL:
        made["interaction_metadata"] = {"id": one.id}
        channel.messages[made["id"]] = made
        world.emit("MESSAGE_CREATE", {**made, "guild_id": channel.guild}, channel)
    return made


def living(world: World, token: str) -> Interaction:
    one = world.interactions.get(token)
    if one is None or one.state == "open":
        raise NoError(404, 10015, "Unknown Webhook")
    if time.monotonic() - one.born > world.token_seconds:
        raise NoError(401, EXPIRED, "Invalid Webhook Token")
    return one


def follow_up(world: World, request: Request) -> tuple[int, Any]:
    """One more message; the first one after a "thinking…" fills it."""
    one = living(world, request.parts[1])
    if one.state == "thinking":
        return 200, fill(world, one, request)
    check(request.body, request)
    return 200, clean(written(world, one, request.body, request))


def fill(world: World, one: Interaction, request: Request) -> Json:
    made = original(one)
    check(request.body, request)
    flags = made["flags"] & EPHEMERAL
    made |= shown(world, request.body, request)
    made["flags"] = (made["flags"] | flags) & ~LOADING
    one.state = "answered"
    return clean(made)


def clean(made: Json) -> Json:
    return {key: value for key, value in made.items() if key != "interaction_metadata"}


def original(one: Interaction) -> Json:
    found = next((each for each in one.answers if each["id"] == one.original), None)
    if found is None:
        raise NoError(404, 10008, "Unknown Message")
    return found


def edit_original(world: World, request: Request) -> tuple[int, Any]:
    return 200, fill(world, living(world, request.parts[1]), request)


def get_original(world: World, request: Request) -> tuple[int, Any]:
    return 200, clean(original(living(world, request.parts[1])))


def delete_original(world: World, request: Request) -> tuple[int, Any]:
    one = living(world, request.parts[1])
    one.answers.remove(original(one))
    one.original = ""
    one.state = "answered"
    return 204, None


Handler = Callable[[World, Request], tuple[int, Any]]
HOOK = "/webhooks/*/*"
CALLS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/interactions/*/*/callback", callback),
    ("POST", HOOK, follow_up),
    ("GET", f"{HOOK}/messages/@original", get_original),
    ("PATCH", f"{HOOK}/messages/@original", edit_original),
    ("DELETE", f"{HOOK}/messages/@original", delete_original),
)
