"""/review passport and /review rules: how far the grader agrees, and what may go out alone."""

from collections.abc import Iterator
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.audit import Entry
from core.domain.event import Values
from core.domain.grading import Evaluation
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table, say
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.passport import Passport, reading, reasons_in_words
from core.language import _
from core.services import gates, grades, grants
from core.store import audit, double_marks, review_queue
from core.store.double_marks import Rules
from core.store.rubrics import find_version

MOST_GRADERS = 5
HUNDRED = 100


@command("review passport", "How far the grader agrees with you", Action.SCORE, Manner(reads=True))
def review_passport(call: Call) -> Answer:
    """For each grader of this class: figures per criterion, in plain words, and its gate."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    rules = double_marks.rules(call.tx, section.id)
    graders = review_queue.graders(call.tx, section.id)[:MOST_GRADERS]
    blocks: list[Block] = [Heading(_("The grader's passport: {name}").format(name=section.name))]
    blocks.append(Note(rules_words(rules)))
    for one in graders:
        blocks += shown(call, one, rules)
    if not graders:
        blocks.append(Prose(_("No interview of this class has been graded yet.")))
    text = _("30 interviews that you both marked are enough only if the grader is really good.")
    blocks.append(Note(text))
    buttons = (
        Button(_("Mark 10 blind"), token("review sample"), "primary"),
        Button(_("Change the rules"), token("review rules")),
        Button(_("What waits"), token("review queue")),
    )
    return Answer(Reply(tuple(blocks), buttons))


def rules_words(rules: Rules) -> str:
    """The teacher's own bar, and whether anything goes out alone."""
    bar = f"{rules.bar / 1000:.2f}"
    if rules.automatic:
        words = _("Grades go out alone where every gate is open; your bar is kappa {bar}.")
    else:
        words = _("Nothing goes out without you; your bar would be kappa {bar}.")
    return words.format(bar=bar)


def shown(call: Call, newest: Evaluation, rules: Rules) -> Iterator[Block]:
    """One grader: rubric version, model, prompt and language make it what it is."""
    grade = grades.grade_of(call.tx, newest)
    found = gates.passports_of(call.tx, grade, gates.bar_of(rules))
    version = find_version(call.tx, newest.pinned.rubric_id)
    name = version.name if version else newest.pinned.rubric_id
    pinned = newest.pinned
    yield Heading(f"{name} · {pinned.config} · {pinned.language}")
    names = {one.id: one.name for one in grade.criteria}
    cells = tuple((names[one.criterion], reading(one), gate_words(one)) for one in found)
    yield Table((_("Criterion"), _("Agreement"), _("Gate")), cells)


def gate_words(one: Passport) -> str:
    """Open, or everything that keeps it shut."""
    return _("open") if one.is_open else "; ".join(reasons_in_words(one))


def rules_now(call: Call, given: Values) -> Values:
    """What the form shows at first."""
    del given
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    rules = double_marks.rules(call.tx, section.id)
    return {"bar": rules.bar // 10, "automatic": rules.automatic}


@command(
    "review rules",
    "Your bar, and what may go out alone",
    Action.SCORE,
    Manner(asks=True, fill=rules_now),
)
def review_rules(
    call: Call,
    bar: Annotated[int, Option("least kappa in hundredths, 0 to 100 (60 is usual)")],
    automatic: Annotated[bool, Option("let grades go out alone where all gates are open")] = False,  # noqa: FBT002
) -> Answer:
    """Audited; nothing that is out is taken back."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    grants.check_section(call.tx, Action.SCORE, section.id, call.act)
    if not 0 <= bar <= HUNDRED:
        raise RefusalError(Refusal.BAD_OPTION, option="bar", wanted=_("a number from 0 to 100"))
    rules = Rules(bar * 10, automatic)
    double_marks.set_rules(call.tx, section.id, rules)
    entry = Entry(call.person.id, "grading_rules", section.id, call.now, section.id)
    audit.record(call.tx, entry)
    return Answer(say(rules_words(rules)))
