"""/roster import, export and who is expected; /join: class lists of learning platforms."""

import re
from typing import Annotated

from core.commands.roster import Member, section_of
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.paging import Paging, paged, split_page
from core.domain.policy import Action
from core.domain.reply import Button, Choice, Heading, Note, Prose, Reply, Table, say
from core.domain.rosterfile import read_roster
from core.domain.token import token
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants, joining, rosterexport, rosterimport
from core.store import people, rosterlines, sections

PAGE = 20
CODE = re.compile(r"[A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{4}")


@command(
    "roster import",
    "Take a class list from a file",
    Action.ROSTER_EDIT,
    Manner(asks=True),
)
def roster_import(
    call: Call,
    file: Annotated[
        str,
        Option(
            "CSV of Canvas, Moodle, Classroom or your own; of OneRoster also the ZIP", kind="file"
        ),
    ],
    remove: Annotated[bool, Option("remove who is not in the file")] = False,  # noqa: FBT002
) -> Answer:
    """Nothing is changed before the difference has been shown and confirmed."""
    section = section_of(call, Action.ROSTER_EDIT)
    read = read_roster(read_upload(file))
    effects = rosterimport.ask(call.tx, call.act, section, read, remove=remove)
    return Answer(
        say(_("Comparing the file with the class; lines: {n}…").format(n=len(read.entries))),
        effects,
    )


@command("roster confirm", "Carry the class list out", Action.ROSTER_EDIT, Manner(button="draft"))
def roster_confirm(
    call: Call, draft: Annotated[str, Option("which list", max_length=40)]
) -> Answer:
    """Compared anew; the same list twice changes nothing."""
    reply, effects = rosterimport.confirm(call.tx, call.act, draft)
    return Answer(reply, effects)


@command(
    "roster invited",
    "Who is expected by the class list, with codes",
    Action.ROSTER_EDIT,
    Manner(button="page", reads=True),
)
def roster_invited(
    call: Call, page: Annotated[str | None, Option("which page", max_length=10)] = None
) -> Answer:
    """Give each the code: `/join` with it enrols them."""
    section = section_of(call, Action.ROSTER_EDIT)
    total = rosterlines.count_waiting(call.tx, section.id)
    if not total:
        back = Button(_("Roster"), token("roster show"))
        return Answer(
            say(_("Nobody is expected: everybody of the list has come."), buttons=(back,))
        )
    at = paged(total, split_page(page or "")[1], PAGE)
    found = rosterlines.waiting(call.tx, section.id, PAGE, at.skip)
    cells = tuple((one.shown, one.email, f"{one.code[:4]}-{one.code[4:]}") for one in found)
    table = Table((_("Who"), _("E-mail"), _("Code for /join")), cells)
    note = Note(
        _("{n} expected, page {page} of {pages}").format(n=total, page=at.number, pages=at.pages)
    )
    heading = Heading(_("Expected in {section}").format(section=section.name))
    return Answer(Reply((heading, table, note), turning_invited(at)))


def turning_invited(at: Paging) -> tuple[Button, ...]:
    """The way to the pages beside this one."""
    turns = [(at.number - 1, _("Previous")), (at.number + 1, _("Next"))]
    return tuple(
        Button(label, token("roster invited", str(to)))
        for to, label in turns
        if 1 <= to <= at.pages
    )


def lines_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Lines of the class list that nobody has come for, by what is typed."""
    section = section_of(call, Action.ROSTER_EDIT)
    folded = typed.casefold()
    return tuple(
        Choice(one.id, one.shown)
        for one in rosterlines.waiting(call.tx, section.id)
        if folded in one.shown.casefold()
    )


@command("roster match", "Say who a line of the class list is", Action.ROSTER_EDIT)
def roster_match(
    call: Call,
    line: Annotated[str, Option("whom the list expects", complete=lines_like, max_length=40)],
    member: Member,
) -> Answer:
    """For platforms that tell no addresses; the person is enrolled at once."""
    found = rosterlines.find(call.tx, line)
    section = sections.find(call.tx, found.section_id) if found else None
    if found is None or section is None:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(call.tx, Action.ROSTER_EDIT, section.id, call.act)
    person = joining.by_teacher(call.tx, call.act, found, section, member)
    said = _("{line} is {name} now, and enrolled.")
    return Answer(say(said.format(line=found.shown, name=person.name or person.user)))


@command("roster export", "The class as a CSV file, to you alone", Action.EXPORT_CLASS)
def roster_export(call: Call) -> Answer:
    """Guarded against formulas; the export is noted."""
    section = section_of(call, Action.EXPORT_CLASS)
    kept = rosterexport.export(call.tx, call.act, section)
    said = _("The roster of {section}.").format(section=section.name)
    return Answer(Reply((Prose(said),), files=(kept,)))


@command("join", "Join your class with the code that you were given", Action.JOIN)
def join(call: Call, code: Annotated[str, Option("the code", max_length=20, code=CODE)]) -> Answer:
    """A code works once; one that does not work tells nothing else."""
    event = call.event
    person = people.meet(call.tx, event.actor.user, event.actor.name, call.now)
    section, effects = joining.by_code(call.tx, person, code, call.now)
    work = Button(_("See my work"), token("practice"), "primary")
    said = _("You are in {section} now.").format(section=section.name)
    return Answer(say(said, buttons=(work,)), effects)
