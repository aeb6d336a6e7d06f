"""Rubrics from files and as files; what a file holds is shown before anything is kept."""

import asyncio

from core.domain import wording
from core.domain.event import Event, payload_of
from core.domain.ids import new_key
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.rubric import Rubric
from core.domain.rubricform import plain_number
from core.domain.teaching import RubricVersion
from core.domain.token import token
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.library.canvas import Found, scaled
from core.library.rubricfile import FORMATS, read_rubrics, write_rubric
from core.services import rubrics as service
from core.services.grants import Act
from core.services.house import House
from core.services.materialfiles import answering, author
from core.services.materials import listed
from core.store import files, rubrics
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

IMPORT, EXPORT = "rubric_import", "rubric_export"
MOST_TABLES = 5


async def bring(_database: Database, house: House, event: Event) -> Finish:
    """Read the file; show weights and sums, and keep the file for the press on Save."""
    raw = read_upload(payload_of(event).get("file", ""))
    found = await asyncio.to_thread(read_rubrics, raw)
    if not found.rubrics:
        raise RefusalError(Refusal.UNFIT, what=listed(found.messages))

    def show(tx: Transaction, act: Act) -> Reply:
        file = files.put(tx, "rubrics", "application/octet-stream", raw, "")
        files.own(tx, (file,), act.by.id)
        return shown(found, file.id)

    return answering(event, house, show)


def shown(found: Found, file_id: str) -> Reply:
    """What would go in, and what would not."""
    count = len(found.rubrics)
    text = ngettext("{n} rubric can go in.", "{n} rubrics can go in.", count).format(n=count)
    blocks: list[Block] = [Heading(_("Import rubrics")), Prose(text)]
    for one in found.rubrics[:MOST_TABLES]:
        blocks += [Prose(one.name), weights(one)]
    if count > MOST_TABLES:
        blocks.append(Note(", ".join(one.name for one in found.rubrics[MOST_TABLES:])))
    if found.messages:
        left = _("Left out:\n{lines}").format(lines=listed(found.messages))
        blocks.append(Prose(left))
    label = ngettext("Save {n} rubric", "Save {n} rubrics", count).format(n=count)
    return Reply(tuple(blocks), (Button(label, token("rubric keep", file_id), "primary"),))


def weights(rubric: Rubric) -> Table:
    """Every weight, and their sum."""
    cells = tuple(
        (one.name, f"{plain_number(one.weight * 100)} %", plain_number(one.most))
        for one in rubric.criteria
    )
    return Table((_("Criterion"), _("Weight"), _("Points")), cells)


def keep(tx: Transaction, act: Act, file_id: str) -> tuple[tuple[RubricVersion, ...], Found]:
    """Save what is sound in a file that was shown; each name that is taken is left out."""
    raw = files.content(tx, file_id)
    if raw is None:
        raise RefusalError(Refusal.STALE_BUTTON)
    found = read_rubrics(raw)
    made: list[RubricVersion] = []
    messages: list[str] = []
    for one in found.rubrics:
        try:
            made.append(take_in(tx, act, one))
        except RefusalError as error:
            messages.append(f"{one.name}: {error.values.get('what') or wording.word(error).text}")
    return tuple(made), Found(found.rubrics, tuple(messages))


def take_in(tx: Transaction, act: Act, rubric: Rubric) -> RubricVersion:
    """A new rubric, or the next version of the caller's own that the file was exported from."""
    known = rubrics.newest(tx, rubric.id)
    if known is not None and known.owner_id == act.by.id:
        return service.change(tx, act, known, rubric)
    return service.add(tx, act, rubric)


async def hand_out(database: Database, house: House, event: Event) -> Finish:
    """Write the file outside any transaction; check again who asks in the finishing one."""
    payload = payload_of(event)
    ref, name = payload.get("rubric", ""), payload.get("format", "")

    def load(tx: Transaction) -> tuple[RubricVersion, Rubric]:
        version = service.find(tx, author(tx, event, house), ref)
        return version, service.content(tx, version)

    version, rubric = await database.read(load, event.tenant)
    content = await asyncio.to_thread(write_rubric, rubric, name)

    def give(tx: Transaction, act: Act) -> Reply:
        service.find(tx, act, ref)
        return handed(tx, version, rubric, (name, content))

    return answering(event, house, give)


def handed(
    tx: Transaction, version: RubricVersion, rubric: Rubric, made: tuple[str, bytes]
) -> Reply:
    """The file; what Canvas cannot say is said."""
    name, content = made
    suffix, media_type = FORMATS[name]
    about = _("The rubric {name}, version {n}").format(name=version.name, n=version.version)
    file_name = f"{version.slug}_v{version.version}_{new_key()[:4]}.{suffix}"
    file = files.put(tx, file_name, media_type, content, about)
    blocks: list[Block] = [Prose(_("{name} as a file.").format(name=version.name))]
    if name == "canvas" and scaled(rubric):
        blocks.append(
            Note(_("Canvas knows no weights, so the points were scaled to weigh the same."))
        )
    return Reply(tuple(blocks), (), (file,))
