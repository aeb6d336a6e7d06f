"""/client: look through the clients, adapt one of the library, put away or delete one's own."""

from dataclasses import dataclass
from textwrap import shorten
from typing import Annotated

from core.commands.material import Noun, archiving, deleting, restoring, state_of
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.profile import Status
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import ClientVersion
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop, ngettext
from core.library.card import inert_texts
from core.library.loader import profile_to_data
from core.services import clients as service
from core.services.clients import Saved
from core.services.materials import listed
from core.store import client_cards
from core.store.client_cards import Card, Wanted

PAGE = 5
SUMMARY = 200
LONGEST_LABEL = 60
LONGEST_INERT = 500
MOST_TOKEN = 100
DIFFICULTIES = tuple(Choice(str(one), "●" * one) for one in range(1, 6))


def offered(call: Call, typed: str) -> tuple[ClientVersion, ...]:
    """The caller's own clients and the library's, by what is typed."""
    _total, found = client_cards.page(call.tx, Wanted(call.person.id, typed), 1, 25)
    return tuple(one.version for one in found)


CLIENT = Noun(
    "client",
    service.KIND,
    offered,
    gettext_noop("which client"),
    gettext_noop("which of your clients"),
)
Client = Annotated[str, CLIENT.any]
OwnClient = Annotated[str, CLIENT.own]


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
    facts = [standing(one.version), "●" * one.difficulty + "○" * (5 - one.difficulty)]
    facts += [one.version.language, *one.tags[:5]]
    summary = shorten(one.summary, SUMMARY, placeholder=" …")
    return (Rows((Row(one.version.name, summary),)), Note(" · ".join(facts)))


def standing(version: ClientVersion) -> str:
    """Whose it is, and whether it can be used."""
    draft = _("draft") if version.status == Status.DRAFT else ""
    return ", ".join(filter(None, (state_of(version), draft)))


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
        Row(_("State"), standing(version)),
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
    used = service.KIND.uses(call.tx, version)
    if used:
        blocks.append(Note(_("Used in: {titles}").format(titles=", ".join(used))))
    return Reply(tuple(blocks), view_buttons(version))


def view_buttons(version: ClientVersion) -> tuple[Button, ...]:
    """The ways on; the library is only read, tried, assigned and copied."""

    def to(verb: str, label: str) -> Button:
        return CLIENT.way(verb, label, version)

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
    writing = (to("edit", _("Edit")), to("person", _("Person")), to("facts", _("Facts")))
    return (usable, *writing, *reading, to("adapt", _("Copy")), *CLIENT.away(version))


def saved_reply(saved: Saved, first: str) -> Reply:
    """What was kept, what should be mended, and the ways on."""
    version = saved.version
    blocks: list[Block] = [Heading(version.name), Prose(first)]
    if saved.blocking:
        lines = listed(tuple(map(str, saved.blocking)))
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


client_archive = archiving(CLIENT, gettext_noop("Take a client out of your lists; nothing is lost"))
client_restore = restoring(CLIENT, gettext_noop("Put an archived client back"))
client_delete = deleting(CLIENT, gettext_noop("Delete a client that nothing uses"))
