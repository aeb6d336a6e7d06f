"""What a teacher typed about an assignment, as changes: left out, taken away, or a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.assignment import LONGEST, MOST_ATTEMPTS, SHORTEST, Changes
from core.domain.datereading import read_dates
from core.domain.dates import Moment, exact
from core.domain.datewords import folded
from core.domain.event import Value, Values
from core.domain.teaching import (
    Assignment,
    ClientVersion,
    Pair,
    Person,
    Release,
    RubricVersion,
    Section,
)
from core.errors import Refusal, RefusalError
from core.language import _
from core.store import clients, rubrics
from core.store.transaction import Transaction

NONE = frozenset({"none", "no", "never", "clear", "unlimited", "-", "ninguno", "ninguna", "nunca"})
GRADED, NOTES, RUBRIC = "graded", "notes", "rubric"
SETTINGS = {GRADED: "graded", NOTES: "notes_allowed", RUBRIC: "show_rubric"}
DATES = {"due": "due_at", "available": "available_at"}
LATER = {"release_on": "release_at", "publish_on": "publish_at"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Who says it, of which class, and what stands there now."""

    tx: Transaction
    person: Person
    section: Section
    now: datetime
    current: Assignment | None = None
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What would change; `offers` are the readings of a due date, the likeliest first.

    `typed`: the date was written in words, so it is shown before anything happens.
    """

    changes: Changes
    offers: tuple[Moment, ...] = ()
    typed: bool = False


def read(desk: Desk, values: Values) -> Wish:
    """Only what differs from what stands; RefusalError names the first option that is wrong."""
    offers = read_date(desk, "due", values.get("due", "none"))
    found: dict[str, object] = {}
    for name in READERS.keys() & values.keys():
        found |= READERS[name](desk, name, values[name])
    found |= pairs_of(desk, values)
    follow_kind(desk, found)
    follow_date(desk, found)
    changes = {name: value for name, value in found.items() if differs(desk, name, value)}
    typed = bool(offers) and exact(str(values["due"]), desk.section.zone) is None
    return Wish(changes, offers, typed)


def differs(desk: Desk, name: str, value: object) -> bool:
    """Whether it is not so already."""
    if name in {"clients", "rubric"}:
        return True
    return desk.current is None or getattr(desk.current, name) != value


def follow_kind(desk: Desk, found: dict[str, object]) -> None:
    """Scores of graded work wait for the teacher unless something else was said."""
    graded = found.get("graded")
    before = desk.current.graded if desk.current else None
    if graded is None or graded == before or "release" in found:
        return
    found["release"] = Release.AFTER_REVIEW if graded else Release.AT_ONCE


def follow_date(desk: Desk, found: dict[str, object]) -> None:
    """A release date means: on that date; on a date needs one."""
    one = desk.current
    stands, date_stands = (one.release, one.release_at) if one else (None, None)
    wanted_date = found.get("release_at", date_stands)
    if wanted_date not in {None, date_stands} and found.get("release", stands) == stands:
        found["release"] = Release.ON_DATE
    if found.get("release") is Release.ON_DATE and wanted_date is None:
        wanted = _("the date on which scores are shown")
        raise RefusalError(Refusal.BAD_OPTION, option="release_on", wanted=wanted)


def is_none(value: Value) -> bool:
    """A word that takes a limit away."""
    return isinstance(value, str) and folded(value) in NONE


def read_date(desk: Desk, option: str, value: Value) -> tuple[Moment, ...]:
    """The readings of a date; empty when it shall be taken away; RefusalError if unreadable."""
    if is_none(value):
        return ()
    text, zone = str(value), desk.section.zone
    known = exact(text, zone)
    if known is not None and known.at == stands(desk, option):
        return (known,)
    found = read_dates(text, zone, desk.now)
    if not found:
        raise RefusalError(Refusal.BAD_DATE, option=option, typed=text[:60])
    return tuple(Moment(whole_minute(one.at), one.wall, zone, one.odd) for one in found)


def stands(desk: Desk, option: str) -> datetime | None:
    """The date as it is; it may be past by now and still stay."""
    found: datetime | None = getattr(desk.current, (DATES | LATER)[option], None)
    return found


def whole_minute(at: datetime) -> datetime:
    """Nobody means seconds."""
    return at.replace(second=0, microsecond=0)


def date(desk: Desk, name: str, value: Value) -> dict[str, object]:
    offers = read_date(desk, name, value)
    return {(DATES | LATER)[name]: offers[0].at if offers else None}


def text(_desk: Desk, name: str, value: Value) -> dict[str, object]:
    return {name: "" if is_none(value) else str(value).strip()}


def title(_desk: Desk, name: str, value: Value) -> dict[str, object]:
    plain = " ".join(str(value).split())
    if not plain:
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted=_("a title"))
    return {name: plain}


def number(field: str, least: int, most: int) -> "Read":
    """A whole number of a range, or none."""

    def read_number(_desk: Desk, name: str, value: Value) -> dict[str, object]:
        if is_none(value):
            return {field: None}
        digits = str(value).strip()
        if digits.isascii() and digits.isdigit() and least <= int(digits[:6]) <= most:
            return {field: int(digits[:6])}
        wanted = _("a whole number from {least} to {most}, or none").format(least=least, most=most)
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted=wanted)

    return read_number


def settings(_desk: Desk, name: str, value: Value) -> dict[str, object]:
    """What is ticked holds, what is not does not."""
    ticked = set(value) if isinstance(value, tuple) else {str(value)}
    unknown = sorted(ticked - set(SETTINGS) - NONE)
    if unknown:
        wanted = ", ".join(SETTINGS)
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted=wanted)
    return {field: key in ticked for key, field in SETTINGS.items()}


def release(_desk: Desk, name: str, value: Value) -> dict[str, object]:
    try:
        return {name: Release(str(value))}
    except ValueError as error:
        wanted = ", ".join(one.value for one in Release)
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted=wanted) from error


Read = Callable[[Desk, str, Value], dict[str, object]]
READERS: Mapping[str, Read] = {
    "title": title,
    "briefing": text,
    "due": date,
    "available": date,
    "release_on": date,
    "publish_on": date,
    "attempts": number("max_attempts", 1, MOST_ATTEMPTS),
    "time_limit": number("time_limit", SHORTEST, LONGEST),
    "settings": settings,
    "release": release,
}


def pairs_of(desk: Desk, values: Values) -> dict[str, object]:
    """The clients in their order with their rubrics, under the names that were changed."""
    if not {"clients", "rubric", "pairs"} & set(values):
        return {}
    stands = tuple((pair.client.id, pair.rubric_id) for pair in desk.pairs)
    typed = values.get("pairs")
    wanted = chosen(desk, values) if typed is None else from_lines(desk, str(typed))
    found: dict[str, object] = {}
    if [one for one, _rubric in wanted] != [one for one, _rubric in stands]:
        found["clients"] = wanted
    elif wanted != stands:
        found["rubric"] = wanted
    return found


def chosen(desk: Desk, values: Values) -> tuple[tuple[str, str | None], ...]:
    """The chosen clients; the rubric is for all of them, else each keeps its own."""
    own = {pair.client.id: pair.rubric_id for pair in desk.pairs}
    ids = picked(desk, values["clients"]) if "clients" in values else list(own)
    if "rubric" in values:
        own, common = {}, rubric(desk, str(values["rubric"]))
    else:
        common = next(iter(own.values()), None)
    return tuple((one, own.get(one, common)) for one in dict.fromkeys(ids))


def picked(desk: Desk, value: Value) -> list[str]:
    """The ids of the clients that a form names."""
    return [client(desk, one).id for one in value] if isinstance(value, tuple) else []


def from_lines(desk: Desk, lines: str) -> tuple[tuple[str, str | None], ...]:
    """One `client | rubric` a line."""
    found: dict[str, str | None] = {}
    for line in filter(str.strip, lines.splitlines()):
        who, _bar, by = line.partition("|")
        found[client(desk, who.strip()).id] = rubric(desk, by.strip()) if by.strip() else None
    return tuple(found.items())


def client(desk: Desk, wanted: str) -> ClientVersion:
    """A client by id, slug or the beginning of the name; one that is in stays as it is."""
    known = {pair.client.slug: pair.client for pair in desk.pairs}
    usable = clients.usable(desk.tx, desk.person.id)
    for one in (*known.values(), *usable):
        if is_called(one, wanted):
            return known.get(one.slug, one)
    names = ", ".join(one.name for one in usable[:8])
    raise RefusalError(Refusal.BAD_OPTION, option="clients", wanted=names)


def is_called(one: ClientVersion, wanted: str) -> bool:
    """Whether somebody who wrote this means that client."""
    plain = folded(wanted)
    if not plain:
        return False
    return wanted == one.id or plain == folded(one.slug) or folded(one.name).startswith(plain)


def rubric(desk: Desk, wanted: str) -> str | None:
    """A rubric by id, slug or name; None for none."""
    if is_none(wanted):
        return None
    plain = folded(wanted)
    for pair in desk.pairs:
        if wanted == pair.rubric_id or plain == folded(pair.rubric):
            return pair.rubric_id
    return usable_rubric(desk, wanted).id


def usable_rubric(desk: Desk, wanted: str) -> RubricVersion:
    """One that the teacher can assign; RefusalError names some when there is no such one."""
    plain = folded(wanted)
    usable: tuple[RubricVersion, ...] = rubrics.usable(desk.tx, desk.person.id)
    for one in usable:
        if wanted == one.id or plain in {folded(one.slug), folded(one.name)}:
            return one
    names = ", ".join(one.name for one in usable[:8])
    raise RefusalError(Refusal.BAD_OPTION, option="rubric", wanted=names)
