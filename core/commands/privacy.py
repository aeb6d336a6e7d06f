"""/privacy: the notice and what everybody can do with their own data."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.effects import Effects
from core.domain.event import Called, Event
from core.domain.notice import blocks, read_wish
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, say
from core.domain.teaching import Person
from core.domain.token import token
from core.language import _, gettext_noop
from core.services import consent, erasure
from core.services import privacy as service
from core.store import audit, erasures, holds, people, privacy, sessions


@command("accept", "Accept the privacy notice", Action.NOTICE, Manner(button="wish"))
def accept_notice(
    call: Call, wish: Annotated[str | None, Option("what goes on then", max_length=100)] = None
) -> Answer:
    """What was wished goes on by itself, in the same commit."""
    person = people.meet(call.tx, call.event.actor.user, call.event.actor.name, call.now)
    consent.accept(call.tx, call.house, person, call.now)
    name, values = read_wish(wish or "")
    thanks = _("Thank you. /privacy show tells what is kept of you, at any time.")
    if not name:
        return Answer(
            say(thanks, buttons=(Button(_("See my work"), token("practice"), "primary"),))
        )
    body, key = Called(name, values), f"accepted:{call.event.key}"[:200]
    event = call.event
    lane = event.lane_key
    then = Event(key, event.place, body, event.at, event.actor, handle=event.handle, lane=lane)
    return Answer(say(thanks), Effects(events=(then,)))


LABELS = {
    "people": gettext_noop("Your account: name and id of this platform"),
    "consents": gettext_noop("Times that you accepted the notice"),
    "enrolments": gettext_noop("Times in a class"),
    "sessions": gettext_noop("Interviews"),
    "messages": gettext_noop("Lines of interviews, yours and the client's"),
    "reports": gettext_noop("Reports"),
    "memory_entries": gettext_noop("What clients remember of you"),
    "ratings": gettext_noop("Your ratings"),
    "evaluations": gettext_noop("Scores of interviews"),
    "files": gettext_noop("Files made for you"),
    "model_calls": gettext_noop("Model calls, counted without words"),
    "roster_lines": gettext_noop("Lines of imported class lists"),
}
MOST_READERS = 10
MOST_SESSIONS = 500


@command("privacy show", "What is kept of you and who read it", Action.OWN_DATA, Manner(reads=True))
def privacy_show(call: Call) -> Answer:
    """Numbers and readers, and the notice itself; it works before anything is kept."""
    handling, contacts = consent.handling(call.tx, call.house), call.house.contacts
    notice: tuple[Block, ...] = blocks(handling, contacts)[1:]
    if not call.person.id:
        return Answer(Reply((Heading(_("Your data")), *nothing(call), *notice)))
    counted = privacy.counts(call.tx, call.person.id)
    rows = tuple(Row(_(LABELS[name]), str(counted[name])) for name in LABELS if name in counted)
    other = sum(number for name, number in counted.items() if name not in LABELS)
    if other:
        rows = (*rows, Row(_("Other rows"), str(other)))
    buttons = (
        Button(_("Download all of it"), token("privacy download")),
        Button(_("Who did what with it"), token("privacy audit")),
        Button(_("Delete…"), token("privacy delete"), "danger"),
    )
    shown = (Heading(_("Your data")), Rows(rows), *who_read(call), *notice)
    return Answer(Reply(shown, buttons))


def nothing(call: Call) -> tuple[Block, ...]:
    """Of whom nothing is known, unless a hold keeps what they have asked to be deleted."""
    waits = erasures.waits_for(call.tx, erasure.proof_of(call.person))
    return (Prose(_(erasure.ON_HOLD) if waits else _("Nothing is kept of you here.")),)


def held_back(call: Call) -> tuple[Note, ...]:
    """That a hold keeps a part; not why."""
    return (Note(_(erasure.ON_HOLD)),) if holds.holds(call.tx, call.person.id) else ()


def who_read(call: Call) -> tuple[Block, ...]:
    """Everybody who opened an interview of the person, the newest first."""
    own = sessions.of_student(call.tx, call.person.id, MOST_SESSIONS)
    found = audit.readers(call.tx, [one.id for one in own])
    if not found:
        return (Note(_("Nobody but you has opened an interview of yours.")),)
    rows = tuple(Row(one.name, one.at) for one in found[:MOST_READERS])
    return (Prose(_("Who opened an interview of yours, and when last:")), Rows(rows))


@command("privacy download", "Everything that is kept of you, as files", Action.OWN_DATA)
def privacy_download(call: Call) -> Answer:
    """JSON for a machine and Markdown for a person, to the asker alone."""
    if not call.person.id:
        return Answer(say(_("Nothing is kept of you here.")))
    return Answer(say(_("Making your files…")), service.ask(call.event, call.person))


@command("privacy withdraw", "Take your consent back", Action.OWN_DATA)
def privacy_withdraw(call: Call) -> Answer:
    """Stops what runs; nothing is deleted by it, and nobody is told why."""
    ended = erasure.stop(call.tx, call.house, call.person, call.now) if call.person.id else 0
    reply = say(
        _(
            "You have taken your consent back: {n} running interviews were ended, and nothing of "
            "yours is kept or sent from now on. What was kept before stays until you delete it."
        ).format(n=ended),
        buttons=(Button(_("Delete…"), token("privacy delete"), "danger"),),
    )
    return Answer(reply)


@command("privacy delete", "Delete everything that is kept of you", Action.OWN_DATA)
def privacy_delete(call: Call) -> Answer:
    """Says what goes and what stays; the button asks once more."""
    if not call.person.id:
        return Answer(Reply(nothing(call)))
    reply = Reply(
        (
            Heading(_("Delete your data?")),
            Prose(
                _(
                    "Your interviews, their transcripts, reports, scores and ratings are deleted, "
                    "running interviews end, and your account is detached from what is left. This "
                    "cannot be undone. Download your data first if you want to keep it."
                )
            ),
            Note(
                _(
                    "What stays: numbers without a name, the proof that you accepted the notice, "
                    "who did what in a class, and what your institution has already taken over. "
                    "What you typed into this chat yourself has to be deleted there."
                )
            ),
            *held_back(call),
        ),
        (
            Button(_("Download first"), token("privacy download")),
            Button(
                _("Delete everything"),
                token("privacy erase"),
                "danger",
                confirm=_("Really delete all your interviews and reports? There is no way back."),
            ),
        ),
    )
    return Answer(reply)


@command("privacy erase", "Really delete it", Action.OWN_DATA)
def privacy_erase(call: Call) -> Answer:
    """What the button presses: recorded now, carried out in the next moment."""
    person: Person = call.person
    if not person.id:
        return Answer(say(_("Nothing is kept of you here.")))
    erasure.stop(call.tx, call.house, person, call.now)
    effects = erasure.ask(call.tx, call.house, call.event, person)
    return Answer(say(_("Deleting. You are told when it is done.")), effects)
