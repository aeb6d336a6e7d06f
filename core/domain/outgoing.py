"""What goes out to a platform, one errand a row, each with an idempotency key."""

from dataclasses import dataclass
from typing import Literal

from core.domain.place import Place
from core.domain.reply import Reply


@dataclass(frozen=True, slots=True)
class Post:
    """Say something in the place; `to` makes it private to one user of it."""

    reply: Reply
    to: str = ""
    handle: str = ""
    kind: Literal["post"] = "post"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace an earlier post; `target` is that post's key."""

    target: str
    reply: Reply
    kind: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class Open:
    """Open a private place for one person; its arrival comes back as `Opened(ref)` there."""

    ref: str
    user: str
    title: str
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Close:
    """Archive and lock the place: the session in it is over."""

    kind: Literal["close"] = "close"


Errand = Post | Edit | Open | Close


@dataclass(frozen=True, slots=True)
class Draft:
    """An errand for a place, before it has a key."""

    place: Place
    errand: Errand
    key: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row of the outbox on its way; `target_id` is the platform's id of an edit's target."""

    key: str
    lane: str
    place: Place
    errand: Errand
    target_id: str = ""
    after_id: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform made of it: its id of the message, or the place that it opened."""

    platform_id: str
    place: Place | None = None
