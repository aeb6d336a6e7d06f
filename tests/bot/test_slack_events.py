"""Every event and message of Slack's has a named outcome."""

import pytest

from bot.slack.events import Notice, read_event
from bot.slack.manifest import EVENTS as MANIFEST
from bot.slack.outcomes import SUBTYPES, TYPES, Ignored
from bot.slack.wire import EventEnvelope, read_envelope
from core.domain.event import Event
from tests.bot.slack_payloads import EVENTS

OUTCOMES = {
    "message": "said",
    "message_top": "called",
    "message_file": "said",
    "message_bot": "ours",
    "message_own": "ours",
    "message_channel": "not_ours_to_read",
    "message_foreign": "foreign",
    "edit": "edited",
    "edit_by_slack": "unchanged",
    "edit_own": "ours",
    "delete": "erased",
    "delete_root": "vanished",
    "delete_own_reply": "ours",
    "tombstone_root": "vanished",
    "home": "home",
    "messages_tab": "service",
    "mention": "called",
    "joined": "joined",
    "joined_stranger": "foreign",
    "joined_bot": "invited",
    "left": "left",
    "left_bot": "vanished",
    "archived": "channel_changed",
    "renamed": "channel_changed",
    "unarchived": "channel_changed",
    "uninstalled": "gone",
    "revoked": "gone",
    "stopped": "stopped",
    "user_change": "service",
    "unheard_of": "unknown",
}


def outcome(name: str, **changed: object) -> Event | Notice | Ignored:
    payload = EVENTS[name]
    payload = {**payload, "event": {**payload["event"], **changed}}
    envelope = read_envelope(payload)
    assert isinstance(envelope, EventEnvelope)
    return read_event(envelope, "U0BOT", 1_763_600_000_000)


def called(happened: Event | Notice | Ignored) -> str:
    if isinstance(happened, Event):
        return happened.body.kind
    return happened.kind if isinstance(happened, Notice) else happened.outcome


def test_every_recorded_event_is_in_the_table() -> None:
    assert set(EVENTS) == set(OUTCOMES)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_comes_to_the_outcome_of_its_name(name: str) -> None:
    assert called(outcome(name)) == OUTCOMES[name]


@pytest.mark.parametrize("subtype", [name for name, is_ in SUBTYPES.items() if is_ == "service"])
def test_what_slack_itself_writes_is_nobodys_word(subtype: str) -> None:
    assert called(outcome("message", subtype=subtype)) == "service"


@pytest.mark.parametrize("subtype", ["", "me_message", "file_share", "thread_broadcast"])
def test_what_a_person_writes_is_heard_whatever_its_form(subtype: str) -> None:
    assert called(outcome("message", subtype=subtype or None)) == "said"


def test_a_subtype_that_nobody_knows_is_counted_and_left() -> None:
    assert called(outcome("message", subtype="hologram")) == "unknown"


def test_text_is_read_as_it_was_typed() -> None:
    typed = "a &lt;b&gt; <@U1> <https://x.test|site> <!here> &amp;amp;"
    said = outcome("message", text=typed)
    assert isinstance(said, Event)
    assert getattr(said.body, "text", "") == "a <b> @U1 site @here &amp;"


def test_a_message_has_a_second_name_that_another_event_of_it_would_share() -> None:
    said = outcome("message")
    assert isinstance(said, Event)
    assert (said.key, said.natural) == ("event:Ev0001", "said:D0U0INES:1763600000.000100")


def test_the_manifests_events_all_have_an_outcome() -> None:
    assert {name.partition(".")[0] for name in MANIFEST} <= set(TYPES)
