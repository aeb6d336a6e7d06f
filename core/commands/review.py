"""/review: what waits for the teacher, criterion by criterion, and what goes out to students."""

from typing import Annotated

from core.commands import blindscreens
from core.commands import reviewscreens as screens
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Choice, say
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import assignments as works
from core.services import contests, grades, grants, passports, reviews
from core.store import assignments, double_marks
from core.store import contests as contest_store

Target = Annotated[str, Option("which criterion of which grading", max_length=60)]
Grading = Annotated[str, Option("which grading", max_length=40)]
MOST_PAGE_DIGITS = 4


@command(
    "review queue",
    "Grades that wait for you",
    Action.SCORE,
    Manner(button="page", reads=True),
)
def review_queue(
    call: Call, page: Annotated[str | None, Option("which page", max_length=10)] = None
) -> Answer:
    """Oldest first; blind marks and objections before them."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    digits = (page or "1")[:MOST_PAGE_DIGITS]
    number = int(digits) if digits.isascii() and digits.isdigit() else 1
    return Answer(screens.queue(call.tx, section, max(number, 1)))


@command("review open", "One grading", Action.SCORE, Manner(button="grading"))
def review_open(call: Call, grading: Grading) -> Answer:
    """All its criteria; one that is to be marked blind leads there."""
    found = reviews.find(call.tx, call.act, grading)
    if double_marks.is_hidden(call.tx, found.id):
        return Answer(blindscreens.blind(call.tx, grades.grade_of(call.tx, found)))
    seen = reviews.reveal(call.tx, call.act, found)
    return Answer(screens.grading(call.tx, grades.grade_of(call.tx, seen)))


@command("review criterion", "One criterion", Action.SCORE, Manner(button="target"))
def review_criterion(call: Call, target: Target) -> Answer:
    """Evidence, reasons, what was ruled, and the buttons to rule."""
    where = reviews.spot(call.tx, call.act, target)
    reviews.reveal(call.tx, call.act, where.grade.evaluation)
    return Answer(screens.criterion(call, where))


@command("review confirm", "Confirm a level", Action.SCORE, Manner(button="target"))
def review_confirm(call: Call, target: Target) -> Answer:
    """And on to the next criterion."""
    where = reviews.spot(call.tx, call.act, target)
    effects = reviews.confirm(call.tx, call.act, where)
    return Answer(screens.after(call, where), effects)


@command("review change", "Change a level", Action.SCORE, Manner(button="target"))
def review_change(
    call: Call,
    target: Target,
    level: Annotated[int, Option("the level that you give, counted from 0")],
    comment: Annotated[
        str | None,
        Option("a word to the student about it", kind="long_text", max_length=1_000),
    ] = None,
) -> Answer:
    """The human's word stands; the machine's level stays beside it."""
    where = reviews.spot(call.tx, call.act, target)
    effects = reviews.override(call.tx, call.act, where, level, comment or "")
    return Answer(screens.after(call, where), effects)


@command("review strike", "Strike a quote out", Action.SCORE, Manner(button="target"))
def review_strike(call: Call, target: Target) -> Answer:
    """`grading.criterion.quote`."""
    where = reviews.spot(call.tx, call.act, target)
    number = target.rpartition(".")[2]
    if target.count(".") != 2 or not number.isdigit():  # noqa: PLR2004 - three parts
        raise RefusalError(Refusal.STALE_BUTTON)
    reviews.strike(call.tx, call.act, where, int(number))
    return Answer(screens.criterion(call, reviews.spot(call.tx, call.act, where.target)))


@command("review trust", "Confirm what the gate trusts", Action.SCORE, Manner(button="grading"))
def review_trust(call: Call, grading: Grading) -> Answer:
    """Only criteria whose gate stands open; the gates' figures are reckoned first."""
    found = reviews.reveal(call.tx, call.act, reviews.find(call.tx, call.act, grading))
    effects = passports.ask(call.event, passports.TRUST, {"grading": found.id})
    return Answer(
        say(_("Looking at the gates. What they trust is confirmed in a moment.")), effects
    )


