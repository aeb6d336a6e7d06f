"""The grader's passport: reckoned outside any transaction, one grader a turn, then shown."""

import asyncio

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, followed, payload_of
from core.domain.grading import Evaluation
from core.domain.outgoing import Draft, Post
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Reply, Table, say
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.passport import Passport, reading, reasons_in_words
from core.language import _, ngettext
from core.services import gates, grades, grants, reviews
from core.services.grants import Act
from core.services.house import House
from core.store import double_marks, evaluations, people, review_queue
from core.store.database import Database
from core.store.double_marks import Rules
from core.store.finish import Finish
from core.store.rubrics import find_version
from core.store.transaction import Transaction

SHOW, TRUST = "passport", "trust"
MOST_GRADERS = 5


def graders(tx: Transaction, section_id: str) -> tuple[Evaluation, ...]:
    """The newest grading of each grader, the last used first."""
    return review_queue.graders(tx, section_id)[:MOST_GRADERS]


def ask(because: Event, job: str, payload: dict[str, str]) -> Effects:
    """Resampling takes seconds: it is done in the next turn of the asker's own lane."""
    return Effects(events=(followed(because, job, payload),))


async def reckoned(database: Database, evaluation: Evaluation, tenant: str) -> None:
    """The figures of every criterion are known afterwards."""
    marked = await database.read(
        lambda tx: gates.marked(tx, grades.grade_of(tx, evaluation)), tenant
    )
    await asyncio.to_thread(gates.reckon, marked)


def acting(tx: Transaction, house: House, event: Event) -> Act:
    """Whoever asked, now."""
    person = people.find_user(tx, event.actor.user)
    if person is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return Act(person, event, house.clock.now())


async def show(database: Database, house: House, event: Event) -> Finish:
    """One grader; the next one follows."""
    asked = payload_of(event)
    number, section_id = int(asked["number"]), asked["section"]
    found = await database.read(lambda tx: graders(tx, section_id), event.tenant)
    if number > len(found):
        return lambda _tx: NOTHING
    newest = found[number - 1]
    await reckoned(database, newest, event.tenant)

    def finish(tx: Transaction) -> Effects:
        grants.check_section(tx, Action.SCORE, section_id, acting(tx, house, event))
        rules = double_marks.rules(tx, section_id)
        last = number == len(found)
        reply = Reply(page(tx, newest, rules, (number, len(found))), buttons() if last else ())
        post = Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))
        following = {**asked, "number": str(number + 1)}
        return post if last else post + ask(event, SHOW, following)

    return finish


def page(
    tx: Transaction, newest: Evaluation, rules: Rules, where: tuple[int, int]
) -> tuple[Block, ...]:
    """One grader: rubric version, model, prompt and language make it what it is."""
    grade = grades.grade_of(tx, newest)
    found = gates.passports_of(tx, grade, gates.bar_of(rules))
    version = find_version(tx, newest.pinned.rubric_id)
    name = version.name if version else newest.pinned.rubric_id
    pinned = newest.pinned
    names = {one.id: one.name for one in grade.criteria}
    cells = tuple((names[one.criterion], reading(one), gate_words(one)) for one in found)
    count = _("Grader {n} of {of}").format(n=where[0], of=where[1])
    text = _("30 interviews that you both marked are enough only if the grader is really good.")
    return (
        Heading(f"{name} · {pinned.config} · {pinned.language}"),
        Note(count),
        Table((_("Criterion"), _("Agreement"), _("Gate")), cells),
        Note(text),
    )


def gate_words(one: Passport) -> str:
    """Open, or everything that keeps it shut."""
    return _("open") if one.is_open else "; ".join(reasons_in_words(one))


def buttons() -> tuple[Button, ...]:
    """What to do about it."""
    return (
        Button(_("Mark 10 blind"), token("review sample"), "primary"),
        Button(_("Change the rules"), token("review rules")),
        Button(_("What waits"), token("review queue")),
    )


async def trust(database: Database, house: House, event: Event) -> Finish:
    """Confirm what is undecided and whose gate stands open."""
    key = payload_of(event)["grading"]
    known = await database.read(lambda tx: evaluations.find(tx, key), event.tenant)
    if known is not None:
        await reckoned(database, known, event.tenant)

    def finish(tx: Transaction) -> Effects:
        act = acting(tx, house, event)
        found = reviews.reveal(tx, act, reviews.find(tx, act, key))
        grade = grades.grade_of(tx, found)
        bar = gates.bar_of(double_marks.rules(tx, found.section_id))
        trusted = [one.criterion for one in gates.passports_of(tx, grade, bar) if one.is_open]
        count = reviews.confirm_trusted(tx, act, grade, trusted)
        words = ngettext(
            "{n} criterion is confirmed; its gate is open.",
            "{n} criteria are confirmed; their gates are open.",
            count,
        ).format(n=count)
        reply = say(words, buttons=(Button(_("See the grading"), token("review open", key)),))
        return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))

    return finish
