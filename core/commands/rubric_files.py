"""/rubric import and export: Canvas's CSV, YAML, JSON."""

from typing import Annotated

from core.commands.material import exporting, importing
from core.commands.rubric import RUBRIC
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Prose, Reply
from core.domain.token import token
from core.language import _, gettext_noop
from core.services import rubricfiles as service
from core.services.materials import listed

NAMES = {"canvas": "Canvas CSV", "yaml": "YAML", "json": "JSON"}

rubric_import = importing(
    RUBRIC,
    gettext_noop("Bring rubrics from a file; you see the weights before anything is saved"),
    gettext_noop("Canvas CSV, YAML or JSON"),
    service.IMPORT,
)
rubric_export = exporting(RUBRIC, gettext_noop("A rubric as a file"), NAMES, service.EXPORT)


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
