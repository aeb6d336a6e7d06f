"""A class list becomes a roster: compared first, shown, and carried out only when confirmed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, followed, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.roster import Past
from core.domain.rosterfile import RosterEntry, RosterFile, identity
from core.domain.teaching import Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError, SendError
from core.language import _, ngettext
from core.services import rosters
from core.services.grants import Act, check_section
from core.services.house import House
from core.store import audit, files, inbox, people, rosterlines, sections
from core.store.database import Database
from core.store.finish import Finish
from core.store.rosterlines import RosterLine
from core.store.transaction import Transaction

JOB = "roster_preview"
MOST_NAMED = 12
MEDIA = "application/vnd.virtual-client.roster+json"


@dataclass(slots=True)
class Wish:
    """A read file that waits for its confirmation; `users` are accounts found by e-mail."""

    section: str
    by: str
    remove: bool
    entries: tuple[RosterEntry, ...]
    problems: tuple[str, ...] = ()
    users: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """As it is kept between question and answer."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Wish":
        """Read it back."""
        given = json.loads(data)
        entries = tuple(
            RosterEntry(**(one | {"role": SectionRole(one["role"])})) for one in given["entries"]
        )
        return cls(**(given | {"entries": entries, "problems": tuple(given["problems"])}))


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the file, who it is (a user id for somebody whom we never met), its kept line."""

    entry: RosterEntry
    who: Person | str
    line: RosterLine | None


@dataclass(slots=True)
class Plan:
    """What the file would change."""

    add: list[Match] = field(default_factory=list)
    back: list[Match] = field(default_factory=list)
    invite: list[RosterEntry] = field(default_factory=list)
    link: list[Match] = field(default_factory=list)
    unchanged: int = 0
    waiting: int = 0
    missing: list[Person] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    @property
    def changes(self) -> int:
        """How much would be done, removals apart."""
        return len(self.add) + len(self.back) + len(self.invite)


def ask(tx: Transaction, act: Act, section: Section, read: RosterFile, *, remove: bool) -> Effects:
    """Keep what can be matched, forget the file, and compare in the next turn."""
    rosters.check_alive(section)
    wish = Wish(section.id, act.by.id, remove, read.entries, read.problems)
    ref = files.put(tx, "roster.json", MEDIA, wish.to_bytes(), "")
    event = act.event
    inbox.forget(tx, event.key)
    payload = {"draft": ref.id, "channel": section.place}
    return Effects(events=(followed(event, JOB, payload),))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Ask the platform who is in the channel, outside any transaction; then show the difference."""
    payload = payload_of(event)
    await database.read(lambda tx: load(tx, payload["draft"]), event.tenant)
    by_mail = await addresses(house, payload["channel"])

    def finish(tx: Transaction) -> Effects:
        wish = load(tx, payload["draft"])
        section = sections.find(tx, wish.section)
        if section is None:
            return NOTHING
        wish.users = {one.email: by_mail[one.email] for one in wish.entries if one.email in by_mail}
        files.replace(tx, payload["draft"], wish.to_bytes())
        reply = preview(section, wish, compare(tx, section, wish), payload["draft"])
        return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))

    return finish


async def addresses(house: House, channel: str) -> dict[str, str]:
    """Accounts of the channel by e-mail; none where the platform tells none or cannot be asked."""
    place = Place.parse(channel)
    platform = house.platforms.get(place.platform)
    try:
        found = await platform.members(place) if platform else ()
    except SendError:
        found = ()
    return {one.email.casefold(): one.user for one in found if one.email and not one.bot}


def load(tx: Transaction, draft: str) -> Wish:
    """RefusalError when it was confirmed, given up or is somebody else's."""
    data = files.content_of(tx, draft, MEDIA)
    if data is None:
        raise RefusalError(Refusal.STALE_BUTTON)
    return Wish.from_bytes(data)


def compare(tx: Transaction, section: Section, wish: Wish) -> Plan:
    """Every line against what is; four statements for a file of any length."""
    plan = Plan()
    pasts = people.pasts(tx, section.id)
    by_id = {one.id: one for one in people.ever_in(tx, section.id)}
    for match in matches(tx, section, wish, by_id):
        sort(plan, match, pasts)
    plan.missing = [one for one in by_id.values() if stays_out(plan, one, pasts)]
    return plan


def matches(
    tx: Transaction, section: Section, wish: Wish, by_id: Mapping[str, Person]
) -> Iterator[Match]:
    """Each entry with the line that was kept before, and whom it means: person, account, nobody."""
    lines = by_key(rosterlines.of_section(tx, section.id))
    known = people.find_users(tx, wish.users.values())
    for entry in wish.entries:
        line = next(filter(None, map(lines.get, keys(entry))), None)
        user = wish.users.get(entry.email, "")
        found = by_id.get(line.person_id or "") if line else None
        yield Match(entry, found or known.get(user) or user, line)


def by_key(lines: Iterable[RosterLine]) -> dict[tuple[str, str], RosterLine]:
    """The kept lines by what they are found again by."""
    return {key: line for line in lines for key in keys(as_entry(line))}


def stays_out(plan: Plan, person: Person, pasts: Mapping[str, Past]) -> bool:
    """A student now, of whom the file does not speak."""
    past = pasts.get(person.user)
    return past is not None and past.now is SectionRole.STUDENT and person.id not in plan.named


def keys(entry: RosterEntry) -> tuple[tuple[str, str], ...]:
    """What a line is found again by."""
    return tuple((kind, text.casefold()) for kind, text in identity(entry))


