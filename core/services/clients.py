"""A teacher's clients: immutable versions, each edit a new one; the library is read-only."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import new_key
from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile, Status
from core.domain.teaching import ClientVersion
from core.errors import ProfileError, Refusal, RefusalError
from core.language import _
from core.library.finding import Finding
from core.library.lints import lint
from core.library.loader import profile_from_data, profile_to_data
from core.services.grants import Act
from core.store import clients
from core.store.clients import Content
from core.store.transaction import Transaction

MOST_NAMED = 8
LONGEST_SLUG = 48
SUFFIX = 4
Data = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Saved:
    """A version that was kept, and what an author should mend; blocking remarks make a draft."""

    version: ClientVersion
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.blocking)


def find(tx: Transaction, act: Act, ref: str) -> ClientVersion:
    """By version id or short name, own or of the library; anything else reads as not found."""
    found = clients.find(tx, ref) or clients.newest(tx, ref.strip().casefold())
    if found is None or found.owner_id not in {None, act.by.id}:
        raise RefusalError(Refusal.NOT_FOUND)
    return found


def newest(tx: Transaction, act: Act, ref: str) -> ClientVersion:
    """The newest version of what is named."""
    found = find(tx, act, ref)
    return clients.newest(tx, found.slug) or found


def own(tx: Transaction, act: Act, ref: str) -> ClientVersion:
    """The newest version of one's own client; RefusalError for one of the library."""
    found = newest(tx, act, ref)
    if found.owner_id is None:
        raise RefusalError(Refusal.LIBRARY, name=found.name)
    return found


def data_of(tx: Transaction, version: ClientVersion) -> Data:
    """The profile of a version as plain data, free to be changed."""
    text = clients.profile_text(tx, version.id)
    if text is None:
        raise RefusalError(Refusal.NOT_FOUND)
    data: Data = json.loads(text)
    return data


def read(data: Json, name: str) -> ClientProfile:
    """The profile; RefusalError names every field that is wrong."""
    try:
        return profile_from_data(data, name)
    except ProfileError as error:
        raise RefusalError(Refusal.UNFIT, what=listed(mistakes(error))) from error


def mistakes(error: ProfileError) -> tuple[str, ...]:
    """`field: what is wrong`, without file and line, which a form does not have."""
    return tuple(one.split(": ", 1)[-1] for one in error.findings)


def listed(lines: tuple[str, ...]) -> str:
    """The first few, one below the other."""
    more = len(lines) - MOST_NAMED
    shown = [f"- {line}" for line in lines[:MOST_NAMED]]
    return "\n".join([*shown, *([f"- … {more}"] if more > 0 else [])])


def add(tx: Transaction, act: Act, data: Data, *, draft: bool = False) -> Saved:
    """A new client of the caller's own, version 1."""
    identity = data.get("identity")
    name = str(identity.get("name", "")) if isinstance(identity, dict) else ""
    slug = free_slug(tx, name)
    return write(tx, act, prepare({**data, "id": slug, "version": 1}, draft=draft))


def change(tx: Transaction, act: Act, base: ClientVersion, data: Data) -> Saved:
    """The next version; a draft stays one until it is approved."""
    following = {**data, "id": base.slug, "version": base.version + 1}
    return write(tx, act, prepare(following, draft=base.status == Status.DRAFT))


def approve(tx: Transaction, act: Act, ref: str) -> Saved:
    """Publish a draft; RefusalError names what must be mended first."""
    base = own(tx, act, ref)
    if base.status == Status.PUBLISHED:
        raise RefusalError(Refusal.ALREADY_DONE)
    ready = prepare({**data_of(tx, base), "version": base.version + 1}, draft=False)
    blocking = tuple(str(one) for one in ready.findings if one.blocking)
    if blocking:
        raise RefusalError(Refusal.UNFIT, what=listed(blocking))
    return write(tx, act, ready)


@dataclass(frozen=True, slots=True)
class Ready:
    """A profile that can be kept, with the remarks on it."""

    profile: ClientProfile
    findings: tuple[Finding, ...]


def prepare(data: Data, *, draft: bool) -> Ready:
    """Read and look over; whatever has a blocking remark is a draft. RefusalError: wrong fields."""
    name = str(data["id"])
    profile = read({**data, "status": Status.PUBLISHED.value}, name)
    findings = lint(profile)
    if draft or any(one.blocking for one in findings):
        profile = read({**data, "status": Status.DRAFT.value}, name)
    return Ready(profile, findings)


def write(tx: Transaction, act: Act, ready: Ready) -> Saved:
    """Keep a version as the caller's own; RefusalError when another one was quicker."""
    profile = ready.profile
    made = ClientVersion(
        new_key(),
        profile.id,
        profile.version,
        profile.identity.name,
        profile.language,
        profile.status.value,
        act.by.id,
    )
    if not clients.add(tx, made, content_of(profile), act.now):
        raise RefusalError(Refusal.OVERTAKEN, name=made.name)
    return Saved(made, ready.findings)


def content_of(profile: ClientProfile) -> Content:
    """What the store keeps of a profile."""
    return Content(
        json.dumps(profile_to_data(profile), ensure_ascii=False),
        profile.sha256,
        profile.difficulty,
        profile.tags,
        " ".join(profile.brief.split())[:300],
    )


def free_slug(tx: Transaction, name: str) -> str:
    """A short name that is not taken in the workspace."""
    slug = slug_of(name)
    return slug if clients.newest(tx, slug) is None else f"{slug}-{new_key()[:SUFFIX]}"


def slug_of(name: str) -> str:
    """`María D'Souza` gives `maria-dsouza`; what has no Latin letter gives `client`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    kept = "".join(one if one.isalnum() or one.isspace() or one == "-" else "" for one in plain)
    return "-".join(kept.replace("-", " ").split())[:LONGEST_SLUG].strip("-") or "client"


def copy(tx: Transaction, act: Act, original: ClientVersion, name: str | None) -> Saved:
    """A copy of the caller's own; it is as usable as the original."""
    data = data_of(tx, original)
    identity = data["identity"]
    if name and isinstance(identity, dict):
        identity["name"] = " ".join(name.split())
    return add(tx, act, data, draft=original.status == Status.DRAFT)


def archive(tx: Transaction, act: Act, ref: str, at: datetime | None) -> ClientVersion:
    """Take one's own client out of the lists, or put it back; what runs goes on."""
    found = own(tx, act, ref)
    clients.archive(tx, found.slug, at)
    return found


def remove(tx: Transaction, act: Act, ref: str) -> tuple[ClientVersion, tuple[str, ...]]:
    """Delete one's own client; where it is used instead, when it is: then nothing is deleted."""
    found = own(tx, act, ref)
    used = clients.uses(tx, found.slug)
    if not used and clients.interviews(tx, found.slug):
        used = (_("interviews that were held with it"),)
    if not used:
        clients.remove(tx, found.slug)
    return found, used
