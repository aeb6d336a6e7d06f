"""A report in a file: every section of it, every turn that a number counts."""

from collections.abc import Iterator

from core.domain.reply import Block, Heading, Note, Prose, Row, Rows, Speech, Table
from core.evaluation.phrases import (
    BEHAVIOURS,
    CAUSES,
    CONDITIONS,
    DEPTHS,
    NONE,
    SIGNALS,
    counted,
    duration,
    named,
    percent,
    points,
    turn_list,
)
from core.evaluation.values import FactRow, Movement, Reached, Report
from core.evaluation.wording import (
    facts_line,
    happened,
    openness_line,
    reflections,
    risk_words,
    small_print,
    step_line,
    worked_line,
)
from core.language import _, gettext_noop

_REACHED = {
    Reached.KNOWN: gettext_noop("known from before"),
    Reached.OPENED: gettext_noop("told"),
    Reached.HINTED: gettext_noop("hinted at"),
    Reached.SHUT: gettext_noop("asked about, not told"),
    Reached.UNTOUCHED: gettext_noop("not asked about"),
}


def full_blocks(report: Report) -> tuple[Block, ...]:
    """The long version, section by section."""
    parts = (_summary, _moments, _talk, _turns, _facts, _risk, _openness, _ruptures, _pace)
    return tuple(block for part in parts for block in part(report))


def _summary(report: Report) -> Iterator[Block]:
    yield Heading(_("Report"))
    yield Prose(worked_line(report))
    yield Prose(step_line(report.next_step))


def _moments(report: Report) -> Iterator[Block]:
    if report.moments:
        yield Heading(_("Moments to try again"))
    for moment in report.moments:
        yield Speech(_("You, turn {turn}").format(turn=moment.turn), moment.said.text)
        if moment.answer:
            yield Speech(report.client_name, moment.answer.text)
        yield Prose(happened(report, moment))
        yield Speech(_("A line to try"), moment.better)


def _talk(report: Report) -> Iterator[Block]:
    talk = report.talk
    unit = _(talk.unit)
    words = talk.student_words + talk.client_words
    longest = _("{count} {unit} (turn {turn})").format(
        count=talk.longest_words, unit=unit, turn=talk.longest_turn
    )
    yield Heading(_("Talk"))
    yield Rows(
        (
            Row(_("Your turns"), f"{talk.student_turns}, {talk.student_words} {unit}"),
            Row(_("The client's turns"), f"{talk.client_turns}, {talk.client_words} {unit}"),
            Row(_("Your share"), percent(talk.student_words, words)),
            Row(_("Your median turn"), f"{talk.median_words} {unit}"),
            Row(_("Your longest turn"), longest if talk.student_turns else NONE),
        )
    )


def _turns(report: Report) -> Iterator[Block]:
    opened = len(report.turns_of("open"))
    rate = percent(len(report.turns_of("reflection")), report.read_turns)
    yield Heading(_("What you did"))
    counts = [(BEHAVIOURS, row) for row in report.behaviours]
    counts += [(SIGNALS, row) for row in report.signals]
    yield Table(
        (_("What"), _("Turns"), _("Where")),
        tuple(
            (_(words.get(row.name, row.name)), str(len(row.turns)), turn_list(row.turns))
            for words, row in counts
        ),
    )
    yield Rows(
        (
            Row(_("Open share of questions"), percent(opened, report.questions)),
            Row(_("Reflections"), reflections(report)),
            Row(_("Reflection rate"), rate),
            Row(_("Advice rate"), percent(len(report.turns_of("input")), report.read_turns)),
        )
    )


def _facts(report: Report) -> Iterator[Block]:
    total = sum(row.weight for row in report.facts)
    told = sum(row.weight for row in report.facts if row.reached.is_open)
    yield Heading(_("What was told"))
    share = Row(
        _("By weight"),
        _("{told} of {total} ({share})").format(told=told, total=total, share=percent(told, total)),
    )
    yield Rows((Row(_("Facts"), facts_line(report)), share))
    shown = [row for row in report.facts if row.title]
    if shown:
        yield Table(
            (_("Fact"), _("Reached"), _("Why not")), tuple(_fact_cells(row) for row in shown)
        )
    yield from _veiled(report)


