"""The shapes of Slack's payloads that we act on, strictly typed; nothing else gets past here."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

MAX_TEXT = 100_000
Id = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,32}$")]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]
Short = Annotated[str, StringConstraints(max_length=4_000)]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class EnvelopeError(Exception):
    """The payload has no shape that Slack documents; it is counted, never acted on."""


class Wire(BaseModel):
    """Unknown fields are dropped, known ones are never converted."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class InnerMessage(Wire):
    """A message as it is nested in an edit, a deletion or a press."""

    type: Short = "message"
    ts: Ts | None = None
    thread_ts: Ts | None = None
    user: Id | None = None
    bot_id: Short | None = None
    app_id: Short | None = None
    subtype: Short | None = None
    text: Text | None = None
    edited: dict[str, Any] | None = None

    @property
    def by_person(self) -> bool:
        return bool(self.user) and not self.bot_id


class EventBody(Wire):
    """Any event of the Events API; which fields an event has is read in `events`."""

    type: Short
    subtype: Short | None = None
    channel: Id | None = None
    channel_name: Short | None = None
    channel_type: Short | None = None
    user: Id | None = None
    team: Id | None = None
    user_team: Id | None = None
    inviter: Id | None = None
    bot_id: Short | None = None
    app_id: Short | None = None
    text: Text | None = None
    ts: Ts | None = None
    thread_ts: Ts | None = None
    event_ts: Ts | None = None
    deleted_ts: Ts | None = None
    tab: Short | None = None
    files: list[Any] | None = None
    tokens: dict[str, Any] | None = None
    message: InnerMessage | None = None
    previous_message: InnerMessage | None = None

    @model_validator(mode="before")
    @classmethod
    def _lift(cls, data: Any) -> Any:  # noqa: ANN401 - Slack's event
        """A renamed channel comes as an object."""
        if not isinstance(data, dict) or not isinstance(data.get("channel"), dict):
            return data
        channel = data["channel"]
        return {**data, "channel": channel.get("id"), "channel_name": channel.get("name")}

    @property
    def when(self) -> str:
        """When it happened, as far as it is said."""
        return self.event_ts or self.ts or ""


class LooseEvent(Wire):
    """An event of which we use nothing but its type; `user` and `channel` may be objects in it."""

    type: Short


class Authorization(Wire):
    """For which installation an event was sent; in a shared channel it is the first that counts."""

    team_id: Id | None = None


class EventEnvelope(Wire):
    """`event_callback`."""

    type: Literal["event_callback"]
    team_id: Id
    api_app_id: Short = ""
    event_id: Annotated[str, StringConstraints(min_length=2, max_length=64)]
    event_time: int = 0
    authorizations: list[Authorization] = Field(default_factory=list)
    event: EventBody | LooseEvent = Field(union_mode="left_to_right")

    @property
    def workspace(self) -> str:
        """Whose installation this is."""
        first = self.authorizations[0].team_id if self.authorizations else None
        return first or self.team_id


class SlashCommand(Wire):
    """A slash command's form."""

    command: Annotated[str, StringConstraints(pattern=r"^/[^\s]{1,64}$")]
    text: Text = ""
    team_id: Id
    channel_id: Id
    user_id: Id
    user_name: Short = ""
    trigger_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    response_url: Short = ""
    thread_ts: Ts | None = None


class Named(Wire):
    """Anything with an id, a team or a user among others."""

    id: Id
    name: Short = ""
    username: Short = ""
    team_id: Id | None = None


class Chosen(Wire):
    """An option that was picked."""

    value: Short = ""


class Action(Wire):
    """What was pressed in a block."""

    action_id: Short
    type: Short = ""
    value: Short | None = None
    selected_option: Chosen | None = None


class Container(Wire):
    """Where the pressed block is."""

    type: Short = ""
    message_ts: Ts | None = None
    channel_id: Id | None = None
    thread_ts: Ts | None = None


class ViewState(Wire):
    """What was typed into a form, block by block."""

    values: dict[Short, dict[Short, dict[str, Any]]] = Field(default_factory=dict)


class View(Wire):
    """A form that came back."""

    id: Short
    hash: Short = ""
    callback_id: Short = ""
    private_metadata: Short = ""
    state: ViewState = ViewState()


class Interaction(Wire):
    """A press, a shortcut, a submission or a request for options."""

    type: Literal[
        "block_actions", "message_action", "shortcut", "view_submission", "view_closed",
        "block_suggestion",
    ]  # fmt: skip
    team: Named | None = None
    user: Named
    trigger_id: Short = ""
    action_ts: Short = ""
    callback_id: Short = ""
    response_url: Short = ""
    channel: Named | None = None
    message: InnerMessage | None = None
    container: Container | None = None
    view: View | None = None
    actions: list[Action] = Field(default_factory=list, max_length=25)
    action_id: Short = ""
    block_id: Short = ""
    value: Short = ""

    @property
    def workspace(self) -> str:
        """Whose installation this is."""
        return (self.team.id if self.team else self.user.team_id) or ""


Envelope = EventEnvelope | SlashCommand | Interaction


def read_envelope(body: object) -> Envelope:
    """Give the payload its type; EnvelopeError when it has none."""
    if not isinstance(body, Mapping):
        raise EnvelopeError("not an object")
    model: type[EventEnvelope | SlashCommand | Interaction] = Interaction
    if "command" in body:
        model = SlashCommand
    elif body.get("type") == "event_callback":
        model = EventEnvelope
    try:
        return model.model_validate(body)
    except (ValidationError, RecursionError) as error:
        raise EnvelopeError(model.__name__) from error


def bolt_body(envelope: Envelope) -> dict[str, Any]:
    """The least that Bolt looks for: it treats some kinds of events in its own way."""
    if isinstance(envelope, EventEnvelope):
        return {"type": envelope.type, "event": {"type": envelope.event.type}}
    return {} if isinstance(envelope, SlashCommand) else {"type": envelope.type}
