"""A teacher's clients: immutable versions, each edit a new one; the library is read-only."""

import json
from dataclasses import dataclass

from core.domain.ids import new_key
from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile, Status
from core.domain.teaching import ClientVersion
from core.errors import ProfileError, Refusal, RefusalError
from core.language import gettext_noop
from core.library.finding import Finding
from core.library.lints import lint
from core.library.loader import profile_from_data, profile_to_data
from core.services.grants import Act
from core.services.materials import Kind, listed
from core.store import clients
from core.store.clients import Content
from core.store.transaction import Transaction

KIND = Kind(clients.SHELF, gettext_noop("interviews that were held with it"))
find = KIND.find
newest = KIND.newest
own = KIND.own
Data = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Saved:
    """A version that was kept, and what an author should mend; blocking remarks make a draft."""

    version: ClientVersion
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.blocking)


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


def add(tx: Transaction, act: Act, data: Data, *, draft: bool = False) -> Saved:
    """A new client of the caller's own, version 1."""
    identity = data.get("identity")
    name = str(identity.get("name", "")) if isinstance(identity, dict) else ""
    slug = KIND.free_slug(tx, name)
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


def copy(tx: Transaction, act: Act, original: ClientVersion, name: str | None) -> Saved:
    """A copy of the caller's own; it is as usable as the original."""
    data = data_of(tx, original)
    identity = data["identity"]
    if name and isinstance(identity, dict):
        identity["name"] = " ".join(name.split())
    return add(tx, act, data, draft=original.status == Status.DRAFT)
