"""The short form of a client: its fields in the profile, and two people's changes to one client."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.jsonvalue import Json
from core.domain.profile import Style
from core.errors import ProfileError, Refusal, RefusalError
from core.language import _
from core.library.loader import profile_from_data
from core.library.starter import languages, starter
from core.services import clients as service
from core.services.clients import Data, Saved
from core.services.grants import Act
from core.services.materials import listed
from core.store import clients
from core.store.transaction import Transaction

PATHS: Mapping[str, tuple[str, ...]] = {
    "name": ("identity", "name"),
    "age": ("identity", "age"),
    "situation": ("brief",),
    "traits": ("voice", "traits"),
    "style": ("voice", "style"),
    "tags": ("tags",),
    "difficulty": ("difficulty",),
    "pronouns": ("identity", "pronouns"),
    "gender": ("identity", "gender"),
    "ethnicity": ("identity", "ethnicity"),
    "household": ("identity", "household"),
    "occupation": ("identity", "occupation"),
}
LISTS = frozenset({"traits", "tags"})
BACKGROUND = ("identity", "background")
NONE = "-"
Wanted = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed in different ways."""

    field: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit: a new version, or nothing because of `clashes`.

    `joined` are the fields that somebody else had changed meanwhile; both changes are in it.
    """

    saved: Saved | None
    clashes: tuple[Clash, ...] = ()
    joined: tuple[str, ...] = ()


def begin(language: str, wanted: Wanted, author: str) -> Data:
    """A whole client from a few words; RefusalError for a language without a beginning."""
    if language not in languages():
        offered = ", ".join(languages())
        raise RefusalError(Refusal.BAD_OPTION, option="language", wanted=offered)
    data = starter(language)
    put(data, BACKGROUND, str(wanted.get("situation") or ""))
    data["authors"] = [author[:120] or "–"]
    return changed(data, wanted)


def changed(data: Data, wanted: Wanted) -> Data:
    """A copy with what is given; a story that was the situation goes on being it."""
    made = copy.deepcopy(data)
    follows = get(data, BACKGROUND) == get(data, PATHS["situation"])
    for field, value in wanted.items():
        if value is not None:
            put(made, PATHS[field], as_data(field, value))
    if follows:
        put(made, BACKGROUND, get(made, PATHS["situation"]))
    return made


def as_data(field: str, value: str | int) -> Json:
    """What was typed as the profile keeps it; a hyphen empties a list."""
    if isinstance(value, int):
        return value
    if field in LISTS:
        parts = value.replace(";", ",").replace("\n", ",").split(",")
        return [" ".join(one.split()) for one in parts if one.strip(" " + NONE)]
    return value.strip() if field == "situation" else " ".join(value.split())


def shown(data: Data, fields: tuple[str, ...]) -> dict[str, str]:
    """The fields as a form shows them."""
    return {field: as_text(get(data, PATHS[field])) for field in fields}


def as_text(value: Json) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def get(data: Data, path: tuple[str, ...]) -> Json:
    """The value at a path."""
    found: Json = data
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def put(data: Data, path: tuple[str, ...], value: Json) -> None:
    """Set the value at a path of one or two keys."""
    target: Json = data if len(path) == 1 else data[path[0]]
    if isinstance(target, dict):
        target[path[-1]] = value


def examine(data: Data) -> dict[str, str]:
    """What is wrong with the fields of the form, by field."""
    try:
        profile_from_data(data, "client")
    except ProfileError as error:
        found: dict[str, str] = {}
        for finding in service.mistakes(error):
            path, _colon, what = finding.partition(": ")
            found.setdefault(field_at(path), what)
        return found
    return {}


def field_at(path: str) -> str:
    """The form's field for a path such as `voice.traits[2]`."""
    plain = path.partition("[")[0]
    known = {".".join(keys): field for field, keys in PATHS.items()}
    return known.get(plain, "situation")


def refuse(errors: Mapping[str, str]) -> None:
    """RefusalError that names each field; nothing when there is none."""
    if errors:
        lines = tuple(f"{field}: {what}" for field, what in errors.items())
        raise RefusalError(Refusal.UNFIT, what=listed(lines))


def edit(tx: Transaction, act: Act, ref: str, wanted: Wanted) -> Edited:
    """Change one's own client; what somebody else changed since the form was opened stays."""
    now = service.own(tx, act, ref)
    seen = clients.find(tx, ref) or now
    before, current = service.data_of(tx, seen), service.data_of(tx, now)
    made = {field: value for field, value in wanted.items() if differs(before, field, value)}
    theirs = tuple(one for one in PATHS if get(before, PATHS[one]) != get(current, PATHS[one]))
    clashes = clashing(current, theirs, made)
    if clashes:
        return Edited(None, clashes)
    if not made:
        raise RefusalError(Refusal.NOTHING_NEW)
    data = changed(current, made)
    refuse(examine(data))
    return Edited(service.change(tx, act, now, data), joined=theirs)


def clashing(current: Data, theirs: tuple[str, ...], mine: Wanted) -> tuple[Clash, ...]:
    """The fields that somebody else has set to something else than is wanted now."""
    return tuple(
        Clash(one, as_text(get(current, PATHS[one])), str(mine[one]))
        for one in theirs
        if differs(current, one, mine.get(one))
    )


def differs(data: Data, field: str, value: str | int | None) -> bool:
    """Whether a given value is another than the present one."""
    return value is not None and as_data(field, value) != get(data, PATHS[field])


def styles() -> dict[str, str]:
    """How a client can talk, in words."""
    return {
        Style.PLAIN.value: _("plainly and to the point"),
        Style.VERBOSE.value: _("at length, with much detail"),
        Style.TANGENT.value: _("wandering off to other things"),
        Style.UPSET.value: _("upset, close to anger or tears"),
        Style.RESERVED.value: _("little, and late"),
        Style.PLEASING.value: _("agreeably, as people want to hear it"),
    }
