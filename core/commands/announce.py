"""/announce: tell the class something, now or at a time, after looking at it."""

from datetime import datetime
from typing import Annotated

from core.commands.assign_options import DATE_HINT
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.datereading import read_dates
from core.domain.dates import Moment, exact, in_zone, shown, stamp, told
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Reply, Row, Rows, say
from core.domain.teaching import Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants
from core.services import notices as service
from core.services.notices import Word
from core.store import notices
from core.store.notices import NoticeState

LONGEST = 3000
PREVIEW = 80
MOST_SECONDS = 12


def class_of(call: Call) -> Section:
    """This channel's class, or the only one in which the caller may announce."""
    return grants.section_for(call.tx, call.section, Action.ANNOUNCE, call.act)


def times_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Concrete instants for what is typed."""
    found = read_dates(typed or "tomorrow 9am", class_of(call).zone, call.now)
    return tuple(
        Choice(in_zone(one.at, one.zone), shown(one.at, one.zone, call.now)) for one in found
    )


Text = Annotated[str, Option("what the class shall read", "long_text", max_length=LONGEST)]
When = Annotated[
    str | None,
    Option(
        "when to post it; left out: not yet", "date", times_like, max_length=100, hint=DATE_HINT
    ),
]
Target = Annotated[str, Option("which announcement", max_length=60)]


@command("announce", "Tell your class something, now or later", Action.ANNOUNCE, Manner(asks=True))
def announce(call: Call, text: Text, when: When = None) -> Answer:
    """A preview; nothing is posted before a button is pressed."""
    section = class_of(call)
    moments = read(section, when, call.now)
    word = service.write(call.tx, call.act, section, written(text))
    return Answer(preview(word, moments, call.now))


def written(text: str) -> str:
    """RefusalError when nothing readable is in it."""
    if not text.strip():
        raise RefusalError(Refusal.BAD_OPTION, option="text", wanted=_("something to read"))
    return text.strip()


def read(section: Section, when: str | None, now: datetime) -> tuple[Moment, ...]:
    """What the typed time may mean; RefusalError when it is unreadable or past."""
    if when is None:
        return ()
    found = read_dates(when, section.zone, now)
    if not found:
        raise RefusalError(Refusal.BAD_DATE, option="when", typed=when[:60])
    return found[:1] if exact(when, section.zone) else found


def preview(word: Word, moments: tuple[Moment, ...], now: datetime) -> Reply:
    """The post as the class will read it, and what can be done with it."""
    target = f"{word.notice.id}.{word.notice.version}"
    rows = [Row(_("When"), shown(one.at, one.zone, now)) for one in moments]
    blocks: list[Block] = [Note(_("The class will read:")), *service.shown(word.notice).blocks]
    if word.notice.state is NoticeState.SCHEDULED and word.notice.at is not None:
        rows = [Row(_("Scheduled"), shown(word.notice.at, word.section.zone, now))]
    if rows:
        blocks.append(Rows(tuple(rows)))
    blocks += [Note(told(one)) for one in moments if one.odd]
    buttons = [Button(_("Post now"), token("announce post", target), "primary")]
    buttons += [
        Button(
            _("Schedule: {date}").format(date=stamp(one.at, one.zone)),
            token("announce at", f"{target}.{int(one.at.timestamp())}"),
        )
        for one in moments
    ]
    edit = Button(_("Edit"), token("announce edit", word.notice.id))
    cancel = Button(_("Cancel"), token("announce cancel", target), "danger")
    return Reply(tuple(blocks), (*buttons, edit, cancel))


@command("announce post", "Post an announcement now", Action.ANNOUNCE, Manner("target"))
def announce_post(call: Call, target: Target) -> Answer:
    """Once; the button is out of date afterwards."""
    word = service.load(call.tx, call.act, target)
    return Answer(say(_("Posted.")), service.post(call.tx, word))


@command("announce at", "Schedule an announcement", Action.ANNOUNCE, Manner("target"))
def announce_at(call: Call, target: Target) -> Answer:
    """`id.version.seconds`."""
    key, _dot, seconds = target.rpartition(".")
    if not seconds.isdigit() or len(seconds) > MOST_SECONDS:
        raise RefusalError(Refusal.STALE_BUTTON)
    word = service.load(call.tx, call.act, key)
    at = datetime.fromtimestamp(int(seconds), call.now.tzinfo)
    saved = service.schedule(call.tx, word, at, call.now)
    return Answer(preview(saved, (), call.now))


def as_it_stands(call: Call, values: Values, /) -> Values:
    """Text and time of an announcement; its version travels with the form."""
    word = service.load(call.tx, call.act, str(values.get("announcement") or ""))
    at = word.notice.at
    return {
        "announcement": f"{word.notice.id}.{word.notice.version}",
        "text": word.notice.text,
        "when": in_zone(at, word.section.zone) if at else None,
    }


@command(
    "announce edit",
    "Change an announcement that is not posted yet",
    Action.ANNOUNCE,
    Manner(button="announcement", asks=True, fill=as_it_stands),
)
def announce_edit(call: Call, announcement: Target, text: Text, when: When = None) -> Answer:
    """A draft again: it is scheduled anew by its button."""
    word = service.load(call.tx, call.act, announcement)
    moments = read(word.section, when, call.now)
    return Answer(preview(service.rewrite(call.tx, word, written(text)), moments, call.now))


@command("announce cancel", "Call an announcement off", Action.ANNOUNCE, Manner("target"))
def announce_cancel(call: Call, target: Target) -> Answer:
    """It is never posted."""
    service.cancel(call.tx, service.load(call.tx, call.act, target))
    return Answer(say(_("Called off: the class never reads it.")))


@command("announcements", "What waits to be posted", Action.ANNOUNCE, Manner(reads=True))
def announcement_list(call: Call) -> Answer:
    """The next one first; each can be changed and called off."""
    section = class_of(call)
    found = notices.waiting(call.tx, section.id)
    new = Button(_("New announcement"), token("announce"), "primary")
    if not found:
        return Answer(Reply((Heading(_("Nothing waits to be posted")),), (new,)))
    rows = tuple(
        Row(
            shown(one.at, section.zone, call.now) if one.at else _("draft"),
            one.text[:PREVIEW],
        )
        for one in found
    )
    buttons = tuple(Button(one.text[:40], token("announce edit", one.id)) for one in found[:8])
    heading = Heading(_("Announcements of {section}").format(section=section.name))
    return Answer(Reply((heading, Rows(rows)), (new, *buttons)))