def sort(plan: Plan, match: Match, pasts: Mapping[str, Past]) -> None:
    """One line of the file into its pile; `who` is empty for somebody not found."""
    if not match.who:
        sort_unknown(plan, match)
        return
    past = past_of(plan, match, pasts)
    if past is None or past.now in {SectionRole.OUTSIDER, SectionRole.PENDING}:
        (plan.back if past and past.ended else plan.add).append(match)
        return
    plan.unchanged += 1
    if match.line is None or match.line.person_id is None:
        plan.link.append(match)


def past_of(plan: Plan, match: Match, pasts: Mapping[str, Past]) -> Past | None:
    """What somebody was before; who is known by an account alone was nothing yet."""
    if not isinstance(match.who, Person):
        return None
    plan.named.add(match.who.id)
    return pasts.get(match.who.user)


def sort_unknown(plan: Plan, match: Match) -> None:
    """Somebody to be invited, or who was and waits."""
    if match.line is None:
        plan.invite.append(match.entry)
    else:
        plan.waiting += 1


def as_entry(line: rosterlines.RosterLine) -> RosterEntry:
    """A kept line in the form of a read one."""
    return RosterEntry(0, line.name, line.email, line.login, line.sis)


def preview(section: Section, wish: Wish, plan: Plan, draft: str) -> Reply:
    """What would change, before anything does."""
    rows = (
        Row(_("Enrolled now"), str(len(plan.add))),
        Row(_("Come back"), str(len(plan.back))),
        Row(_("Unchanged"), str(plan.unchanged + plan.waiting)),
        Row(_("Not found here, get a code for /join"), str(len(plan.invite))),
        Row(_("In the class, not in the file"), str(len(plan.missing))),
    )
    heading = Heading(_("Class list for {section}").format(section=section.name))
    blocks: list[Block] = [heading, Rows(rows), *remarks(wish, plan)]
    removed = len(plan.missing) if wish.remove else 0
    if not plan.changes and not plan.link and not removed:
        return Reply((*blocks, Prose(_("Nothing would change."))))
    sure = _("Really remove who is not in the file? They are {n}.").format(n=removed)
    button = Button(_("Confirm"), token("roster confirm", draft), "primary", sure * bool(removed))
    return Reply(tuple(blocks), (button,))


def remarks(wish: Wish, plan: Plan) -> list[Block]:
    """Who is missing from the file, and which rows could not be used."""
    found: list[Block] = []
    if plan.missing:
        what = _("Will be removed: ") if wish.remove else _("Stay, although not in the file: ")
        found.append(Note(what + some([one.name or one.user for one in plan.missing], ", ")))
    if wish.problems:
        found.append(Note(_("Left out:") + "\n" + some(list(wish.problems), "\n")))
    return found


def some(texts: list[str], between: str) -> str:
    """The first of them, and that there are more."""
    return between.join(texts[:MOST_NAMED]) + ("…" if len(texts) > MOST_NAMED else "")


def confirm(tx: Transaction, act: Act, draft: str) -> tuple[Reply, Effects]:
    """Compare anew and carry it out; who confirms must still be the teacher who asked."""
    wish = load(tx, draft)
    if wish.by != act.by.id:
        raise RefusalError(Refusal.STALE_BUTTON)
    check_section(tx, Action.ROSTER_EDIT, wish.section, act)
    section = sections.find(tx, wish.section)
    if section is None:
        raise RefusalError(Refusal.NOT_FOUND)
    rosters.check_alive(section)
    plan = compare(tx, section, wish)
    newcomers = [come(tx, act, section, one) for one in (*plan.add, *plan.back)]
    keep_lines(tx, section, plan, act.now)
    gone = plan.missing if wish.remove else []
    for person in gone:
        people.withdraw(tx, section.id, person.id, act.now, "removed")
    files.drop(tx, draft)
    audit.record(tx, Entry(act.by.id, "import_roster", section.id, act.now, section.id))
    welcome = rosters.welcome(tx, section, newcomers)
    return done(len(newcomers), len(plan.invite), len(gone)), welcome


def keep_lines(tx: Transaction, section: Section, plan: Plan, now: datetime) -> None:
    """The lines of people who are there already, and of those who are still to come."""
    for match in plan.link:
        if isinstance(match.who, Person):
            keep_line(tx, section, match, match.who.id, now)
    for entry in plan.invite:
        rosterlines.add(tx, section.id, entry, None, now)


def come(tx: Transaction, act: Act, section: Section, match: Match) -> Person:
    """Enrol somebody of the file."""
    who = match.who
    person = who if isinstance(who, Person) else people.meet(tx, who, "", act.now)
    people.enrol(tx, section.id, person.id, match.entry.role, act.now)
    keep_line(tx, section, match, person.id, act.now)
    return person


def keep_line(
    tx: Transaction, section: Section, match: Match, person_id: str, now: datetime
) -> None:
    """Tie the kept line to the person; a new one when none waited."""
    if match.line is None:
        rosterlines.add(tx, section.id, match.entry, person_id, now)
    else:
        rosterlines.claim(tx, match.line.id, person_id)


def done(enrolled: int, invited: int, removed: int) -> Reply:
    """What was done."""
    parts = [
        ngettext("{n} person is enrolled.", "{n} people are enrolled.", enrolled).format(n=enrolled)
    ]
    if invited:
        parts.append(
            ngettext(
                "{n} line waits for its person; the list has a code for each.",
                "{n} lines wait for their people; the list has a code for each.",
                invited,
            ).format(n=invited)
        )
    if removed:
        parts.append(
            ngettext("{n} person was removed.", "{n} people were removed.", removed).format(
                n=removed
            )
        )
    buttons: tuple[Button, ...] = (Button(_("Roster"), token("roster show")),)
    if invited:
        buttons = (Button(_("Who is expected"), token("roster invited"), "primary"), *buttons)
    return Reply((Prose(" ".join(parts)),), buttons)
