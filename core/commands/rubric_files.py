"""/rubric import and export: Canvas's CSV, YAML, JSON."""

from typing import Annotated

from core.commands.rubric import Which
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Prose, Reply, say
from core.domain.token import token
from core.domain.upload import read_upload
from core.errors import Refusal, RefusalError
from core.language import _
from core.library.rubricfile import FORMATS
from core.services import clientfiles, rubrics
from core.services import rubricfiles as service
from core.services.clients import listed

NAMES = {"canvas": "Canvas CSV", "yaml": "YAML", "json": "JSON"}
CHOICES = tuple(Choice(key, NAMES[key]) for key in FORMATS)


@command(
    "rubric import",
    "Bring rubrics from a file; you see the weights before anything is saved",
    Action.WRITE_MATERIAL,
)
def rubric_import(
    call: Call, file: Annotated[str, Option("Canvas CSV, YAML or JSON", kind="file")]
) -> Answer:
    """Read in the next turn."""
    read_upload(file)
    effects = clientfiles.ask(call.event, service.IMPORT, file=file)
    return Answer(say(_("Reading your file…")), effects)


@command(
    "rubric keep",
    "Save the rubrics of a file that was shown",
    Action.WRITE_MATERIAL,
    Manner(button="file"),
)
def rubric_keep(call: Call, file: Annotated[str, Option("which file", max_length=40)]) -> Answer:
    """What is sound goes in, the rest is named."""
    made, found = service.keep(call.tx, call.act, file)
    blocks: list[Block] = [Heading(_("Import rubrics"))]
    if made:
        blocks.append(Prose(_("Saved: {names}.").format(names=", ".join(one.name for one in made))))
    if found.messages:
        text = _("Left out:\n{lines}").format(lines=listed(found.messages))
        blocks.append(Prose(text))
    buttons = tuple(Button(one.name[:60], token("rubric view", one.id)) for one in made[:10])
    return Answer(Reply(tuple(blocks), buttons))


@command(
    "rubric export",
    "A rubric as a file",
    Action.WRITE_MATERIAL,
    Manner(button="rubric"),
)
def rubric_export(
    call: Call,
    rubric: Which,
    format: Annotated[  # noqa: A002 - the word that people type
        str, Option("which format", kind="select", choices=CHOICES, max_length=10)
    ] = "canvas",
) -> Answer:
    """The file follows privately."""
    if format not in FORMATS:
        raise RefusalError(Refusal.BAD_OPTION, option="format", wanted=", ".join(FORMATS))
    version = rubrics.find(call.tx, call.act, rubric)
    effects = clientfiles.ask(call.event, service.EXPORT, rubric=version.id, format=format)
    return Answer(say(_("Making your file…")), effects)
