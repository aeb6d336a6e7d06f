"""/roster: who is in the class, who waits, and how far each is."""

from collections.abc import Iterable
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.effects import Effects
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Table, say
from core.domain.teaching import Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.services import grants, sections
from core.services import rosters as service
from core.services.rosters import Page
from core.store.rosters import FILTERS, NO_PROGRESS, Line, Progress

FILTER_NAMES = {
    "everybody": gettext_noop("Everybody"),
    "waiting": gettext_noop("Waiting"),
    "students": gettext_noop("Students"),
    "left": gettext_noop("Left"),
}
FILTER_CHOICES = tuple(Choice(name, FILTER_NAMES[name]) for name in FILTERS)
ROLES = tuple(
    Choice(role.value, role.value)
    for role in (SectionRole.STUDENT, SectionRole.TA, SectionRole.TEACHER)
)
ROLE_NAMES = {
    SectionRole.STUDENT: gettext_noop("student"),
    SectionRole.TA: gettext_noop("TA"),
    SectionRole.TEACHER: gettext_noop("teacher"),
    SectionRole.PENDING: gettext_noop("waiting"),
    SectionRole.OUTSIDER: gettext_noop("outsider"),
}
MOST_COLUMNS = 3
MOST_APPROVALS = 5
TITLE = 18
EVERYBODY_WAITING = "all"


def section_of(call: Call, action: Action) -> Section:
    """This channel's class, or the only one in which the caller may do it."""
    return grants.section_for(call.tx, call.section, action, call.act)


@command(
    "roster show",
    "Who is in your class, and how far they are",
    Action.ROSTER_VIEW,
    Manner(button="page", reads=True),
)
def roster_show(
    call: Call,
    show: Annotated[
        str | None, Option("whom to show", kind="select", choices=FILTER_CHOICES, max_length=20)
    ] = None,
    page: Annotated[str | None, Option("which page", max_length=20)] = None,
) -> Answer:
    """Twenty people a page; who waits comes first."""
    section = section_of(call, Action.ROSTER_VIEW)
    which, number = read_page(show, page)
    return Answer(screen(service.read_page(call.tx, section, which, number), call.role))


def read_page(show: str | None, page: str | None) -> tuple[str, int]:
    """`left.2` or `2`; what is no page is the first one."""
    name, _, digits = (page or "").rpartition(".")
    which = show or name or "everybody"
    if which not in FILTERS:
        wanted = ", ".join(FILTERS)
        raise RefusalError(Refusal.BAD_OPTION, option="show", wanted=f"one of {wanted}")
    return which, int(digits[:6]) if digits.isascii() and digits.isdigit() else 1


def screen(page: Page, role: SectionRole) -> Reply:
    """One page as the teacher or TA reads it."""
    blocks: list[Block] = [Heading(_("Roster of {name}").format(name=page.section.name))]
    if page.lines:
        blocks.append(table(page))
        blocks.append(
            Note(
                _("{which}: {total}, page {number} of {pages}").format(
                    total=page.total,
                    which=_(FILTER_NAMES[page.which]),
                    number=page.number,
                    pages=page.pages,
                )
            )
        )
    else:
        blocks.append(Prose(empty(page.which)))
    if page.section.orphaned_at is not None:
        blocks.append(
            Note(_("Nobody teaches this class now; an administrator can name a teacher."))
        )
    teacher = role is SectionRole.TEACHER
    return Reply(tuple(blocks), (*(approvals(page) if teacher else ()), *turning(page)))


def empty(which: str) -> str:
    """What an empty page says, with the way on."""
    if which == "waiting":
        return _("Nobody waits for approval.")
    if which == "left":
        return _("Nobody has left.")
    return _("Nobody is enrolled yet. /roster sync reads the channel now.")


def table(page: Page) -> Table:
    """People below one another; the columns are the works that are due next."""
    works = page.work[:MOST_COLUMNS]
    titles = (short(one.title) for one in works)
    header = (_("Name"), _("Role"), *titles, _("Attempts"), _("Last active"))
    return Table(header, tuple(cells(page, line) for line in page.lines))


def short(title: str) -> str:
    """A title that fits a column."""
    return title if len(title) <= TITLE else title[: TITLE - 1] + "…"


def cells(page: Page, line: Line) -> tuple[str, ...]:
    """One person: clients met of each work, attempts in all, the last day."""
    own = {key: one for (who, key), one in page.progress.items() if who == line.person.id}
    works = (
        f"{own.get(one.id, NO_PROGRESS).done}/{one.clients}" for one in page.work[:MOST_COLUMNS]
    )
    return (
        line.person.name or line.person.user,
        _("left") if line.until else _(ROLE_NAMES[line.role]),
        *works,
        str(sum(one.attempts for one in own.values())),
        last_day(own.values()),
    )


def last_day(progress: Iterable[Progress]) -> str:
    """The day of the last interview, or a dash."""
    found = max((one.last_at for one in progress if one.last_at is not None), default=None)
    return found.date().isoformat() if found else "–"


