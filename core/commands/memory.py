"""/memory: what clients remember of students between interviews, and what happens in between."""

from dataclasses import dataclass
from typing import Annotated

from core.commands.practice import clients_like
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.audit import Entry
from core.domain.policy import Action
from core.domain.profile import ClientProfile
from core.domain.remembered import Bond, EntryKind, MemoryEntry
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Table, say
from core.domain.teaching import Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.services import grants
from core.services import memories as service
from core.services.memories import Happening
from core.services.memory_screens import Portrait, screen
from core.store import audit, clients, memories, people
from core.store.memories import Known

PAGE = 20
MOST_BUTTONS = 10
TENTH = 10
Client = Annotated[str, Option("which client", complete=clients_like, max_length=60)]
Somebody = Annotated[
    str | None, Option("which student; nobody named: all", kind="member", max_length=64)
]
USES = (Choice("on", gettext_noop("graded interviews too")), Choice("off", gettext_noop("usual")))


@dataclass(frozen=True, slots=True)
class Pair:
    """A student and a client of a class of the caller's."""

    section: Section
    student: Person
    slug: str
    profile: ClientProfile

    @property
    def bond(self) -> Bond:
        return Bond(self.section.id, self.student.id, self.slug)


def section_of(call: Call, action: Action = Action.WRITE_MATERIAL) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, action, call.act)


def profile_of(call: Call, wanted: str) -> tuple[str, ClientProfile]:
    """The slug and the newest version of a client; RefusalError when there is none."""
    folded = wanted.casefold()
    for one in clients.published(call.tx):
        if folded == one.slug or one.name.casefold().startswith(folded):
            return one.slug, call.house.profile(call.tx, one.id)
    raise RefusalError(Refusal.NOT_FOUND)


def student_of(call: Call, section: Section, person: Person | None) -> Person:
    """A student of the class; anybody else reads as not found."""
    if person is None:
        raise RefusalError(Refusal.NOT_FOUND)
    if people.role_of(call.tx, section.id, person.id) is not SectionRole.STUDENT:
        raise RefusalError(Refusal.NOT_FOUND)
    return person


def named(call: Call, section: Section, member: str) -> Person:
    """The student behind a member's name."""
    return student_of(call, section, people.find_user(call.tx, member.strip().removeprefix("@")))


def pair_behind(call: Call, bond: str) -> Pair:
    """What a button carries, loaded and authorised anew."""
    student_id, _dot, slug = bond.partition(".")
    section = section_of(call)
    student = student_of(call, section, people.find(call.tx, student_id))
    found, profile = profile_of(call, slug)
    return Pair(section, student, found, profile)


def shown(call: Call, pair: Pair) -> Reply:
    """One memory; that it was read is kept."""
    kept = service.kept_of(call.tx, pair.bond)
    target = f"{pair.slug}:{pair.student.id}"
    entry = Entry(call.person.id, "memory_read", target, call.now, pair.section.id)
    audit.record(call.tx, entry)
    name = pair.student.name or pair.student.user
    return screen(call.tx, Portrait(name, f"{pair.student.id}.{pair.slug}", pair.profile, kept))


@command(
    "memory show",
    "What clients remember of your students",
    Action.WRITE_MATERIAL,
    Manner(button="page"),
)
def memory_show(
    call: Call,
    member: Somebody = None,
    client: Annotated[str | None, Option("which client", complete=clients_like)] = None,
    page: Annotated[str | None, Option("which page", max_length=6)] = None,
) -> Answer:
    """One student and client in full, or the list of the class."""
    section = section_of(call)
    if member and client:
        slug, profile = profile_of(call, client)
        pair = Pair(section, named(call, section, member), slug, profile)
        return Answer(shown(call, pair))
    number = max(1, int(page) if page and page.isascii() and page.isdigit() else 1)
    found = memories.known_in(call.tx, section.id, PAGE + 1, (number - 1) * PAGE)
    return Answer(overview(section, found, number))


def overview(section: Section, found: tuple[Known, ...], number: int) -> Reply:
    """Who has met whom; a button for each of the first ones."""
    title = Heading(_("Memories in {name}").format(name=section.name))
    if not found:
        words = _("No client remembers anybody yet: memories come from finished interviews.")
        return Reply((title, Prose(words)), (Button(_("See the class"), token("roster show")),))
    shown_here = found[:PAGE]
    table = Table(
        (_("Student"), _("Client"), _("Interviews")),
        tuple((one.name or "–", one.slug, str(one.interviews)) for one in shown_here),
    )
    usual = Note(_("Free practice and ungraded work are remembered; graded work starts fresh."))
    blocks: list[Block] = [title, table, usual]
    buttons = [
        Button(f"{one.name} · {one.slug}"[:60], token("memory of", f"{one.student_id}.{one.slug}"))
        for one in shown_here[:MOST_BUTTONS]
    ]
    if number > 1:
        buttons.append(Button(_("Previous"), token("memory show", str(number - 1))))
    if len(found) > PAGE:
        buttons.append(Button(_("Next"), token("memory show", str(number + 1))))
    return Reply(tuple(blocks), tuple(buttons))


