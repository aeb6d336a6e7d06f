"""What a teacher sees while reviewing: the queue, a grading, a criterion, the blind marks."""

from dataclasses import replace

from core.commands.blindscreens import title_of
from core.commands.spec import Call
from core.domain.grading import Grade, Ruling
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Speech, Table, say
from core.domain.rubric import Criterion
from core.domain.session import Role
from core.domain.teaching import Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.gradewords import criterion_blocks, short_blocks
from core.language import _, ngettext
from core.services.reviews import Spot
from core.store import contests, evaluations, messages, review_queue, sessions
from core.store.contests import Contest
from core.store.review_queue import Line
from core.store.transaction import Transaction

PAGE = 8
MOST_CONTESTS = 5
LINES = 30


def queue(tx: Transaction, section: Section, page: int) -> Reply:
    """One page, oldest first."""
    found = review_queue.lines(tx, section.id, PAGE + 1, (page - 1) * PAGE)
    asked = contests.waiting(tx, section.id, MOST_CONTESTS)
    if not found and not asked and page == 1:
        text = _("Nothing waits for you. Grades come here when interviews end.")
        button = Button(_("How far the grader agrees"), token("review passport"))
        return Reply((Heading(_("Review")), Prose(text)), (button,))
    cells = tuple(cells_of(one) for one in found[:PAGE])
    header = (_("Student"), _("Work"), _("Client"), _("Decided"))
    blocks: list[Block] = [Heading(_("Review: {section}").format(section=section.name))]
    blocks += [Table(header, cells)] if cells else []
    blocks += [Speech(_("A question"), one.text) for one in asked]
    following = str(page + 1) if len(found) > PAGE else ""
    return Reply(tuple(blocks), queue_buttons(found[:PAGE], asked, following))


def queue_buttons(
    shown: tuple[Line, ...], asked: tuple[Contest, ...], following: str
) -> tuple[Button, ...]:
    """Into each grading, to each answer, to the next page."""
    buttons = [
        Button(f"{one.student or _('somebody')}: {one.client}", token("review open", one.id))
        for one in shown
    ]
    for number, contest in enumerate(asked, start=1):
        label = _("Answer {n}").format(n=number)
        buttons.append(Button(label, token("review answer", contest.id), "primary"))
    if following:
        buttons.append(Button(_("Next page"), token("review queue", following)))
    return tuple(buttons)


def cells_of(one: Line) -> tuple[str, str, str, str]:
    """One line of the queue."""
    attempt = f" ({one.attempt})" if one.attempt else ""
    decided = _("mark blind") if one.hidden else f"{one.decided} / {one.criteria}"
    return one.student or "–", f"{one.assignment}{attempt}", one.client, decided


def grading(tx: Transaction, grade: Grade) -> Reply:
    """All criteria, and the way to the first that is undecided."""
    made = grade.evaluation
    numbers = {one.id: number for number, one in enumerate(grade.criteria)}
    buttons = [
        Button(
            one.name[:60],
            token("review criterion", f"{made.id}.{numbers[one.id]}"),
            "primary" if one in grade.undecided else "plain",
        )
        for one in grade.criteria
    ]
    buttons.append(Button(_("Confirm what the gate trusts"), token("review trust", made.id)))
    buttons.append(Button(_("Transcript"), token("review read", made.id)))
    if not grade.undecided and made.released_at is None:
        buttons.append(release_button(grade))
    head = Heading(title_of(tx, grade))
    left = len(grade.undecided)
    words = ngettext("{n} criterion is undecided.", "{n} criteria are undecided.", left)
    return Reply((head, *short_blocks(grade), Note(words.format(n=left))), tuple(buttons))


def release_button(grade: Grade) -> Button:
    """It goes to the student at once."""
    sure = _("Release this grade to the student? It cannot be taken back, only corrected.")
    return Button(_("Release"), token("release", grade.evaluation.id), "primary", sure)


def criterion(call: Call, where: Spot) -> Reply:
    """Evidence, reasons, history, and the ways to rule."""
    one, grade = where.criterion, where.grade
    session = sessions.find(call.tx, grade.evaluation.session_id)
    client = call.house.profile(call.tx, session.client_id).identity.name if session else ""
    blocks = [*criterion_blocks(grade, one, client), *history(grade, one)]
    levels = Note("; ".join(f"{n}: {text}" for n, text in enumerate(one.levels)))
    buttons = [Button(_("Change"), token("review change", where.target))]
    if grade.levels.get(one.id) is not None:
        confirm = Button(_("Confirm"), token("review confirm", where.target), "primary")
        buttons.insert(0, confirm)
    shown = {proof.hash for proof in grade.shown_proofs(one.id)}
    for number, proof in enumerate(grade.finding(one.id).proofs):
        if proof.hash in shown:
            label = _("Strike quote {n}").format(n=number + 1)
            buttons.append(Button(label, token("review strike", f"{where.target}.{number}")))
    buttons.append(Button(_("All criteria"), token("review open", grade.evaluation.id)))
    return Reply((*blocks, levels), tuple(buttons))


def history(grade: Grade, one: Criterion) -> tuple[Block, ...]:
    """Machine first, then every ruling, oldest first."""
    found = grade.finding(one.id)
    rows = [(_("Grader"), "–" if found.level is None else str(found.level))]
    for verdict in grade.verdicts:
        if verdict.criterion == one.id and verdict.ruling is not Ruling.STRIKE:
            name = grade.name_of(verdict.by) or _("Teacher")
            rows.append((f"{name} · {verdict.ruling.value}", str(verdict.level)))
    return (Table((_("Who"), _("Level")), tuple(rows)),) if len(rows) > 1 else ()


def after(call: Call, where: Spot) -> Reply:
    """The next criterion that is undecided, else the whole with its release."""
    grade = replace(
        where.grade, verdicts=evaluations.verdicts_of(call.tx, where.grade.evaluation.id)
    )
    if not grade.undecided:
        return grading(call.tx, grade)
    following = next(number for number, one in enumerate(grade.criteria) if one in grade.undecided)
    return criterion(call, Spot(grade, following))


def released(out: int, left: int) -> Reply:
    """How many went out, how many wait."""
    sent = ngettext("{n} grade is released.", "{n} grades are released.", out).format(n=out)
    if not left:
        return say(sent)
    words = ngettext("{n} is not decided yet.", "{n} are not decided yet.", left)
    button = Button(_("What waits"), token("review queue"))
    return say(sent, words.format(n=left), buttons=(button,))


def transcript(call: Call, grading_id: str, session_id: str, page: int) -> Reply:
    """The lines in role, a page of them, each with the number of its turn."""
    session = sessions.find(call.tx, session_id)
    if session is None:
        raise RefusalError(Refusal.NOT_FOUND)
    client = call.house.profile(call.tx, session.client_id).identity.name
    names = {Role.STUDENT: _("Student"), Role.CLIENT: client}
    lines = [one for one in messages.of_session(call.tx, session_id) if one.role in names]
    shown = lines[(page - 1) * LINES : page * LINES]
    said = tuple(Speech(f"{one.turn} {names[one.role]}", one.text) for one in shown)
    more = Button(_("More"), token("review read", f"{grading_id}.{page + 1}"))
    back = Button(_("Back"), token("review open", grading_id), "primary")
    buttons = (more, back) if len(lines) > page * LINES else (back,)
    return Reply((Heading(_("Transcript")), *said), buttons)
