"""/report gradebook: released scores of one assignment as a file that an LMS accepts."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.gradebook import Line, Rule
from core.domain.policy import Action
from core.domain.reply import Block, Choice, Heading, Note, Prose, Reply
from core.domain.teaching import Assignment, Section
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop, ngettext
from core.services import gradebooks as service
from core.services import grants
from core.services.gradebooks import Wanted
from core.store import assignments

LMS = (
    Choice("generic", gettext_noop("Any spreadsheet, one row an attempt")),
    Choice("canvas", "Canvas"),
    Choice("moodle", "Moodle"),
)
RULES = (
    Choice(Rule.BEST.value, gettext_noop("The best attempt counts")),
    Choice(Rule.LAST.value, gettext_noop("The last attempt counts")),
)
MOST_NAMED = 8


def works_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Published assignments of the class whose title contains what is typed."""
    section = grants.section_for(call.tx, call.section, Action.EXPORT_CLASS, call.act)
    folded = typed.casefold()
    return tuple(
        Choice(one.id, one.title)
        for one in assignments.of_section(call.tx, section.id)
        if folded in one.title.casefold()
    )


@command(
    "report gradebook",
    "Grades of one assignment as a file for your LMS",
    Action.EXPORT_CLASS,
    Manner(button="assignment"),
)
def report_gradebook(
    call: Call,
    assignment: Annotated[
        str | None, Option("of which work", complete=works_like, max_length=100)
    ] = None,
    lms: Annotated[str, Option("for which LMS", kind="select", choices=LMS)] = "generic",
    rule: Annotated[
        str, Option("which attempt counts", kind="select", choices=RULES)
    ] = Rule.BEST.value,
    file: Annotated[
        str | None, Option("the gradebook that you downloaded; I fill our column", kind="file")
    ] = None,
) -> Answer:
    """A new file, or the teacher's own one with our column filled; only the teacher gets it."""
    section = grants.section_for(call.tx, call.section, Action.EXPORT_CLASS, call.act)
    check_choice("lms", lms, LMS)
    check_choice("rule", rule, RULES)
    wanted = Wanted(section, find_work(call, section, assignment), Rule(rule))
    if file:
        return Answer(filled(call, wanted, read_upload(file)))
    return Answer(whole(call, wanted, lms))


def check_choice(option: str, value: str, choices: tuple[Choice, ...]) -> None:
    """RefusalError for a word that is none of them."""
    if value not in {one.value for one in choices}:
        wanted = ", ".join(one.value for one in choices)
        raise RefusalError(Refusal.BAD_OPTION, option=option, wanted=wanted)


def find_work(call: Call, section: Section, named: str | None) -> Assignment:
    """By id or title; the only one when none is named."""
    found = assignments.of_section(call.tx, section.id)
    if named is None and len(found) == 1:
        return found[0]
    fitting = [one for one in found if named and named.casefold() in {one.id, one.title.casefold()}]
    if len(fitting) == 1:
        return fitting[0]
    raise not_one_of(found)


def not_one_of(found: tuple[Assignment, ...]) -> RefusalError:
    """The refusal that names what there is."""
    titles = ", ".join(one.title for one in found[:MOST_NAMED]) or "–"
    wanted = _("one of your assignments ({titles})").format(titles=titles)
    return RefusalError(Refusal.BAD_OPTION, option="assignment", wanted=wanted)


def whole(call: Call, wanted: Wanted, lms: str) -> Reply:
    """A new file and what is in it."""
    file, lines = service.make(call.tx, call.act, wanted, lms)
    blocks: list[Block] = [Heading(wanted.assignment.title), Prose(summary(lines))]
    if lms == "canvas":
        known = sum(bool(line.student.sis or line.student.login) for line in lines)
        said = _(
            "Canvas finds {n} of {of} by SIS id or login, the others by their exact name. Surer: "
            "download your gradebook there, and give it to me with this command."
        )
        blocks.append(Note(said.format(n=known, of=len(lines))))
    return Reply(tuple(blocks), files=(file,))


def summary(lines: tuple[Line, ...]) -> str:
    """How many have a grade."""
    graded = sum(line.grade is not None for line in lines)
    said = ngettext("{n} of {of} student has", "{n} of {of} students have", len(lines))
    return " ".join(
        (
            said.format(n=graded, of=len(lines)),
            _("a released score for every client of this work. Nothing else is in the file."),
        )
    )


def filled(call: Call, wanted: Wanted, content: bytes) -> Reply:
    """The teacher's file, and who in it is unknown here."""
    file, result = service.fill_in(call.tx, call.act, wanted, content)
    said = ngettext(
        "{n} grade was written; all other cells are as they were.",
        "{n} grades were written; all other cells are as they were.",
        result.written,
    ).format(n=result.written)
    blocks: list[Block] = [Heading(wanted.assignment.title), Prose(said)]
    if result.strangers:
        names = ", ".join(result.strangers[:MOST_NAMED])
        text = _("Rows that match nobody of this class: {n}. They are: {names}")
        blocks.append(Note(text.format(n=len(result.strangers), names=names)))
    return Reply(tuple(blocks), files=(file,))