@command("release", "Release one grade", Action.SCORE, Manner(button="grading"))
def release_one(call: Call, grading: Grading) -> Answer:
    """Every criterion decided; the student has it in the same commit."""
    found = reviews.find(call.tx, call.act, grading)
    effects = reviews.release(call.tx, call.act, found)
    return Answer(screens.released(1, 0), effects)


def assignments_here(call: Call, typed: str) -> tuple[Choice, ...]:
    """The work of this class whose title contains what is typed."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    grants.check_section(call.tx, Action.SCORE, section.id, call.act)
    folded = typed.casefold()
    work = assignments.of_section(call.tx, section.id)
    return tuple(Choice(one.id, one.title) for one in work if folded in one.title.casefold())


@command("review release", "Release the decided grades of an assignment", Action.SCORE)
def review_release(
    call: Call,
    assignment: Annotated[
        str, Option("which assignment", complete=assignments_here, max_length=100)
    ],
) -> Answer:
    """What is not decided stays and is counted."""
    work = works.load(call.tx, call.act, assignment, Action.SCORE).assignment
    out, left, effects = reviews.release_all(call.tx, call.act, work.id)
    return Answer(screens.released(out, left), effects)


@command("review answer", "Answer a student's question", Action.SCORE, Manner(button="contest"))
def review_answer(
    call: Call,
    contest: Annotated[str, Option("which question", max_length=40)],
    text: Annotated[str, Option("your answer", kind="long_text", max_length=1_000)],
) -> Answer:
    """It goes to the student; the level changes only where the teacher changes it."""
    found = contest_store.find(call.tx, contest)
    if found is None:
        raise RefusalError(Refusal.NOT_FOUND)
    made = reviews.find(call.tx, call.act, found.evaluation_id)
    grade = grades.grade_of(call.tx, made)
    effects = contests.answer(call.tx, call.act, found, grade, text)
    return Answer(say(_("Your answer is on its way to the student.")), effects)


@command("review sample", "Mark interviews blind, beside the grader", Action.SCORE)
def review_sample(
    call: Call, count: Annotated[int, Option("how many, drawn at random")] = 10
) -> Answer:
    """Nobody chooses which; the machine's levels are hidden until yours are saved."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    waiting = double_marks.still_open(call.tx, section.id)
    drawn = 0 if waiting else reviews.draw(call.tx, call.act, section.id, count)
    found = waiting or double_marks.still_open(call.tx, section.id)
    if not found:
        text = _("Nothing can be marked blind: no grading is there that nobody has looked into.")
        return Answer(say(text))
    first = blindscreens.blind(call.tx, grades.grade_of(call.tx, found[0]))
    if drawn:
        lead = ngettext("{n} was drawn.", "{n} were drawn.", drawn).format(n=drawn)
        first = blindscreens.led(first, lead)
    return Answer(first)


@command("review mark", "Mark a criterion blind", Action.SCORE, Manner(button="target"))
def review_mark(call: Call, target: Target) -> Answer:
    """`grading.criterion.level`."""
    where = reviews.spot(call.tx, call.act, target)
    level = target.rpartition(".")[2]
    if target.count(".") != 2 or not level.isdigit():  # noqa: PLR2004 - three parts
        raise RefusalError(Refusal.STALE_BUTTON)
    made = reviews.mark(call.tx, call.act, where, int(level))
    grade = grades.grade_of(call.tx, made)
    if grade.undecided:
        return Answer(blindscreens.blind(call.tx, grade))
    return Answer(blindscreens.compared(grade))


@command("review read", "The transcript alone", Action.SCORE, Manner(button="target"))
def review_read(call: Call, target: Target) -> Answer:
    """The words without any level, for a mark of one's own; audited."""
    grading, _dot, digits = target.partition(".")
    found = reviews.find(call.tx, call.act, grading)
    reviews.note_reading(call.tx, call.act, found)
    page = int(digits) if digits.isascii() and digits.isdigit() else 1
    return Answer(screens.transcript(call, found.id, found.session_id, max(page, 1)))