def approvals(page: Page) -> tuple[Button, ...]:
    """A button for the first who wait, and one for all of them."""
    waiting = [line.person for line in page.lines if line.role is SectionRole.PENDING]
    single = tuple(
        Button(
            _("Approve {name}").format(name=one.name or one.user)[:60],
            token("roster approve", one.user),
        )
        for one in waiting[:MOST_APPROVALS]
        if page.which != "left"
    )
    if page.waiting < 2:  # noqa: PLR2004 - two are "all"
        return single
    everybody = Button(
        _("Approve all {waiting}").format(waiting=page.waiting),
        token("roster approve", EVERYBODY_WAITING),
        "primary",
        confirm=_("Enrol all {waiting} who wait now?").format(waiting=page.waiting),
    )
    return (everybody, *single)


def turning(page: Page) -> tuple[Button, ...]:
    """The way to the pages beside this one."""
    found = []
    if page.number > 1:
        found.append(Button(_("Previous"), token("roster show", f"{page.which}.{page.number - 1}")))
    if page.number < page.pages:
        found.append(Button(_("Next"), token("roster show", f"{page.which}.{page.number + 1}")))
    return tuple(found)


Member = Annotated[str, Option("whom", kind="member", max_length=64)]


@command("roster sync", "Compare the class with its channel now", Action.ROSTER_EDIT)
def roster_sync(call: Call) -> Answer:
    """The same comparison that runs by itself every ten minutes."""
    section = section_of(call, Action.ROSTER_EDIT)
    service.check_alive(section)
    event = sections.reconcile_event(section, call.event, tell=True)
    return Answer(say(_("Reading the channel…")), Effects(events=(event,)))


@command(
    "roster approve", "Enrol who waits: one or all", Action.ROSTER_EDIT, Manner(button="member")
)
def roster_approve(
    call: Call,
    member: Annotated[
        str | None, Option("whom; nobody named: all", kind="member", max_length=64)
    ] = None,
) -> Answer:
    """They are told privately."""
    section = section_of(call, Action.ROSTER_EDIT)
    user = "" if member in {None, EVERYBODY_WAITING} else str(member).removeprefix("@")
    enrolled, effects = service.approve(call.tx, call.act, section, user)
    if not enrolled:
        return Answer(say(_("Nobody waits for that; /roster show lists the class.")))
    people = "1 person is" if enrolled == 1 else f"{enrolled} people are"
    return Answer(say(_("{people} enrolled now.").format(people=people)), effects)


@command("roster add", "Enrol somebody, or make a TA", Action.ROSTER_EDIT, Manner(button="member"))
def roster_add(
    call: Call,
    member: Member,
    role: Annotated[
        str | None, Option("as what", kind="select", choices=ROLES, max_length=10)
    ] = None,
) -> Answer:
    """Students and TAs; a teacher is named by an administrator."""
    section = section_of(call, Action.ROSTER_EDIT)
    wanted = SectionRole.STUDENT if role is None else role_named(role)
    person, new = service.add(call.tx, call.act, section, service.Adding(member, wanted))
    name = person.name or person.user
    if not new:
        return Answer(
            say(
                _("{name} is {value} of {name_2} already.").format(
                    name=name, value=wanted.value, name_2=section.name
                )
            )
        )
    return Answer(
        say(
            _("{name} is {value} of {name_2} now.").format(
                name=name, value=wanted.value, name_2=section.name
            )
        ),
        service.welcome(call.tx, section, (person,)),
    )


def role_named(text: str) -> SectionRole:
    """RefusalError for a word that is no role."""
    if text not in {one.value for one in ROLES}:
        wanted = "student, ta or teacher"
        raise RefusalError(Refusal.BAD_OPTION, option="role", wanted=wanted)
    return SectionRole(text)


@command("roster remove", "Take somebody out of the class", Action.ROSTER_EDIT)
def roster_remove(call: Call, member: Member) -> Answer:
    """Asks first; nothing is lost by it."""
    section = section_of(call, Action.ROSTER_EDIT)
    person, _role = service.member(call.tx, section, member)
    name = person.name or person.user
    button = Button(
        _("Remove {name}").format(name=name)[:60],
        token("roster drop", person.user),
        "danger",
        confirm=_("Remove {name} from {name_2}? Their work stays.").format(
            name=name, name_2=section.name
        ),
    )
    return Answer(
        say(
            _("{name} will not be able to practise in {name_2}.").format(
                name=name, name_2=section.name
            ),
            buttons=(button,),
        )
    )


@command("roster drop", "Really take somebody out", Action.ROSTER_EDIT, Manner(button="member"))
def roster_drop(call: Call, member: Member) -> Answer:
    """What the button presses; it can be undone."""
    section = section_of(call, Action.ROSTER_EDIT)
    person = service.remove(call.tx, call.act, section, member)
    undo = Button(_("Undo"), token("roster add", person.user))
    name = person.name or person.user
    return Answer(
        say(
            _("{name} is not in {name_2} any more. Their work stays.").format(
                name=name, name_2=section.name
            ),
            buttons=(undo,),
        )
    )
