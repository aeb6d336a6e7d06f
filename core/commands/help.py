"""/help: what works here, for this person, in this place."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply
from core.domain.session import Session
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
    if found is not None and found.student_id == call.person.id and found.state.runs:
        return Answer(in_session(found))
    return Answer(outside(call))


def in_session(session: Session) -> Reply:
    """Inside an interview."""
    return Reply(
        (
            Heading(_("During the interview")),
            Prose(
                _(
                    "Type as you would speak; the client answers you here. The "
                    "client opens up when you listen: open questions, reflections "
                    "and empathy help; advice and judgement close doors."
                )
            ),
            Prose(
                _(
                    "Write ((like this)) to say something out of role. Pause "
                    "whenever you need to; nothing is lost. End brings your report."
                )
            ),
        ),
        briefing.controls(session),
    )


def outside(call: Call) -> Reply:
    """Anywhere else."""
    blocks: list[Block] = [
        Heading(_("Virtual Client")),
        Prose(
            _(
                "/practice shows your work and starts an interview with a "
                "simulated client. /sessions lists your interviews and reports."
            )
        ),
    ]
    if call.role is SectionRole.TEACHER:
        blocks.append(Prose(_("/class shows the interviews of this class.")))
    blocks.append(Note(_("All clients are simulated. Never type a real client's data.")))
    return Reply(tuple(blocks), (Button(_("See my work"), token("practice"), "primary"),))
