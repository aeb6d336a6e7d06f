"""/debrief: what a class may see of its own work; previewed, consented to, then posted."""

from typing import Annotated

from core.commands.review import assignments_here
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import say
from core.language import _, ngettext
from core.services import debriefing, pictures

Work = Annotated[str, Option("which assignment", complete=assignments_here, max_length=100)]


@command(
    "debrief",
    "What your class did, for all to see",
    Action.ANNOUNCE,
    Manner(button="assignment", reads=True),
)
def debrief(call: Call, assignment: Work) -> Answer:
    """The preview; nothing is posted yet."""
    work = debriefing.find(call.tx, call.act, assignment)
    reply = debriefing.preview(call.tx, call.house, work)
    return Answer(reply, pictures.ask(call.event, "criteria", work.section_id, work=work.id))


@command("debrief quotes", "Ask students for quotes", Action.ANNOUNCE, Manner(button="assignment"))
def debrief_quotes(call: Call, assignment: Work) -> Answer:
    """At most three lines that worked; each student decides alone."""
    work = debriefing.find(call.tx, call.act, assignment)
    count, effects = debriefing.ask_for_quotes(call.tx, call.act, work)
    words = ngettext("{n} student is asked.", "{n} students are asked.", count)
    return Answer(say(words.format(n=count)), effects)


@command("debrief post", "Post the debrief", Action.ANNOUNCE, Manner(button="assignment"))
def debrief_post(call: Call, assignment: Work) -> Answer:
    """To the class channel."""
    work = debriefing.find(call.tx, call.act, assignment)
    effects = debriefing.order(call.tx, call.house, call.act, work)
    return Answer(say(_("It is on its way to the class channel.")), effects)


@command("quote", "Let a line of yours out, or not", Action.OWN_DATA, Manner(button="target"))
def quote(call: Call, target: Annotated[str, Option("which line", max_length=40)]) -> Answer:
    """The student's word; it may be changed until the debrief is posted."""
    agreed = debriefing.answer(call.tx, call.act, target)
    yes = _("Thank you. The class may see this line, without your name.")
    no = _("It stays yours. Nobody is told.")
    return Answer(say(yes if agreed else no))
