"""/admin hold and release: a class of which nothing is deleted, typed in its channel."""

from typing import Annotated

from core.commands.admin import kept
from core.commands.spec import Answer, Call, Option, command
from core.domain.policy import Action
from core.domain.reply import Button, Heading, Prose, Reply, Row, Rows, say
from core.domain.teaching import Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import holds as service


def class_here(call: Call) -> Section:
    """The class of this channel, an archived one too."""
    if call.section is None:
        raise RefusalError(Refusal.NO_SECTION)
    return call.section


@command("admin hold", "Let nothing of the class of this channel be deleted", Action.HOLD)
def admin_hold(
    call: Call, reason: Annotated[str, Option("why; administrators read it", max_length=200)]
) -> Answer:
    """Neither by age nor by wish of a person, who is told that there is a hold."""
    section, why = class_here(call), " ".join(reason.split())
    if not why:
        raise RefusalError(Refusal.BAD_OPTION, option="reason", wanted=_("a reason"))
    service.begin(call.tx, kept(call), section, why)
    words = _(
        "Nothing of {name} is deleted from now on. Its teachers see that it is under a legal hold; "
        "whoever asks for deletion is told so and not why. /admin release ends it."
    )
    return Answer(say(words.format(name=section.name)))


@command("admin release", "End the legal hold of this channel's class", Action.HOLD)
def admin_release(call: Call) -> Answer:
    """Says what follows; the button asks once more."""
    section = class_here(call)
    if section.held_at is None:
        return Answer(say(_("{name} is under no legal hold.").format(name=section.name)))
    words = _(
        "What people have asked to be deleted meanwhile is then deleted at once, and what is too "
        "old in the next night."
    )
    button = Button(
        _("End the hold"),
        token("admin lift"),
        "danger",
        confirm=_("Really end it? What is deleted then does not come back."),
    )
    rows = Rows((Row(_("Legal hold since"), section.held_at),))
    return Answer(Reply((Heading(section.name), rows, Prose(words)), (button,)))


@command("admin lift", "Really end the hold", Action.HOLD)
def admin_lift(call: Call) -> Answer:
    """What the button presses."""
    section = class_here(call)
    effects = service.lift(call.tx, kept(call), section)
    return Answer(say(_("The hold of {name} has ended.").format(name=section.name)), effects)
