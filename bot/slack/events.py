"""An event of Slack's as a core event, a notice for the adapter, or a named nothing; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.slack import outcomes
from bot.slack.outcomes import SUBTYPES, TYPES, Ignored
from bot.slack.text import at_ms, plain
from bot.slack.wire import EventBody, EventEnvelope, InnerMessage
from core.domain.event import (
    Actor,
    Body,
    Called,
    ChannelChanged,
    Edited,
    Erased,
    Event,
    Joined,
    Left,
    Said,
    Vanished,
)
from core.domain.place import Place
from core.domain.speech import command_word

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for the adapter itself: a home to draw, a new channel, a lost workspace."""

    kind: Literal["home", "invited", "gone"]
    place: Place
    user: str = ""


Happened = Event | Notice | Ignored


def read_event(envelope: EventEnvelope, bot_user: str, now_ms: int) -> Happened:
    """What the event means; `bot_user` is the app's own user in that workspace."""
    body = envelope.event
    outcome = TYPES.get(body.type, outcomes.UNKNOWN)
    if not isinstance(body, EventBody):
        known = outcome in {outcomes.SERVICE, outcomes.UNKNOWN}
        return Ignored(outcome if known else outcomes.MALFORMED)
    if outcome == outcomes.SAID:
        return _message(envelope, body)
    if outcome == outcomes.GONE:
        return _gone(envelope, body)
    reader = READERS.get(outcome)
    if reader is None:
        return Ignored(outcome)
    if not body.channel:
        return Ignored(outcomes.MALFORMED)
    place = Place(PLATFORM, envelope.workspace, body.channel)
    return reader(Seen(envelope, body, place, body.user or "", bot_user, now_ms))


def _gone(envelope: EventEnvelope, body: EventBody) -> Happened:
    """The app was removed, or its own token revoked; a person's token is none of ours."""
    if body.tokens is not None and not body.tokens.get("bot"):
        return Ignored(outcomes.SERVICE)
    return Notice("gone", Place(PLATFORM, envelope.workspace, ""))


@dataclass(frozen=True, slots=True)
class Seen:
    """An event in a channel, with what is needed to read it."""

    envelope: EventEnvelope
    body: EventBody
    place: Place
    user: str
    bot_user: str
    now_ms: int

    def event(self, meant: Body, user: str = "") -> Event:
        return _event(self.envelope, self.place, meant, self.now_ms, user)


def _home(seen: Seen) -> Happened:
    if seen.body.tab != "home" or not seen.user:
        return Ignored(outcomes.SERVICE)
    return Notice("home", seen.place, seen.user)


def _mentioned(seen: Seen) -> Happened:
    """The answer, to the author alone, says where interviews take place."""
    if not seen.user:
        return Ignored(outcomes.OURS if seen.body.bot_id else outcomes.MALFORMED)
    if foreign(seen.envelope, seen.body):
        return Ignored(outcomes.FOREIGN)
    return seen.event(Called("help"), seen.user)


def _changed(seen: Seen) -> Happened:
    """The channel was renamed, archived, brought back or deleted; the class follows it."""
    what = seen.body.type.rpartition("_")[2]
    if what == "rename":
        return seen.event(ChannelChanged(name=plain(seen.body.channel_name or "")))
    return seen.event(ChannelChanged(archived=what != "unarchive"))


def _joined(seen: Seen) -> Happened:
    if not seen.user:
        return Ignored(outcomes.MALFORMED)
    if seen.user == seen.bot_user:
        return Notice("invited", seen.place, seen.body.inviter or "")
    if foreign(seen.envelope, seen.body):
        return Ignored(outcomes.FOREIGN)
    return seen.event(Joined(seen.user))


def _left(seen: Seen) -> Happened:
    if not seen.user:
        return Ignored(outcomes.MALFORMED)
    if seen.user == seen.bot_user:
        return seen.event(Vanished("the app was removed"))
    return seen.event(Left(seen.user))


READERS: Mapping[str, Callable[[Seen], Happened]] = {
    outcomes.HOME: _home,
    outcomes.MENTIONED: _mentioned,
    outcomes.CHANGED: _changed,
    outcomes.JOINED: _joined,
    outcomes.LEFT: _left,
}


