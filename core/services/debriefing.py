"""A class looks at its own work: previewed, quotes let out by their students, then posted."""

import asyncio
from dataclasses import dataclass

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, followed, payload_of
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Button, Prose, Reply, Speech
from core.domain.rubric import Criterion
from core.domain.rubrictext import rubric_from_text
from core.domain.teaching import Assignment
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.debrief import MOST_QUOTES, Debrief, counted, debrief_blocks
from core.evaluation.masking import Mask
from core.evaluation.values import Report
from core.export import press
from core.export.figures import Heat, describe_heat, heat_svg
from core.language import _
from core.services import assignments as works
from core.services.grants import Act
from core.services.house import House
from core.services.transcripts import Made, keep
from core.store import audit, debriefs, evaluations, people, sections, sessions
from core.store.database import Database
from core.store.debriefs import Finished, Quote
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "debrief"
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
    quotes = (one.text for one in debriefs.of_assignment(tx, work.id) if one.agreed)
    return Debrief(
        title=work.title,
        reports=tuple(Report.from_json(one.report) for one in finished),
        criteria=criteria_of(tx, work),
        levels=debriefs.levels(tx, work.id),
        quotes=tuple(quotes)[:MOST_QUOTES],
        reveal=work.due_at is not None and house.clock.now() >= work.due_at,
    )


def criteria_of(tx: Transaction, work: Assignment) -> tuple[Criterion, ...]:
    """Of the rubric that judged last."""
    newest = next(iter(reversed(evaluations.of_assignment(tx, work.id))), None)
    return rubric_from_text(newest.pinned.criteria).criteria if newest else ()


def heat(tx: Transaction, work: Assignment) -> Heat | None:
    """How often each level was given, as a picture; None while no criterion has five students."""
    rows = counted(criteria_of(tx, work), debriefs.levels(tx, work.id))
    if not rows:
        return None
    title = _("{title}: students by criterion and level").format(title=work.title)
    names, cells = zip(*rows, strict=True)
    columns = tuple(_("level {n}").format(n=level) for level in range(len(cells[0])))
    return Heat(title, names, columns, cells)


def picture_of(found: Heat) -> Made:
    """As PNG with its words; call it in a thread."""
    png = press.shared().picture(heat_svg(found))
    return Made("criteria.png", "image/png", png, describe_heat(found))


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


def order(tx: Transaction, house: House, act: Act, work: Assignment) -> Effects:
    """The picture is drawn first, then all is posted; RefusalError while it is too few."""
    if not made(tx, house, work).is_shown:
        raise RefusalError(Refusal.TOO_FEW)
    return Effects(events=(followed(act.event, JOB, {"assignment": work.id}),))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Draw outside any transaction; who may post it is looked up again in the finishing one."""
    named = payload_of(event)["assignment"]

    def ordered(tx: Transaction) -> tuple[Act, Assignment]:
        person = people.find_user(tx, event.actor.user)
        if person is None:
            raise RefusalError(Refusal.NOT_FOUND)
        act = Act(person, event, house.clock.now())
        return act, find(tx, act, named)

    drawn = await database.read(lambda tx: heat(tx, ordered(tx)[1]), event.tenant)
    pictures = () if drawn is None else (await asyncio.to_thread(picture_of, drawn),)

    def finish(tx: Transaction) -> Effects:
        act, work = ordered(tx)
        return post(tx, house, act, work, pictures)

    return finish


def post(
    tx: Transaction, house: House, act: Act, work: Assignment, pictures: tuple[Made, ...] = ()
) -> Effects:
    """To the class channel, audited; RefusalError while fewer than five have finished."""
    found = made(tx, house, work)
    section = sections.find(tx, work.section_id)
    if not found.is_shown or section is None:
        raise RefusalError(Refusal.TOO_FEW)
    audit.record(tx, Entry(act.by.id, "debrief", work.id, act.now, section.id))
    reply = Reply(debrief_blocks(found), files=keep(tx, pictures))
    return Effects((Draft(Place.parse(section.place), Post(reply)),))
