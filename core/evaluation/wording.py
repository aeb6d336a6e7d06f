"""A report in the chat: a dozen lines, and every number with the turns it counts."""

from collections.abc import Iterator

from core.domain.curve import Curve, CurveMark
from core.domain.reply import Heading, Note, Prose, Reply, Row, Rows
from core.evaluation.phrases import (
    ACTIONS,
    CAUSES,
    CONDITIONS,
    NONE,
    STEPS,
    counted,
    named,
    percent,
    points,
    quoted,
    ratio,
    turn_list,
)
from core.evaluation.values import FactRow, Highlight, Moment, Reached, Report
from core.language import _, gettext_noop, ngettext

PARTS = 6
ANSWERED = gettext_noop("answered")
UNITS = (gettext_noop("words"), gettext_noop("characters"))  # as `core.evaluation.metrics` has them


def chat_reply(report: Report, student: str = "") -> Reply:
    """The short version; quotes are the transcript's own characters.

    With a name it is headed for somebody else, who reads what the student reads.
    """
    words = (
        _("{student}: interview with {client}") if student else _("Your interview with {client}")
    )
    title = Heading(words.format(student=student, client=report.client_name))
    rows = Rows(tuple(_rows(report)))
    moments = tuple(Prose(moment_line(report, moment)) for moment in report.moments)
    ends = (Prose(worked_line(report)), Prose(step_line(report.next_step)))
    reader = (
        (Note(_("Worded for {student}, who is “you” here.").format(student=student)),)
        if student
        else ()
    )
    return Reply((title, *reader, rows, *moments, *ends, Note(small_print(report))))


def _rows(report: Report) -> Iterator[Row]:
    talk = report.talk
    share = percent(talk.student_words, talk.student_words + talk.client_words)
    yield Row(
        _("You spoke"),
        _("{share} of the {unit}, {turns}").format(
            share=share, unit=_(talk.unit), turns=_turns(talk.student_turns)
        ),
    )
    yield Row(_("Questions"), _questions(report))
    advice = counted(report.turns_of("advice"), PARTS)
    yield Row(_("Reflections"), reflections(report, PARTS))
    yield Row(_("Advice not asked for"), advice)
    yield Row(_("Openness"), openness_line(report))
    yield Row(_("What was told"), facts_line(report, PARTS))
    yield Row(_("Risk"), risk_line(report))


def _questions(report: Report) -> str:
    asked = (report.turns_of("open"), report.turns_of("closed"))
    return _("{open} open, {closed} closed").format(
        open=counted(asked[0], PARTS), closed=counted(asked[1], PARTS)
    )


def reflections(report: Report, most: int = 0) -> str:
    """How many of the turns, and the ratio to questions."""
    turns = report.turns_of("reflection")
    where = f" ({turn_list(turns, most)})" if turns else ""
    to_questions = ratio(len(turns), report.questions)
    return _("{count} of {turns}{where}; to questions {ratio}").format(
        count=len(turns), turns=_turns(report.read_turns), where=where, ratio=to_questions
    )


def _turns(count: int) -> str:
    return ngettext("{count} turn", "{count} turns", count).format(count=count)


def openness_line(report: Report) -> str:
    openness = report.openness
    if not openness.moves:
        return NONE
    way = _("{start} → {end} of 100, highest {highest}").format(
        start=points(openness.start), end=points(openness.end), highest=points(openness.highest)
    )
    if not openness.first_open:
        return way
    return _("{way}, open from turn {turn}").format(way=way, turn=openness.first_open)


def facts_line(report: Report, most: int = 0) -> str:
    opened = [row for row in report.facts if row.reached.is_open]
    turns = tuple(sorted(row.turn for row in opened if row.turn))
    where = f" ({turn_list(turns, most)})" if turns else ""
    return _("{count} of {all} facts{where}").format(
        count=len(opened), all=len(report.facts), where=where
    )


def risk_line(report: Report) -> str:
    """Per risk fact: opened, asked calmly, asked leading, not asked."""
    rows = [row for row in report.facts if row.risk]
    if not rows:
        return _("asked about {times}").format(times=counted(report.risk_questions, PARTS))
    return "; ".join(f"{row.title or _('a risk topic')}: {risk_words(row)}" for row in rows)


