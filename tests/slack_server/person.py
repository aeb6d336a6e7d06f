"""What people do in the workspace, as Slack tells the app about it."""

from dataclasses import dataclass
from typing import Any

from tests.slack_server.delivery import Sent
from tests.slack_server.server import SlackServer
from tests.slack_server.world import APP, BOT_USER, TEAM, Channel, Message, Opened


@dataclass
class Person:
    """Somebody with a keyboard."""

    server: SlackServer
    id: str
    team: str = TEAM

    async def event(self, body: dict[str, Any], event_id: str = "") -> Sent:
        """An event of the Events API."""
        world = self.server.world
        payload = {
            "type": "event_callback",
            "team_id": self.team,
            "api_app_id": APP,
            "event_id": event_id or f"Ev{world.number():08d}",
            "event_time": 1,
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
            "event": body,
        }
        return await self.server.delivery.deliver("events_api", payload)

    async def says(self, text: str, thread: str = "", **more: Any) -> Sent:
        """Type into the DM with the app, at the top or in a thread."""
        world, channel = self.server.world, self.server.world.dm(self.id)
        message = Message(world.stamp(), self.id, text, thread=thread)
        channel.messages[message.ts] = message
        body = {
            **message.json(),
            "channel": channel.id,
            "channel_type": "im",
            "team": self.team,
            **more,
        }
        body.pop("blocks")
        return await self.event(body)

    async def edits(self, message: Message, text: str) -> Sent:
        world, channel = self.server.world, self.server.world.dm(self.id)
        before = message.json()
        message.text, message.edited = text, world.stamp()
        body = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": "im",
            "ts": message.edited,
            "event_ts": message.edited,
            "message": message.json(),
            "previous_message": before,
        }
        return await self.event(body)

    async def deletes(self, channel: Channel, message: Message) -> Sent:
        world = self.server.world
        del channel.messages[message.ts]
        stamp = world.stamp()
        body = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": "im",
            "ts": stamp,
            "event_ts": stamp,
            "deleted_ts": message.ts,
            "previous_message": message.json(),
        }
        return await self.event(body)

    async def joins(self, channel: str, **more: Any) -> Sent:
        self.server.world.channels[channel].members.append(self.id)
        body = {
            "type": "member_joined_channel",
            "user": self.id,
            "channel": channel,
            "team": self.team,
        }
        return await self.event({**body, "event_ts": self.server.world.stamp(), **more})

    async def leaves(self, channel: str) -> Sent:
        self.server.world.channels[channel].members.remove(self.id)
        body = {
            "type": "member_left_channel",
            "user": self.id,
            "channel": channel,
            "team": self.team,
        }
        return await self.event({**body, "event_ts": self.server.world.stamp()})

    async def opens_home(self) -> Sent:
        channel = self.server.world.dm(self.id).id
        body = {"type": "app_home_opened", "user": self.id, "channel": channel, "tab": "home"}
        return await self.event({**body, "event_ts": self.server.world.stamp()})

    async def commands(self, command: str, text: str = "", channel: str = "") -> Sent:
        """Type a slash command into a channel; Slack knows none in threads."""
        world = self.server.world
        place = channel or world.dm(self.id).id
        payload = {
            "command": command,
            "text": text,
            "team_id": self.team,
            "team_domain": "class",
            "channel_id": place,
            "channel_name": "x",
            "user_id": self.id,
            "user_name": self.id.lower(),
            "api_app_id": APP,
            "trigger_id": self._trigger(),
            "response_url": self._response_url(place),
        }
        return await self.server.delivery.deliver("slash_commands", payload)

    async def presses(self, channel: Channel, message: Message, label: str) -> Sent:
        """Press the button, or the entry of a menu, with this label."""
        action = find_action(message.blocks, label)
        container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        if message.thread:
            container["thread_ts"] = message.thread
        payload = {
            **self._interaction("block_actions"),
            "channel": {"id": channel.id, "name": "x"},
            "message": message.json(),
            "container": container,
            "response_url": self._response_url(channel.id),
            "actions": [action],
        }
        return await self.server.delivery.deliver("interactive", payload)

    async def presses_home(self, label: str) -> Sent:
        action = find_action(self.server.world.homes[self.id]["blocks"], label)
        payload = {
            **self._interaction("block_actions"),
            "container": {"type": "view"},
            "view": {"id": "V0HOME", "type": "home", "private_metadata": "", "callback_id": ""},
            "actions": [action],
        }
        return await self.server.delivery.deliver("interactive", payload)

    async def uses_shortcut(self, channel: Channel, message: Message) -> Sent:
        payload = {
            **self._interaction("message_action"),
            "callback_id": "interview_menu",
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": "x"},
            "message": message.json(),
            "response_url": self._response_url(channel.id),
        }
        return await self.server.delivery.deliver("interactive", payload)

    async def submits(self, opened: Opened, values: dict[str, dict[str, Any]]) -> Sent:
        """Send a form; the values are the states of its inputs by block."""
        state = {block: {f"field:{block}": element} for block, element in values.items()}
        payload = {
            **self._interaction("view_submission"),
            "view": {
                **opened.view,
                "id": opened.id,
                "hash": opened.hash,
                "state": {"values": state},
            },
        }
        return await self.server.delivery.deliver("interactive", payload)

    async def looks_up(self, opened: Opened, field: str, typed: str) -> Sent:
        payload = {
            **self._interaction("block_suggestion"),
            "action_id": f"field:{field}",
            "block_id": field,
            "value": typed,
            "view": {**opened.view, "id": opened.id, "hash": opened.hash},
        }
        return await self.server.delivery.deliver("interactive", payload)

    def sees(self) -> list[str]:
        """Everything that this person can read, oldest first."""
        return [message.words() for _, message in self.server.world.visible(self.id)]

    def find(self, words: str) -> tuple[Channel, Message] | None:
        """The newest message that this person sees with these words."""
        found = self.server.world.visible(self.id)
        return next((one for one in reversed(found) if words in one[1].words()), None)

    def _interaction(self, kind: str) -> dict[str, Any]:
        return {
            "type": kind,
            "team": {"id": self.team, "domain": "class"},
            "user": {"id": self.id, "username": self.id.lower(), "team_id": self.team},
            "api_app_id": APP,
            "token": "x",
            "trigger_id": self._trigger(),
            "action_ts": self.server.world.stamp(),
        }

    def _trigger(self) -> str:
        world = self.server.world
        trigger = world.trigger()
        named = f"{trigger}@{self.id}"
        world.triggers[named] = world.triggers.pop(trigger)
        return named

    def _response_url(self, channel: str) -> str:
        world = self.server.world
        name = f"r{world.number()}"
        world.responses[name] = [channel, self.id, []]
        return f"{self.server.origin}/response/{name}"


def find_action(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """The payload of pressing what has this label; LookupError when nothing has."""
    for element in (one for block in blocks for one in block.get("elements", [])):
        if element.get("type") == "button" and element["text"]["text"].startswith(label):
            return {"type": "button", "action_id": element["action_id"], "block_id": "b"}
        for option in element.get("options", []):
            if option["text"]["text"].startswith(label):
                chosen = {"text": option["text"], "value": option["value"]}
                action = {"type": "overflow", "action_id": element["action_id"]}
                return {**action, "block_id": "b", "selected_option": chosen}
    raise LookupError(label)
