"""What comes in from a platform, a timer or ourselves, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.domain.place import Place

Value = str | int | bool | tuple[str, ...] | None
Values = Mapping[str, Value]
LONGEST_KEY = 200
LATE = "late"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as the platform says; `user` is empty for the app's own events.

    `doubt`: why the platform did not say whether they are an administrator: it was LATE, or the
    app lacks the permission of this name.
    """

    user: str = ""
    name: str = ""
    admin: bool = False
    locale: str = ""
    doubt: str = ""


APP = Actor()


@dataclass(frozen=True, slots=True)
class Said:
    """A typed message."""

    message_id: str
    text: str
    attachments: int = 0
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Unheard:
    """A message whose words were dropped before anything was kept: nobody had agreed to it."""

    message_id: str
    kind: Literal["unheard"] = "unheard"


@dataclass(frozen=True, slots=True)
class Edited:
    """The author changed a message."""

    message_id: str
    text: str
    kind: Literal["edited"] = "edited"


@dataclass(frozen=True, slots=True)
class Erased:
    """The author (or a moderator) deleted a message."""

    message_id: str
    kind: Literal["erased"] = "erased"


@dataclass(frozen=True, slots=True)
class Called:
    """A command with its options, as typed as the platform gave them."""

    command: str
    options: Values = field(default_factory=dict)
    kind: Literal["called"] = "called"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `token` is `run|verb|id`, never trusted further than that."""

    token: str
    message_id: str = ""
    kind: Literal["pressed"] = "pressed"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form came back."""

    token: str
    values: Values = field(default_factory=dict)
    kind: Literal["submitted"] = "submitted"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody became a member of the place; a hint, the truth is the reconcile."""

    user: str
    name: str = ""
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody is no longer a member of the place."""

    user: str
    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel was renamed, archived or brought back, opened or closed; None: as it was."""

    name: str = ""
    archived: bool | None = None
    public: bool | None = None
    kind: Literal["channel_changed"] = "channel_changed"


@dataclass(frozen=True, slots=True)
class Opened:
    """A place that an outbox row asked for exists now; `ref` is the asker's own id."""

    ref: str
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The platform refused to open the place that `ref` asked for."""

    ref: str
    reason: str
    kind: Literal["not_opened"] = "not_opened"


@dataclass(frozen=True, slots=True)
class Vanished:
    """The place is deleted, locked or closed to the app."""

    reason: str
    kind: Literal["vanished"] = "vanished"


@dataclass(frozen=True, slots=True)
class Fired:
    """A job's time has come."""

    job: str
    payload: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["fired"] = "fired"


Body = (
    Said
    | Unheard
    | Edited
    | Erased
    | Called
    | Pressed
    | Submitted
    | Joined
    | Left
    | ChannelChanged
    | Opened
    | NotOpened
    | Vanished
    | Fired
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `key` is what the platform redelivers, `natural` names the same happening under another key
    (Slack's message and mention), `at` is the platform's own time in milliseconds UTC, `handle`
    is the platform's one-time means for a private answer.
    """

    key: str
    place: Place
    body: Body
    at: int
    actor: Actor = APP
    natural: str = ""
    handle: str = ""
    lane: str = ""

    @property
    def tenant(self) -> str:
        return self.place.tenant

    @property
    def lane_key(self) -> str:
        """The conversation: the thread, or one person's own line in a channel."""
        if self.lane:
            return self.lane
        return str(self.place) if self.place.thread else f"{self.place}#{self.actor.user}"


def payload_of(event: Event) -> Mapping[str, str]:
    """What a job brings along when its time has come; nothing for any other happening."""
    return event.body.payload if isinstance(event.body, Fired) else {}


def followed(event: Event, job: str, payload: Mapping[str, str]) -> Event:
    """What is done for the same person in the next turn of the same conversation."""
    return Event(
        f"{job}:{event.key}"[:LONGEST_KEY],
        event.place,
        Fired(job, payload),
        event.at,
        event.actor,
        handle=event.handle,
        lane=event.lane_key,
    )