def _message(envelope: EventEnvelope, body: EventBody) -> Happened:
    outcome = SUBTYPES.get(body.subtype or "", outcomes.UNKNOWN)
    if not body.channel or not body.when:
        return Ignored(outcomes.MALFORMED)
    if body.channel_type != "im":
        return Ignored(outcomes.NOT_OURS_TO_READ)
    if outcome == outcomes.SAID:
        return _said(envelope, body)
    if outcome == outcomes.EDITED:
        return _edited(envelope, body, body.channel)
    if outcome == outcomes.ERASED:
        return _erased(envelope, body, body.channel)
    return Ignored(outcome)


def _said(envelope: EventEnvelope, body: EventBody) -> Happened:
    wrong = unheard(envelope, body)
    if wrong:
        return Ignored(wrong)
    ts, text = body.ts or "", plain(body.text or "")
    place = Place(PLATFORM, envelope.workspace, body.channel or "", body.thread_ts or "")
    meant: Body = Said(ts, text, len(body.files or ()))
    if not place.thread and command_word(text) is None:
        # Nobody interviews at the top of the DM: the way to the open interview or to a new one.
        meant = Called("stray")
    natural = f"said:{body.channel}:{ts}"
    key, actor = f"event:{envelope.event_id}", Actor(body.user or "")
    return Event(key, place, meant, at_ms(ts), actor, natural)


def unheard(envelope: EventEnvelope, body: EventBody) -> str:
    """Why a message is nobody's word to us; empty when it is."""
    if body.bot_id or body.app_id:
        return outcomes.OURS
    if not body.user or not body.ts:
        return outcomes.MALFORMED
    return outcomes.FOREIGN if foreign(envelope, body) else ""


def _edited(envelope: EventEnvelope, body: EventBody, channel: str) -> Happened:
    new = body.message
    if new is None or not new.ts:
        return Ignored(outcomes.MALFORMED)
    if new.subtype == "tombstone":
        return _gone_message(envelope, body, channel, new)
    unchanged = why_unchanged(body, new)
    if unchanged:
        return Ignored(unchanged)
    place = Place(PLATFORM, envelope.workspace, channel, new.thread_ts or "")
    meant = Edited(new.ts, plain(new.text or ""))
    return _event(envelope, place, meant, at_ms(body.when or new.ts), new.user or "")


def why_unchanged(body: EventBody, new: InnerMessage) -> str:
    """Slack also tells of its own changes: links unfolded, a language recognised."""
    if not new.by_person:
        return outcomes.OURS
    before = body.previous_message
    return outcomes.UNCHANGED if before and before.text == new.text else ""


def _erased(envelope: EventEnvelope, body: EventBody, channel: str) -> Happened:
    old = body.previous_message
    ts = body.deleted_ts or (old.ts if old else None)
    if old is None or not ts:
        return Ignored(outcomes.MALFORMED)
    return _gone_message(envelope, body, channel, old.model_copy(update={"ts": ts}))


def _gone_message(
    envelope: EventEnvelope, body: EventBody, channel: str, gone: InnerMessage
) -> Happened:
    """Somebody's words, or the root of an interview's thread: without it nobody finds the rest."""
    ts, thread = gone.ts or "", gone.thread_ts or ""
    at = at_ms(body.when or ts)
    if not gone.by_person:
        if thread and thread != ts:
            return Ignored(outcomes.OURS)
        place = Place(PLATFORM, envelope.workspace, channel, ts)
        return _event(envelope, place, Vanished("the thread's root was deleted"), at)
    place = Place(PLATFORM, envelope.workspace, channel, thread)
    return _event(envelope, place, Erased(ts), at, gone.user or "")


def foreign(envelope: EventEnvelope, body: EventBody) -> bool:
    """Somebody of another workspace, through a shared channel."""
    home = body.user_team or body.team
    return bool(home and home != envelope.workspace)


def _event(envelope: EventEnvelope, place: Place, body: Body, at: int, user: str = "") -> Event:
    return Event(f"event:{envelope.event_id}", place, body, at, Actor(user))
