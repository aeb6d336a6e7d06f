"""Staff reads along, leaves notes on turns, whispers a hint; the student is told who reads.

What is written here is in no transcript, so it can reach neither the client nor a grade.
"""

from dataclasses import replace

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Reply, Speech
from core.domain.session import Session
from core.domain.teaching import Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants
from core.services.grants import Act
from core.services.reading import note_reading
from core.store import audit, people, sections, sessions, supervision
from core.store.supervision import Remark
from core.store.transaction import Transaction

NOTE, WHISPER = "note", "whisper"
LONGEST = 1_000


def let_assistants(tx: Transaction, act: Act, section: Section, *, reads: bool) -> Effects:
    """The teacher's word on whether assistants read along; the class is told in its channel."""
    if section.assistants_read is reads:
        return NOTHING
    sections.save(tx, replace(section, assistants_read=reads))
    deed = "assistants_read" if reads else "assistants_read_no_more"
    audit.record(tx, Entry(act.by.id, deed, section.id, act.now, section.id))
    yes = _(
        "From now on the TAs of this class may read along in interviews and leave notes and "
        "hints, as its teachers do. /privacy show lists who has opened an interview of yours."
    )
    words = yes if reads else _("The TAs of this class do not read along in interviews any more.")
    return Effects((Draft(Place.parse(section.place), Post(Reply((Note(words),)))),))


def readers_note(tx: Transaction, session: Session) -> tuple[Note, ...]:
    """Which assistants may read an interview, by name; said when it begins."""
    section = None if session.test else sections.find(tx, session.section_id)
    if section is None or not section.assistants_read:
        return ()
    members = people.members(tx, section.id)
    names = [called(one) for one, role in members if role is SectionRole.TA]
    if not names:
        return ()
    words = _("Beside your teachers, these TAs may read this interview: {names}.")
    return (Note(words.format(names=", ".join(names))),)


def find(tx: Transaction, act: Act, session_id: str) -> Session:
    """An interview of a class that the person may read along in; others read as not found."""
    found = sessions.find(tx, session_id)
    if found is None or found.test or found.began_at is None:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(tx, Action.OBSERVE, found.section_id, act)
    if found.student_id == act.by.id:
        raise RefusalError(Refusal.NOT_FOUND)
    return found


def read_along(tx: Transaction, act: Act, session: Session) -> Effects:
    """Audited each time; the student is told the first time."""
    note_reading(tx, act.by.id, session, act.now)
    if not supervision.observe(tx, session.id, act.by.id, act.now):
        return NOTHING
    words = _("{name} reads this interview. It is in your record who has read it and when.")
    return said(session, (Note(words.format(name=called(act.by))),))


def note(tx: Transaction, act: Act, session: Session, turn: int, text: str) -> Effects:
    """A note on a turn: at once for a finished interview, else with its end."""
    if not 0 <= turn <= session.turns:
        wanted = _("a turn from 0 (the whole) to {last}").format(last=session.turns)
        raise RefusalError(Refusal.BAD_OPTION, option="turn", wanted=wanted)
    effects = read_along(tx, act, session)
    made = Remark(session.id, turn, NOTE, act.by.id, checked(text), act.now)
    supervision.add(tx, made)
    entry = Entry(act.by.id, "supervision_note", session.id, act.now, session.section_id)
    audit.record(tx, entry)
    return effects if session.state.runs else effects + said(session, worded(made, act.by))


def whisper(tx: Transaction, act: Act, session: Session, text: str) -> Effects:
    """A hint to the student while it runs, out of role; the client never hears it."""
    if not session.state.runs:
        raise RefusalError(Refusal.SESSION_OVER)
    effects = read_along(tx, act, session)
    made = Remark(session.id, session.turns, WHISPER, act.by.id, checked(text), act.now)
    supervision.add(tx, made)
    audit.record(tx, Entry(act.by.id, "whisper", session.id, act.now, session.section_id))
    return effects + said(session, worded(made, act.by))


def notes_at_end(tx: Transaction, session: Session) -> Effects:
    """What was noted while the interview ran comes when it is over."""
    blocks = notes_on(tx, session)
    return said(session, blocks) if blocks else NOTHING


def notes_on(tx: Transaction, session: Session) -> tuple[Block, ...]:
    """All notes on an interview, by turn, without what was whispered."""
    found = [one for one in supervision.of_session(tx, session.id) if one.kind == NOTE]
    return tuple(block for one in found for block in worded(one, people.find(tx, one.author_id)))


def checked(text: str) -> str:
    """RefusalError for nothing and for too much."""
    line = text.strip()
    if not line or len(line) > LONGEST:
        wanted = _("a text of 1 to {most} characters").format(most=LONGEST)
        raise RefusalError(Refusal.BAD_OPTION, option="text", wanted=wanted)
    return line


def worded(made: Remark, author: Person | None) -> tuple[Block, ...]:
    """How the student reads it."""
    name = called(author) if author else _("Your teacher")
    if made.kind == WHISPER:
        return (Speech(name, made.text, _("a hint for you alone, the client does not hear it")),)
    where = _("Note on turn {turn}").format(turn=made.turn) if made.turn else _("Note")
    return (Heading(where), Speech(name, made.text, _("supervision")))


def said(session: Session, blocks: tuple[Block, ...]) -> Effects:
    """Into the interview's own place."""
    place = Place.parse(session.place or session.origin)
    return Effects((Draft(place, Post(Reply(blocks))),))


def called(person: Person) -> str:
    return person.name or person.user


def buttons(session: Session) -> tuple[Button, ...]:
    """What somebody who reads along can do."""
    found = [Button(_("Refresh"), token("observe", session.id), "primary")]
    found.append(Button(_("Note on a turn"), token("observe note", session.id)))
    if session.state.runs:
        found.append(Button(_("Whisper a hint"), token("observe whisper", session.id)))
    return tuple(found)
