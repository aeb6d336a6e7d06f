"""/client: look through the clients, adapt one of the library, put away or delete one's own."""

from dataclasses import dataclass
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.profile import Status
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import ClientVersion
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.library.card import inert_texts
from core.library.loader import profile_to_data
from core.services import clients as service
from core.services.clients import Saved
from core.store import client_cards, clients
from core.store.client_cards import Card, Wanted

PAGE = 5
LONGEST_LABEL = 60
LONGEST_INERT = 500
MOST_TOKEN = 100
DIFFICULTIES = tuple(Choice(str(one), "●" * one) for one in range(1, 6))


def clients_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """The caller's own clients and the library's, by what is typed."""
    wanted = Wanted(call.person.id, typed.strip())
    _total, found = client_cards.page(call.tx, wanted, 1, 25)
    return tuple(Choice(one.version.slug, one.version.name) for one in found)


def own_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """The caller's own clients, by what is typed."""
    wanted = Wanted(call.person.id, typed.strip())
    _total, found = client_cards.page(call.tx, wanted, 1, 25)
    own = (one.version for one in found if one.version.owner_id is not None)
    return tuple(Choice(one.slug, one.name) for one in own)


Client = Annotated[str, Option("which client", complete=clients_like, max_length=60)]
OwnClient = Annotated[str, Option("which of your clients", complete=own_like, max_length=60)]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What to look for."""

    search: Annotated[str | None, Option("a word of name or brief", max_length=40)] = None
    tag: Annotated[str | None, Option("only with this tag", max_length=60)] = None
    difficulty: Annotated[
        str | None, Option("only this hard", kind="select", choices=DIFFICULTIES, max_length=1)
    ] = None
    language: Annotated[str | None, Option("only in this language", max_length=35)] = None
    page: Annotated[str | None, Option("which page, or: archived", max_length=90)] = None


@command(
    "client list",
    "Your clients and the library's: search, read, try, assign",
    Action.WRITE_MATERIAL,
    Manner(button="page", reads=True),
)
def client_list(call: Call, sieve: Sieve) -> Answer:
    """Five cards a page, the caller's own first."""
    wanted, number = turned(as_wanted(call.person.id, sieve), sieve.page or "")
    total, cards = client_cards.page(call.tx, wanted, number, PAGE)
    pages = max(-(-total // PAGE), 1)
    if not cards and total:
        number = pages
        total, cards = client_cards.page(call.tx, wanted, number, PAGE)
    if not cards:
        return Answer(nobody(wanted))
    blocks: list[Block] = [Heading(_("Archived clients") if wanted.archived else _("Clients"))]
    for one in cards:
        blocks += card_of(one)
    count = ngettext("{n} client", "{n} clients", total).format(n=total)
    blocks.append(Note(f"{count}, {number}/{pages}"))
    buttons = [button for one in cards for button in card_buttons(one.version)]
    return Answer(Reply(tuple(blocks), (*buttons, *turning(wanted, number, pages))))


def as_wanted(person_id: str, sieve: Sieve) -> Wanted:
    """The options as the store takes them."""
    words = (sieve.search or "", sieve.tag or "", sieve.language or "")
    return Wanted(person_id, *words, hardness(sieve.difficulty or ""))


def hardness(text: str) -> int:
    """1 to 5, or 0 for whatever; RefusalError for anything else."""
    if text not in {"", *(one.value for one in DIFFICULTIES)}:
        raise RefusalError(Refusal.BAD_OPTION, option="difficulty", wanted=_("a number 1 to 5"))
    return int(text or 0)


def turned(wanted: Wanted, page: str) -> tuple[Wanted, int]:
    """What a page's token says: `number.archived.difficulty.language.tag.search`."""
    if page == "archived":
        return Wanted(wanted.owner_id, archived=True), 1
    digits, *rest = page.split(".", 5)
    number = int(digits[:4]) if digits.isascii() and digits.isdigit() else 1
    if len(rest) == 5:  # noqa: PLR2004 - as written in `turning`
        archived, difficulty, language, tag, search = rest
        hard = int(difficulty) if difficulty.isascii() and difficulty.isdigit() else 0
        wanted = Wanted(wanted.owner_id, search, tag, language, hard, archived == "a")
    return wanted, max(number, 1)


def turning(wanted: Wanted, number: int, pages: int) -> tuple[Button, ...]:
    """The way to the pages beside this one; a search too long for a button turns by typing."""
    rest = sieve_text(wanted)
    found = []
    if number > 1:
        found.append(Button(_("Previous"), token("client list", f"{number - 1}.{rest}")))
    if number < pages:
        found.append(Button(_("Next"), token("client list", f"{number + 1}.{rest}")))
    return tuple(one for one in found if len(one.token) <= MOST_TOKEN)


def sieve_text(wanted: Wanted) -> str:
    """What is looked for, as `turned` reads it."""
    hard = str(wanted.difficulty or "")
    parts = ("a" * wanted.archived, hard, wanted.language, wanted.tag, wanted.search)
    return ".".join(one.replace("|", " ") for one in parts)


def nobody(wanted: Wanted) -> Reply:
    """An empty list, with the way on."""
    text = _("No client fits that. Search for less, or make one.")
    if wanted.archived:
        text = _("Nothing is archived.")
    buttons = (
        Button(_("New client"), token("client new"), "primary"),
        Button(_("All clients"), token("client list")),
    )
    return Reply((Prose(text),), buttons)


def card_of(one: Card) -> tuple[Block, ...]:
    """One client in four lines."""
    facts = [state_of(one.version), "●" * one.difficulty + "○" * (5 - one.difficulty)]
    facts += [one.version.language, *one.tags[:5]]
    return (Rows((Row(one.version.name, one.summary[:200]),)), Note(" · ".join(facts)))


def state_of(version: ClientVersion) -> str:
    """Whose it is, and whether it can be used."""
    whose = _("library") if version.owner_id is None else _("yours")
    draft = _("draft") if version.status == Status.DRAFT else ""
    return ", ".join(filter(None, (whose, _("version {n}").format(n=version.version), draft)))


def card_buttons(version: ClientVersion) -> tuple[Button, ...]:
    """Read, try, assign."""
    name = version.name[:LONGEST_LABEL]
    if version.archived_at is not None:
        return (
            Button(_("Put back: {name}").format(name=name), token("client restore", version.id)),
        )
    found = [
        Button(_("View: {name}").format(name=name), token("client view", version.id)),
        Button(_("Test: {name}").format(name=name), token("client test", version.id)),
    ]
    if version.status == Status.PUBLISHED:
        label = _("Assign: {name}").format(name=name)
        found.append(Button(label, token("assign create", version.id), "primary"))
    return tuple(found)


@command(
    "client view",
    "One client: who it is, and what can be done with it",
    Action.WRITE_MATERIAL,
    Manner(button="client", reads=True),
)
def client_view(call: Call, client: Client) -> Answer:
    """The newest version, with every way on."""
    return Answer(screen(call, service.newest(call.tx, call.act, client)))


def screen(call: Call, version: ClientVersion) -> Reply:
    """One client as its teacher sees it."""
    profile = call.house.profile(call.tx, version.id)
    who = profile.identity
    rows = [
        Row(_("State"), state_of(version)),
        Row(_("Short name"), version.slug),
        Row(_("Language"), version.language),
        Row(_("Difficulty"), str(profile.difficulty)),
        Row(_("Talks"), f"{profile.voice.style.value}: {', '.join(profile.voice.traits)}"),
        Row(_("Facts"), str(len(profile.facts))),
    ]
    if profile.tags:
        rows.append(Row(_("Tags"), ", ".join(profile.tags)))
    blocks: list[Block] = [
        Heading(f"{who.name}, {who.age}"),
        Prose(profile.brief),
        Rows(tuple(rows)),
    ]
    if profile.content_warnings:
        blocks.append(Note("; ".join(profile.content_warnings)))
    for key, words in inert_texts(profile_to_data(profile)).items():
        text = _("Kept, but used nowhere ({key}): {text}")
        blocks.append(Note(text.format(key=key, text=words[:LONGEST_INERT])))
    used = clients.uses(call.tx, version.slug) if version.owner_id else ()
    if used:
        blocks.append(Note(_("Used in: {titles}").format(titles=", ".join(used))))
    return Reply(tuple(blocks), view_buttons(version))


def view_buttons(version: ClientVersion) -> tuple[Button, ...]:
    """The ways on; the library is only read, tried, assigned and copied."""

    def to(verb: str, label: str) -> Button:
        return Button(label, token(f"client {verb}", version.id))

    reading = (
        to("test", _("Test")),
        to("preview", _("Preview")),
        to("export", _("Export")),
    )
    assign = Button(_("Assign"), token("assign create", version.id), "primary")
    approve = Button(_("Approve"), token("client approve", version.id), "primary")
    usable = approve if version.status == Status.DRAFT else assign
    if version.owner_id is None:
        return (usable, *reading, to("adapt", _("Adapt")))
    away = (
        to("restore", _("Put back"))
        if version.archived_at is not None
        else to("archive", _("Archive"))
    )
    delete = Button(
        _("Delete"),
        token("client delete", version.id),
        "danger",
        confirm=_("Delete {name} with all its versions? This cannot be undone.").format(
            name=version.name
        ),
    )
    writing = (to("edit", _("Edit")), to("person", _("Person")), to("facts", _("Facts")))
    return (usable, *writing, *reading, to("adapt", _("Copy")), away, delete)


def saved_reply(saved: Saved, first: str) -> Reply:
    """What was kept, what should be mended, and the ways on."""
    version = saved.version
    blocks: list[Block] = [Heading(version.name), Prose(first)]
    if saved.blocking:
        lines = service.listed(tuple(map(str, saved.blocking)))
        text = _("It is a draft until this is mended:\n{lines}").format(lines=lines)
        blocks.append(Prose(text))
    elif version.status == Status.DRAFT:
        blocks.append(Prose(_("It is a draft: approve it before it is assigned.")))
    advice = len(saved.findings) - len(saved.blocking)
    if advice:
        text = ngettext("{n} piece of advice", "{n} pieces of advice", advice).format(n=advice)
        blocks.append(Note(text + ": " + "; ".join(map(str, saved.findings[:3]))[:500]))
    return Reply(tuple(blocks), view_buttons(version))


@command(
    "client adapt",
    "Copy a client, so that you can change it",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_adapt(
    call: Call,
    client: Client,
    name: Annotated[str | None, Option("another name for the copy", max_length=80)] = None,
) -> Answer:
    """The copy belongs to the caller; the original stays as it is."""
    original = service.newest(call.tx, call.act, client)
    saved = service.copy(call.tx, call.act, original, name)
    first = _("Copied from {name}, version {n}. The copy is yours.").format(
        name=original.name, n=original.version
    )
    return Answer(saved_reply(saved, first))


@command(
    "client approve",
    "Let a draft be assigned",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_approve(call: Call, client: OwnClient) -> Answer:
    """A draft, perhaps imported, becomes the version that is used from now on."""
    saved = service.approve(call.tx, call.act, client)
    return Answer(saved_reply(saved, _("Approved. It can be assigned now.")))


@command(
    "client archive",
    "Take a client out of your lists; nothing is lost",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_archive(call: Call, client: OwnClient) -> Answer:
    """Assignments and interviews that have it go on."""
    found = service.archive(call.tx, call.act, client, call.now)
    text = _("{name} is archived: out of the lists, but assignments that have it go on.")
    undo = Button(_("Undo"), token("client restore", found.id))
    return Answer(Reply((Prose(text.format(name=found.name)),), (undo,)))


@command(
    "client restore",
    "Put an archived client back",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_restore(call: Call, client: OwnClient) -> Answer:
    """The undo of archiving."""
    found = service.archive(call.tx, call.act, client, None)
    text = _("{name} is back in your lists.").format(name=found.name)
    view = Button(_("View"), token("client view", found.id))
    return Answer(Reply((Prose(text),), (view,)))


@command(
    "client delete",
    "Delete a client that nothing uses",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_delete(call: Call, client: OwnClient) -> Answer:
    """One that is in use is kept, and where is said."""
    found, used = service.remove(call.tx, call.act, client)
    if not used:
        return Answer(Reply((Prose(_("{name} is deleted.").format(name=found.name)),)))
    text = _("{name} is used in: {where}. It stays; you can archive it instead.")
    archive = Button(_("Archive"), token("client archive", found.id), "primary")
    return Answer(Reply((Prose(text.format(name=found.name, where=", ".join(used))),), (archive,)))
