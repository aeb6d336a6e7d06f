"""What is said around the interview: the briefing, the controls, the client's line."""

from dataclasses import replace

from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, Speech
from core.domain.session import Session
from core.domain.teaching import Assignment
from core.domain.token import token
from core.language import _
from core.services.house import House, label


def label_of(session: Session) -> str:
    """What every message of the client must carry."""
    return f"TEST · {label(session.engine)}" if session.test else label(session.engine)


def controls(session: Session) -> tuple[Button, ...]:
    """What a student can always press."""
    return (
        Button(_("Pause"), token("pause", session.id)),
        end_button(session),
        Button(_("Help"), token("help", session.id)),
    )


def end_button(session: Session) -> Button:
    """Ending cannot be undone, so it asks."""
    counts = session.attempt is not None and not session.test
    number = f"attempt {session.attempt}" if counts else "the interview"
    return Button(
        _("End"),
        token("done", session.id),
        "danger",
        confirm=_("End the interview? This finishes {number}; your report follows at once.").format(
            number=number
        ),
    )


def brief(session: Session, profile: ClientProfile, assignment: Assignment | None) -> Reply:
    """What the student should know before the first word."""
    rows = [Row(_("Client"), f"{profile.identity.name}, {profile.identity.age}")]
    rows.append(Row(_("Where"), profile.setting.agency))
    if assignment is not None:
        rows.append(Row(_("Assignment"), attempt_text(session, assignment)))
        if assignment.due_at is not None:
            rows.append(Row(_("Due"), assignment.due_at))
        if assignment.time_limit is not None:
            minutes = assignment.time_limit
            text = _("{n} min; pauses do not count").format(n=minutes)
            rows.append(Row(_("Time limit"), text))
    blocks: list[Block] = [
        Heading(_("Interview with {name}").format(name=profile.identity.name)),
        Prose(profile.brief.strip()),
        Rows(tuple(rows)),
    ]
    if assignment is not None and assignment.briefing:
        blocks.append(Prose(assignment.briefing))
    if profile.content_warnings:
        blocks.append(
            Note(_("Content: {warnings}").format(warnings="; ".join(profile.content_warnings)))
        )
    blocks.append(
        Note(
            _(
                "{label_of}: a simulated person, nobody real. Type as you "
                "would speak; text in ((double brackets)) stays out of role. "
                "Pause whenever you need to."
            ).format(label_of=label_of(session))
        )
    )
    return Reply(tuple(blocks), controls(session))


def with_readers(brief: Reply, house: House, place: Place) -> Reply:
    """The briefing with the line that says who else can read this place."""
    platform = house.platforms.get(place.platform)
    readers = platform.capabilities.readers if platform else ""
    return replace(brief, blocks=(*brief.blocks, Note(_(readers)))) if readers else brief


def attempt_text(session: Session, assignment: Assignment) -> str:
    """`Title, attempt 1 of 3`."""
    of = f" of {assignment.max_attempts}" if assignment.max_attempts else ""
    return f"{assignment.title}, attempt {session.attempt}{of}"


def speech(session: Session, profile: ClientProfile, text: str) -> Reply:
    """One message of the client, labelled as what it is."""
    said = Speech(profile.identity.name, text, label_of(session))
    return Reply((said,), controls(session))


def boundary(session: Session) -> Reply:
    """The app's own word after abuse, said once it has happened again."""
    return Reply(
        (
            Note(
                _(
                    "Out of role: this is a simulated person, and words like these "
                    "end real conversations. You can go on in another tone, pause, "
                    "or end."
                )
            ),
        ),
        controls(session),
    )
