"""Events and errands as text and back: nothing changes on the way, nothing foreign gets in."""

from datetime import UTC, datetime

import pytest

from core.domain.event import (
    Actor,
    Body,
    Called,
    ChannelChanged,
    Edited,
    Erased,
    Event,
    Fired,
    Joined,
    Left,
    NotOpened,
    Opened,
    Pressed,
    Said,
    Submitted,
    Unheard,
    Vanished,
)
from core.domain.outgoing import Close, Edit, Errand, Open, Post
from core.domain.place import Place
from core.domain.reply import (
    Button,
    FileRef,
    Heading,
    Note,
    Prose,
    Reply,
    Row,
    Rows,
    Speech,
    Table,
)
from core.store.codec import errand_from_text, errand_to_text, event_from_text, event_to_text

PLACE = Place("slack", "T1", "C1", "1.5")
BODIES: tuple[Body, ...] = (
    Said("m", "¿qué? \u2028 \x01 \U0001f600", 2),
    Unheard("m"),
    Edited("m", "new"),
    Erased("m"),
    Called("c", {"a": "x", "b": 3, "c": True, "d": ("p", "q"), "e": None}),
    Pressed("run|verb|id", "m"),
    Submitted("t", {"f": ()}),
    Joined("u", "name"),
    Left("u"),
    ChannelChanged("n", archived=None, public=True),
    Opened("r"),
    NotOpened("r", "why"),
    Vanished("why"),
    Fired("j", {"a": "b"}),
)
REPLY = Reply(
    (
        Heading("h"),
        Prose("p"),
        Speech("s", "t", "l"),
        Rows((Row("a", "2026-01-01T12:00:00Z"), Row("b", datetime(2026, 1, 1, tzinfo=UTC)))),
        Table(("a", "b"), (("c", "d"),)),
        Note("n"),
    ),
    (Button("l", "t", "danger", "sure?"),),
    (FileRef("i", "n", "text/plain", "d"),),
    PLACE,
)
ERRANDS: tuple[Errand, ...] = (
    Post(REPLY, "u", "h"),
    Edit("t", REPLY),
    Open("r", "u", "title"),
    Close(),
)
# As rows of earlier versions stand in databases.
OLD = (
    '{"errand":{"reply":{"blocks":[{"rows":[{"name":"a","value":"b"}],"kind":"rows"}],'
    '"buttons":[],"files":[],"goto":null},"to":"","handle":"","kind":"post"}}'
)
SAID = '{"key":"k","place":{"platform":"p","workspace":"w","channel":"c","thread":""},"body":%s}'


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_an_event_comes_back_as_it_was(body: Body) -> None:
    event = Event("k", PLACE, body, 5, Actor("u", "n", admin=True, locale="es"), "nat", "h", "l")
    assert event_from_text(event_to_text(event)) == event


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.kind)
def test_an_errand_comes_back_as_it_was_with_its_instants(errand: Errand) -> None:
    assert errand_from_text(errand_to_text(errand)) == errand


def test_what_earlier_versions_wrote_is_written_and_read_the_same() -> None:
    errand = Post(Reply((Rows((Row("a", "b"),)),)))
    assert (errand_to_text(errand), errand_from_text(OLD)) == (OLD, errand)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        SAID % '{"kind":"said","message_id":"m","text":"t"}',
        SAID % '{"kind":"unknown"}' + "x",
        (SAID % '{"kind":"said","message_id":"m","text":5},"at":1'),
        (SAID % '{"kind":"said","text":"t"},"at":1'),
        (SAID % '{"message_id":"m","text":"t"},"at":1'),
        (SAID % '["said"],"at":1'),
        (SAID % '{"kind":"said","message_id":"m","text":"t"},"at":"1"'),
        (SAID % '{"kind":"said","message_id":"m","text":"t"},"at":true'),
        (SAID % '{"kind":"fired","job":"j","payload":["a"]},"at":1'),
        (SAID.replace('"p"', '""') % '{"kind":"opened","ref":"r"},"at":1'),
    ],
)
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        event_from_text(text)


def test_an_errand_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is not"):
        errand_from_text('{"errand":{"kind":"delete"}}')
