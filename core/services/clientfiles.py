"""Clients from files and as files: YAML, JSON, character cards."""

import asyncio

from core.domain.event import Event, payload_of
from core.domain.profile import ClientProfile, Status
from core.domain.reply import Block, Button, FileRef, Heading, Note, Prose, Reply
from core.domain.teaching import ClientVersion
from core.domain.token import token
from core.domain.upload import read_upload
from core.errors import ProfileError, Refusal, RefusalError
from core.language import _
from core.library.card import inert_texts
from core.library.clientfile import FORMATS, read_client, write_client
from core.library.loader import profile_to_data
from core.services import clients as service
from core.services.clients import Saved
from core.services.grants import Act
from core.services.house import House
from core.services.materialfiles import answering, author
from core.services.materials import listed
from core.store import clients, files
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

IMPORT, EXPORT = "client_import", "client_export"
LONGEST_INERT = 500


async def bring(_database: Database, house: House, event: Event) -> Finish:
    """Read the file outside any transaction; keep the draft in the finishing one."""
    raw = read_upload(payload_of(event).get("file", ""))
    try:
        profile = await asyncio.to_thread(read_client, raw)
    except ProfileError as error:
        lines = listed(error.findings)
        raise RefusalError(Refusal.UNFIT, what=lines) from error

    def take(tx: Transaction, act: Act) -> Reply:
        return imported(take_in(tx, act, profile), profile)

    return answering(event, house, take)


def take_in(tx: Transaction, act: Act, profile: ClientProfile) -> Saved:
    """A draft: a new client, or the next version of the caller's own with that short name."""
    data = profile_to_data(profile)
    known = clients.newest(tx, profile.id)
    if known is not None and known.owner_id == act.by.id:
        following = {**data, "version": known.version + 1}
        return service.write(tx, act, service.prepare(following, draft=True))
    return service.add(tx, act, data, draft=True)


def imported(saved: Saved, profile: ClientProfile) -> Reply:
    """What came in, what must be mended, and what the file says that is used nowhere."""
    version = saved.version
    text = _(
        "{name} is in as a draft, version {n}, with {facts} facts. Nobody can meet it until you "
        "approve it."
    ).format(name=version.name, n=version.version, facts=len(profile.facts))
    blocks: list[Block] = [Heading(version.name), Prose(text)]
    if saved.blocking:
        lines = listed(tuple(map(str, saved.blocking)))
        blocks.append(Prose(_("To be mended before:\n{lines}").format(lines=lines)))
    for key, words in inert_texts(profile_to_data(profile)).items():
        shown = words[:LONGEST_INERT]
        blocks.append(Note(_("Kept, but used nowhere ({key}): {text}").format(key=key, text=shown)))
    return Reply(tuple(blocks), ways(saved))


def ways(saved: Saved) -> tuple[Button, ...]:
    """Approve only what can be approved."""
    ref = saved.version.id
    approve = Button(_("Approve"), token("client approve", ref), "primary")
    others = (
        Button(_("View"), token("client view", ref)),
        Button(_("Preview"), token("client preview", ref)),
        Button(_("Test"), token("client test", ref)),
    )
    return others if saved.blocking else (approve, *others)


async def hand_out(database: Database, house: House, event: Event) -> Finish:
    """Write the file outside any transaction; check again who asks in the finishing one."""
    payload = payload_of(event)
    ref, name = payload.get("client", ""), payload.get("format", "")

    def load(tx: Transaction) -> tuple[ClientVersion, ClientProfile]:
        version = service.find(tx, author(tx, event, house), ref)
        return version, house.profile(tx, version.id)

    version, profile = await database.read(load, event.tenant)
    content = await asyncio.to_thread(write_client, profile, name)

    def give(tx: Transaction, act: Act) -> Reply:
        service.find(tx, act, ref)
        return handed(kept(tx, version, name, content), version)

    return answering(event, house, give)


def kept(tx: Transaction, version: ClientVersion, name: str, content: bytes) -> FileRef:
    """The file in the store."""
    suffix, media_type = FORMATS[name]
    about = _("{name}, version {n}, with all facts and gates")
    return files.put(
        tx,
        f"{version.slug}_v{version.version}.{suffix}",
        media_type,
        content,
        about.format(name=version.name, n=version.version),
    )


def handed(file: FileRef, version: ClientVersion) -> Reply:
    """The file, with a word of caution."""
    text = _("{name} as a file. It holds everything that is locked: for teachers only.")
    draft = _("This version is a draft.") if version.status == Status.DRAFT else ""
    return Reply((Prose(" ".join((text.format(name=version.name), draft)).strip()),), (), (file,))