def _fact_cells(row: FactRow) -> tuple[str, str, str]:
    where = _(", turn {turn}").format(turn=row.turn) if row.turn else ""
    asked = f" ({turn_list(row.asked)})" if row.asked and not row.reached.is_open else ""
    return (
        row.title,
        f"{_(_REACHED[row.reached])}{where}{asked}",
        named(CONDITIONS, row.failed) or NONE,
    )


def _veiled(report: Report) -> Iterator[Block]:
    """What may still be found: how many per depth, and what the student's own turns lacked."""
    hidden = [row for row in report.facts if not row.title]
    counts = [
        f"{sum(row.depth == depth for row in hidden)} {_(words)}" for depth, words in DEPTHS.items()
    ]
    if hidden:
        yield Prose(_("Not told yet: {join}.").format(join=", ".join(counts)))
    for row in hidden:
        if row.failed:
            yield Prose(
                _("What you asked about in {turn_list} stayed shut: {named}.").format(
                    turn_list=turn_list(row.asked), named=named(CONDITIONS, row.failed)
                )
            )


def _risk(report: Report) -> Iterator[Block]:
    rows = [row for row in report.facts if row.risk]
    yield Heading(_("Risk"))
    named_rows = tuple(Row(row.title or _("A risk topic"), risk_words(row)) for row in rows)
    yield Rows((Row(_("Questions about risk"), counted(report.risk_questions)), *named_rows))


def _openness(report: Report) -> Iterator[Block]:
    openness = report.openness
    yield Heading(_("Openness"))
    yield Prose(openness_line(report))
    if not openness.moves:
        return
    yield Prose(
        _("Lowest {lowest}, mean {mean}.").format(
            lowest=points(openness.lowest), mean=points(openness.mean)
        )
    )
    moves = {move.turn: move for move in openness.moves}
    picked = [("rise", moves[turn]) for turn in openness.rises]
    picked += [("fall", moves[turn]) for turn in openness.falls]
    if picked:
        cells = tuple(_move_cells(kind, move) for kind, move in picked)
        yield Table((_("Turn"), _("Openness"), _("Cause")), cells)


def _move_cells(kind: str, move: Movement) -> tuple[str, str, str]:
    causes = named(CAUSES, move.gains if kind == "rise" else move.losses)
    way = f"{points(move.before)} → {points(move.after)}"
    return str(move.turn), way, causes or _("settling back")


def _ruptures(report: Report) -> Iterator[Block]:
    titles = {row.id: row.title for row in report.facts if row.id}
    torn = tuple(
        Row(
            _("Pushed back in turn {turn}").format(turn=rupture.turn),
            _("mended in turn {turn}").format(turn=rupture.repaired)
            if rupture.repaired
            else _("not mended in 3 turns"),
        )
        for rupture in report.ruptures
    )
    missed = tuple(
        Row(
            _("Unanswered in turn {turn}").format(turn=miss.turn),
            _("{title} (turn {turn})").format(title=titles.get(miss.fact, ""), turn=miss.told),
        )
        for miss in report.missed
    )
    if torn or missed:
        yield Heading(_("Ruptures and missed moments"))
        yield Rows((*torn, *missed))


def _pace(report: Report) -> Iterator[Block]:
    pace = report.pace
    yield Heading(_("Pace"))
    yield Rows(
        (
            Row(_("Duration"), duration(pace.duration)),
            Row(_("Active time"), duration(pace.active)),
            Row(_("Your median answer"), duration(pace.median_answer)),
        )
    )
    yield Note(small_print(report))
    pinned = report.pinned
    yield Note(
        _("Metrics {metrics}, client {client}, word list {lexicon}").format(
            metrics=pinned.metrics, client=pinned.client, lexicon=pinned.lexicon or NONE
        )
    )