def risk_words(row: FactRow) -> str:
    if row.reached is Reached.OPENED:
        return _("told in turn {turn}").format(turn=row.turn)
    if row.reached is Reached.KNOWN:
        return _("told in an earlier interview")
    asked = [
        (_("asked calmly"), row.calm),
        (_("asked in a leading or pushing way"), row.leading),
    ]
    said = [f"{words} ({turn_list(turns, PARTS)})" for words, turns in asked if turns]
    return ", ".join(said) or _("not asked")


def moment_line(report: Report, moment: Moment) -> str:
    """Own words, what happened, a better line."""
    said = quoted(moment.said.text)
    return _("Turn {turn}, you: {said} {happened} Try: {better}").format(
        turn=moment.turn,
        said=said,
        happened=happened(report, moment),
        better=quoted(moment.better),
    )


def happened(report: Report, moment: Moment) -> str:
    """What the client did, how openness moved, and why."""
    did = f"{given_name(report)} {_(ACTIONS.get(moment.action, ANSWERED))}"
    if moment.cause in CONDITIONS:
        return f"{did}: {_(CONDITIONS[moment.cause])}."
    return _("{did}; openness {before} → {after} after {cause}.").format(
        did=did,
        before=points(moment.before),
        after=points(moment.after),
        cause=_(CAUSES.get(moment.cause, moment.cause)),
    )


def given_name(report: Report) -> str:
    return next(iter(report.client_name.split()), _("The client"))


def worked_line(report: Report) -> str:
    """The student's words where there are any, and what they brought."""
    found = report.worked
    said = f"{quoted(found.said.text)} " if found.said else ""
    if len(found.turns) != 1:
        return _("What worked: {what}").format(what=said + _brought(report, found))
    return _("What worked (turn {turn}): {what}").format(
        turn=found.turns[0], what=said + _brought(report, found)
    )


def _brought(report: Report, found: Highlight) -> str:
    if found.kind == "opened":
        title = next((row.title for row in report.facts if row.turn == found.turns[0]), "")
        return _("{name} told you something new: {title}.").format(
            name=given_name(report), title=title
        )
    if found.kind.startswith("rise:"):
        cause = named(CAUSES, (found.kind.removeprefix("rise:"),))
        return _("After {cause} {name} opened up the most.").format(
            cause=cause, name=given_name(report)
        )
    if found.kind == "talked":
        return _("You kept the talk going for {turns}.").format(turns=_turns(len(found.turns)))
    return _("You began an interview.")


def step_line(found: Highlight) -> str:
    where = f" ({turn_list(found.turns, PARTS)})" if found.turns else ""
    step = _(STEPS.get(found.kind, STEPS["follow"]))
    return _("Next step: {step}").format(step=f"{step}{where}")


def small_print(report: Report) -> str:
    """How the numbers were made, and what they leave out."""
    said = [_("Counted by rules from your words; every quote stands in the transcript.")]
    unread = report.talk.student_turns - report.read_turns
    if unread > 0:
        said.append(_("{turns} had no answer and are not counted.").format(turns=_turns(unread)))
    if report.read_turns and not report.pinned.lexicon:
        said.append(_("This language has no word list yet: only question marks were read."))
    return " ".join(said)


def curve_of(report: Report) -> Curve:
    """The openness curve with what was told, the ruptures, and the largest rises and falls."""
    openness = report.openness
    moves = {move.turn: move for move in openness.moves}
    told = [CurveMark(row.turn, "opened", row.title) for row in report.facts if row.turn]
    torn = [CurveMark(rupture.turn, "rupture", _("pushed back")) for rupture in report.ruptures]
    rises = [
        CurveMark(turn, "rise", named(CAUSES, moves[turn].gains[:1])) for turn in openness.rises
    ]
    falls = [
        CurveMark(turn, "fall", named(CAUSES, moves[turn].losses[:1])) for turn in openness.falls
    ]
    marks = sorted((*told, *torn, *rises, *falls), key=lambda mark: (mark.turn, mark.kind))
    pairs = tuple((move.turn, move.after) for move in openness.moves)
    return Curve(report.client_name, openness.start, pairs, tuple(marks))
