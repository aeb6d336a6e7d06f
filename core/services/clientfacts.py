"""Facts and gates of a teacher's client as text: read, joined with what others changed, kept."""

from dataclasses import dataclass

from core.domain.jsonvalue import Json
from core.domain.teaching import ClientVersion
from core.errors import ProfileError, Refusal, RefusalError
from core.library.facttext import fact_from_text, fact_to_text
from core.library.gatetext import gates_from_text, gates_to_text
from core.library.loader import profile_from_data
from core.services import clients as service
from core.services.clients import Data, Saved
from core.services.grants import Act
from core.services.materials import listed
from core.store import clients
from core.store.transaction import Transaction

NEW = "new"


@dataclass(frozen=True, slots=True)
class Spot:
    """A fact of one version: by its place in the list, so that an id in a button stays short."""

    version: ClientVersion
    number: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: a new version, or the text as it is now because somebody was quicker."""

    saved: Saved | None
    now: str = ""
    removed: tuple[str, ...] = ()


def facts_of(data: Data) -> list[Data]:
    """The facts as plain data."""
    facts = data.get("facts")
    return [one for one in facts if isinstance(one, dict)] if isinstance(facts, list) else []


def locate(tx: Transaction, act: Act, ref: str, name: str = "") -> Spot:
    """`version.3`, or a client with the id of a fact; RefusalError for no such fact."""
    client, _dot, number = ref.partition(".")
    version = service.own(tx, act, client)
    seen = clients.find(tx, client) or version
    ids = [str(one["id"]) for one in facts_of(service.data_of(tx, seen))]
    return Spot(seen, place_of(number or name, ids))


def place_of(wanted: str, ids: list[str]) -> int | None:
    """Where the fact stands, by id or number; None for a new one, RefusalError for none."""
    if wanted in {"", NEW}:
        return None
    if wanted in ids:
        return ids.index(wanted)
    if wanted.isascii() and wanted.isdigit() and int(wanted) < len(ids):
        return int(wanted)
    raise RefusalError(Refusal.BAD_OPTION, option="fact", wanted=", ".join(ids))


def fact_text(tx: Transaction, place: Spot) -> str:
    """The fact as it stands."""
    if place.number is None:
        return ""
    return fact_to_text(facts_of(service.data_of(tx, place.version))[place.number])


def errors(data: Data, text: str, number: int | None) -> tuple[str, ...]:
    """What is wrong with a fact and with the client that it makes."""
    try:
        profile_from_data(with_fact(data, text, number), "client")
    except ProfileError as error:
        return tuple(one.removeprefix("fact:") for one in error.findings)
    return ()


def with_fact(data: Data, text: str, number: int | None) -> Data:
    """The client with one fact written anew; ProfileError for a fact that is none."""
    fact: Json = fact_from_text(text)
    facts: list[Json] = [*facts_of(data)]
    if number is None:
        facts.append(fact)
    else:
        facts[number] = fact
    return {**data, "facts": facts}


def write_fact(tx: Transaction, act: Act, place: Spot, text: str) -> Written:
    """The next version with the fact; nothing when somebody has changed the same one meanwhile."""
    now = service.own(tx, act, place.version.id)
    current = service.data_of(tx, now)
    number = None
    if place.number is not None:
        before = facts_of(service.data_of(tx, place.version))[place.number]
        number = number_now(current, before)
        if number is None:
            return Written(None, "–")
        if facts_of(current)[number] != before:
            return Written(None, fact_to_text(facts_of(current)[number]))
    found = errors(current, text, number)
    if found:
        raise RefusalError(Refusal.UNFIT, what=listed(found))
    return Written(service.change(tx, act, now, with_fact(current, text, number)))


def number_now(current: Data, fact: Data) -> int | None:
    """Where a fact stands by now; None when it is gone."""
    ids = [str(one["id"]) for one in facts_of(current)]
    return ids.index(str(fact["id"])) if str(fact["id"]) in ids else None


def gates_text(tx: Transaction, version: ClientVersion) -> str:
    """All gates as lines."""
    return gates_to_text(facts_of(service.data_of(tx, version)))


def gate_errors(data: Data, text: str) -> tuple[str, ...]:
    """What is wrong with the lines and with the client that they make."""
    facts, wrong = gates_from_text(facts_of(data), text)
    if wrong:
        return wrong
    try:
        profile_from_data(with_facts(data, facts), "client")
    except ProfileError as error:
        return tuple(named(one, facts) for one in service.mistakes(error))
    return ()


def named(mistake: str, facts: list[Data]) -> str:
    """`facts[2].gate.openness: …` as `sleep: gate.openness: …`."""
    if not mistake.startswith("facts["):
        return mistake
    number, _bracket, rest = mistake.removeprefix("facts[").partition("]")
    return f"{facts[int(number)]['id']}: {rest.removeprefix('.')}"


def with_facts(data: Data, facts: list[Data]) -> Data:
    """The client with other facts."""
    told: list[Json] = [*facts]
    return {**data, "facts": told}


def write_gates(tx: Transaction, act: Act, ref: str, text: str) -> Written:
    """The next version with the gates; nothing when somebody has changed a gate meanwhile."""
    now = service.own(tx, act, ref)
    seen = clients.find(tx, ref) or now
    if gates_text(tx, seen) != gates_text(tx, now):
        return Written(None, gates_text(tx, now))
    current = service.data_of(tx, now)
    found = gate_errors(current, text)
    if found:
        raise RefusalError(Refusal.UNFIT, what=listed(found))
    facts, _wrong = gates_from_text(facts_of(current), text)
    if facts_of(current) == facts or gates_to_text(facts) == gates_text(tx, now):
        raise RefusalError(Refusal.NOTHING_NEW)
    left = {str(one["id"]) for one in facts}
    removed = tuple(str(one["id"]) for one in facts_of(current) if str(one["id"]) not in left)
    saved = service.change(tx, act, now, with_facts(current, facts))
    return Written(saved, removed=removed)
