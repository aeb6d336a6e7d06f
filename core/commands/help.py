"""/help: what works here and now, for this person, in this place."""

from typing import Annotated

from core.commands.helplines import lines_for
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.session import Session, SessionState
from core.domain.teaching import SectionRole
from core.domain.token import token
from core.language import _
from core.services import briefing
from core.store import sessions


@command("help", "What works here", Action.HELP, Manner(button="session", reads=True))
def help_here(
    call: Call, session: Annotated[str | None, Option("which interview", max_length=40)] = None
) -> Answer:
    """Knows the role, the place and the state of the interview in it."""
    found = sessions.find(call.tx, session) if session else None
    found = found or sessions.find_lane(call.tx, call.event.lane_key)
    if found is not None and found.student_id == call.person.id:
        return Answer(in_session(found) if found.state.runs else after_session(found))
    return Answer(outside(call))


def in_session(session: Session) -> Reply:
    """Inside an interview, by its state."""
    if session.state is SessionState.PAUSED:
        return paused(session)
    if session.state is not SessionState.ACTIVE:
        text = _("This interview is being opened. A moment, then go on where you were.")
        return Reply((Prose(text),), (Button(_("My interviews"), token("sessions")),))
    return Reply(
        (
            Heading(_("During the interview")),
            Prose(
                _(
                    "Type as you would speak; the client answers you here. The client opens up "
                    "when you listen: open questions, reflections and empathy help; advice and "
                    "judgement close doors."
                )
            ),
            Prose(
                _(
                    "Write ((like this)) to say something out of role. Pause whenever you need "
                    "to; nothing is lost. End brings your report."
                )
            ),
        ),
        briefing.controls(session),
    )


def paused(session: Session) -> Reply:
    """While it is paused."""
    text = _("The interview is paused: nothing that you type reaches the client, no time runs.")
    resume = Button(_("Resume"), token("resume", session.id), "primary")
    return Reply((Heading(_("Paused")), Prose(text)), (resume, briefing.end_button(session)))


def after_session(session: Session) -> Reply:
    """Where an interview was."""
    text = _("This interview is over. Its report and transcript stay yours to read.")
    return Reply(
        (Heading(_("After the interview")), Prose(text)),
        (
            Button(_("Feedback"), token("feedback", session.id)),
            Button(_("Export"), token("export", session.id)),
            Button(_("Practise again"), token("practice", session.assignment_id or ""), "primary"),
        ),
    )


def outside(call: Call) -> Reply:
    """Anywhere else: what this person can do, and the next step of who can do little."""
    blocks: list[Block] = [Heading(_("Virtual Client"))]
    if call.section is not None and call.role is not SectionRole.OUTSIDER:
        blocks.append(Prose(_("This is the channel of {name}.").format(name=call.section.name)))
    first, buttons = by_role(call)
    if first:
        blocks.append(Prose(first))
    rows = tuple(Row(f"/{name}", about) for name, about in lines_for(call.standing))
    blocks.append(Rows(rows))
    blocks.append(Note(_("All clients are simulated. Never type a real client's data.")))
    return Reply(tuple(blocks), buttons)


def by_role(call: Call) -> tuple[str, tuple[Button, ...]]:
    """The first sentence, and the buttons under it."""
    if call.role is SectionRole.PENDING:
        return _("You have asked to join; your teacher approves newcomers."), ()
    if call.role is SectionRole.OUTSIDER:
        return newcomer(call)
    work = Button(_("See my work"), token("practice"), "primary")
    if call.role is SectionRole.STUDENT:
        return "", (work, Button(_("My interviews"), token("sessions")))
    if call.role is SectionRole.TA:
        return "", (Button(_("Who is in the class"), token("roster show"), "primary"), work)
    report = Button(_("Report of the class"), token("report class"), "primary")
    return "", (report, Button(_("Watch live"), token("monitor")), work)


def newcomer(call: Call) -> tuple[str, tuple[Button, ...]]:
    """Somebody who is in no class here."""
    if call.standing.granted:
        text = _("You may teach: make a class of this channel, and everybody in it can practise.")
        return text, (Button(_("Make a class"), token("section setup"), "primary"),)
    text = _(
        "You are in no class here. Join the channel of your class, then you can practise; your "
        "teacher may have to approve it."
    )
    return text, ()
