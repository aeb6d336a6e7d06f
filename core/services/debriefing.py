"""A class looks at its own work: previewed, quotes let out by their students, then posted."""

from dataclasses import dataclass

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Button, Prose, Reply, Speech
from core.domain.rubrictext import rubric_from_text
from core.domain.teaching import Assignment
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.debrief import MOST_QUOTES, Debrief, debrief_blocks
from core.evaluation.masking import Mask
from core.evaluation.values import Report
from core.language import _
from core.services import assignments as works
from core.services.grants import Act
from core.services.house import House
from core.store import audit, debriefs, evaluations, sections, sessions
from core.store.debriefs import Finished, Quote
from core.store.transaction import Transaction

FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that worked, and whose it is."""

    finished: Finished
    seq: int
    text: str


def find(tx: Transaction, act: Act, named: str) -> Assignment:
    """Work of a class that the person teaches, by id or title; any other reads as not found."""
    return works.load(tx, act, named, Action.ANNOUNCE).assignment


def made(tx: Transaction, house: House, work: Assignment) -> Debrief:
    """From the last interview of each student, and from what was let out."""
    finished = debriefs.newest(tx, work.id)
    newest = next(iter(reversed(evaluations.of_assignment(tx, work.id))), None)
    criteria = rubric_from_text(newest.pinned.criteria).criteria if newest else ()
    quotes = (one.text for one in debriefs.of_assignment(tx, work.id) if one.agreed)
    return Debrief(
        title=work.title,
        reports=tuple(Report.from_json(one.report) for one in finished),
        criteria=criteria,
        levels=debriefs.levels(tx, work.id),
        quotes=tuple(quotes)[:MOST_QUOTES],
        reveal=work.due_at is not None and house.clock.now() >= work.due_at,
    )


def preview(tx: Transaction, house: House, work: Assignment) -> Reply:
    """What the class would read, and what the teacher can do about it."""
    found = made(tx, house, work)
    blocks = debrief_blocks(found)
    if not found.is_shown:
        return Reply(blocks)
    asked = debriefs.of_assignment(tx, work.id)
    counts = {"yes": sum(one.agreed is True for one in asked)}
    counts["waiting"] = sum(one.agreed is None for one in asked)
    notes = [Prose(_("Preview: only you see this."))]
    if asked:
        words = _("Quotes: {yes} let out, {waiting} not answered.")
        notes.append(Prose(words.format(**counts)))
    sure = _("Post this debrief to the class channel? Everybody there reads it.")
    buttons = (
        Button(_("Ask for quotes"), token("debrief quotes", work.id)),
        Button(_("Post to the class"), token("debrief post", work.id), "primary", sure),
    )
    return Reply((*notes, *blocks), buttons)


def candidates(tx: Transaction, work: Assignment) -> tuple[Candidate, ...]:
    """Lines that worked, the weightiest first, at most one of each student."""
    found: list[tuple[int, Candidate]] = []
    for one in debriefs.newest(tx, work.id):
        report = Report.from_json(one.report)
        said = report.worked.said
        if said is None or len(said.text.split()) < FEWEST_WORDS or not one.place:
            continue
        text = Mask(one.student, "").hide(said.text)
        rank = 0 if report.worked.kind == "opened" else 1
        found.append((rank, Candidate(one, said.seq, text)))
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(one for _rank, one in ordered[:MOST_QUOTES])


def ask_for_quotes(tx: Transaction, act: Act, work: Assignment) -> tuple[int, Effects]:
    """Each student is asked in their own place, once for each line."""
    effects, count = NOTHING, 0
    for one in candidates(tx, work):
        quote = Quote(new_key(), work.id, one.finished.session_id, one.seq, one.text, None, act.now)
        if not debriefs.ask(tx, quote):
            continue
        count += 1
        place = Place.parse(one.finished.place)
        effects = effects + Effects((Draft(place, Post(question(quote, work))),))
    return count, effects


def question(quote: Quote, work: Assignment) -> Reply:
    """What a student is asked; silence is a no."""
    text = _(
        "A line of yours worked well. May your class see it in the debrief of {title}, without "
        "your name? If you do not answer, it stays yours."
    ).format(title=work.title)
    buttons = (
        Button(_("Yes, show it"), token("quote", f"{quote.id}.yes"), "primary"),
        Button(_("No"), token("quote", f"{quote.id}.no")),
    )
    return Reply((Prose(text), Speech(_("You"), quote.text)), buttons)


def answer(tx: Transaction, act: Act, target: str) -> bool:
    """The student's own word about the student's own line."""
    quote_id, _dot, word = target.partition(".")
    quote = debriefs.find(tx, quote_id)
    session = sessions.find(tx, quote.session_id) if quote else None
    if quote is None or session is None or session.student_id != act.by.id:
        raise RefusalError(Refusal.NOT_FOUND)
    if word not in {"yes", "no"}:
        raise RefusalError(Refusal.STALE_BUTTON)
    debriefs.answer(tx, quote.id, agreed=word == "yes")
    entry = Entry(act.by.id, f"quote_{word}", quote.session_id, act.now, session.section_id)
    audit.record(tx, entry)
    return word == "yes"


def post(tx: Transaction, house: House, act: Act, work: Assignment) -> Effects:
    """To the class channel, audited; RefusalError while fewer than five have finished."""
    found = made(tx, house, work)
    section = sections.find(tx, work.section_id)
    if not found.is_shown or section is None:
        raise RefusalError(Refusal.TOO_FEW)
    audit.record(tx, Entry(act.by.id, "debrief", work.id, act.now, section.id))
    return Effects((Draft(Place.parse(section.place), Post(Reply(debrief_blocks(found)))),))