Which = Annotated[str, Option("student and client", max_length=90)]


@command("memory of", "One memory in full", Action.WRITE_MATERIAL, Manner(button="bond"))
def memory_of(call: Call, bond: Which) -> Answer:
    """What the buttons of the list press."""
    return Answer(shown(call, pair_behind(call, bond)))


@command(
    "memory event",
    "Let something happen before the next interview",
    Action.WRITE_MATERIAL,
    Manner(asks=True),
)
def memory_event(
    call: Call,
    client: Client,
    text: Annotated[
        str, Option("what happened, told to the client as “you”", "long_text", max_length=400)
    ],
    member: Somebody = None,
    shift: Annotated[int | None, Option("openness, from -30 to 30 percent")] = None,
) -> Answer:
    """The client knows it in the next interview that is remembered; it gives no fact away."""
    section = section_of(call)
    slug, profile = profile_of(call, client)
    student = named(call, section, member) if member else None
    told = Happening(slug, text, (shift or 0) * TENTH, student.id if student else None)
    made = service.let_happen(call.tx, call.act, section.id, profile, told)
    who = (student.name or student.user) if student else _("everybody in {name}")
    words = _("{client} knows it when they next meet {who}.").format(
        client=profile.identity.name, who=who.format(name=section.name)
    )
    back = Button(_("Take back"), token("memory withdraw", made))
    return Answer(Reply((Prose(words),), (back,)))


@command("memory withdraw", "Take an event back", Action.WRITE_MATERIAL, Manner(button="entry"))
def memory_withdraw(
    call: Call, entry: Annotated[str, Option("which event", max_length=40)]
) -> Answer:
    """As long as nobody was told; who was told keeps it."""
    section = section_of(call)
    found = memories.find(call.tx, section.id, entry)
    if found is None or found.kind is not EntryKind.EVENT:
        raise RefusalError(Refusal.NOT_FOUND)
    gone = MemoryEntry("", EntryKind.WITHDRAWN, found.slug, 0, found.student_id, text=found.id)
    service.write(call.tx, call.act, section.id, gone)
    return Answer(say(_("Taken back: nobody else is told of it.")))


@command("memory reset", "Make a student and a client strangers again", Action.WRITE_MATERIAL)
def memory_reset(
    call: Call,
    client: Client,
    member: Annotated[str, Option("which student", kind="member", max_length=64)],
) -> Answer:
    """Shows what would be forgotten; its button asks once more."""
    section = section_of(call)
    slug, profile = profile_of(call, client)
    return Answer(shown(call, Pair(section, named(call, section, member), slug, profile)))


@command("memory forget", "Forget", Action.WRITE_MATERIAL, Manner(button="bond"))
def memory_forget(call: Call, bond: Which) -> Answer:
    """The transcripts stay; only what the client brings along is gone, until it is undone."""
    return Answer(turned(call, bond, EntryKind.RESET))


@command("memory undo", "Remember again", Action.WRITE_MATERIAL, Manner(button="bond"))
def memory_undo(call: Call, bond: Which) -> Answer:
    """What was forgotten last is remembered again."""
    return Answer(turned(call, bond, EntryKind.UNDO))


def turned(call: Call, bond: str, kind: EntryKind) -> Reply:
    """Forget or remember again, and show what is left."""
    pair = pair_behind(call, bond)
    kept = service.kept_of(call.tx, pair.bond)
    if (kind is EntryKind.RESET) != bool(kept.memory):
        raise RefusalError(Refusal.ALREADY_DONE)
    entry = MemoryEntry("", kind, pair.slug, 0, pair.student.id)
    service.write(call.tx, call.act, pair.section.id, entry)
    return shown(call, pair)


@command(
    "memory series",
    "Let a client remember from one graded interview to the next",
    Action.WRITE_MATERIAL,
)
def memory_series(
    call: Call,
    client: Client,
    use: Annotated[str, Option("whether", kind="select", choices=USES, max_length=3)],
) -> Answer:
    """For work that is a course of several interviews with one client."""
    if use not in {"on", "off"}:
        raise RefusalError(Refusal.BAD_OPTION, option="use", wanted="on or off")
    section = section_of(call)
    slug, profile = profile_of(call, client)
    kind = EntryKind.SERIES if use == "on" else EntryKind.USUAL
    service.write(call.tx, call.act, section.id, MemoryEntry("", kind, slug, 0))
    name = profile.identity.name
    if use == "on":
        words = _("{client} remembers in {name} from every interview to the next, graded or not.")
    else:
        words = _("{client} starts fresh in graded interviews of {name}; others are remembered.")
    return Answer(say(words.format(client=name, name=section.name)))
