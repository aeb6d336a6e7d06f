"""A grade in words: the short list for the chat, everything for a file or for "why?"."""

from collections.abc import Iterator

from core.domain.grading import Finding, Grade, NextStep, Reason, Total
from core.domain.reply import Block, Heading, Note, Prose, Row, Rows, Speech, Table
from core.domain.rubric import Criterion
from core.language import _, gettext_noop

REASONS = {
    Reason.NO_EVIDENCE: gettext_noop("no evidence found"),
    Reason.UNAVAILABLE: gettext_noop("the model was not available"),
    Reason.UNREADABLE: gettext_noop("the model's answer could not be used"),
    Reason.DECLINED: gettext_noop("the model declined"),
    Reason.SCORED: gettext_noop("no level was given"),
}


def short_blocks(grade: Grade) -> tuple[Block, ...]:
    """Every criterion with its level, the score, who stands behind it."""
    numbered = enumerate(grade.criteria, start=1)
    rows = tuple((f"{n}. {one.name}", level_words(grade, one)) for n, one in numbered)
    table = Table((_("Criterion"), _("Level")), rows)
    score = Rows((Row(_("Score"), total_words(grade.total)),))
    return (Heading(_("Rubric feedback")), table, score, *status(grade))


def full_blocks(grade: Grade, client: str) -> tuple[Block, ...]:
    """The same with every quote, reason, comment and next step."""
    parts = [block for one in grade.criteria for block in criterion_blocks(grade, one, client)]
    return (*short_blocks(grade), *parts, Note(small_print(grade)))


def criterion_blocks(grade: Grade, criterion: Criterion, client: str) -> Iterator[Block]:
    """One criterion: level, what that level means, evidence, reasons, next step, comments."""
    finding, level = grade.finding(criterion.id), grade.levels.get(criterion.id)
    yield Heading(f"{criterion.name}: {level_words(grade, criterion)}")
    if level is not None:
        yield Prose(criterion.levels[level])
    who = client if criterion.source == "client" else _("You")
    for proof in grade.shown_proofs(criterion.id):
        speaker = _("{who}, turn {turn}").format(who=who, turn=proof.turn)
        yield Speech(speaker, proof.text, said_times(proof.times))
    yield from reasons(finding)
    for verdict in grade.comments(criterion.id):
        yield Speech(grade.name_of(verdict.by) or _("Teacher"), verdict.comment)


def reasons(finding: Finding) -> Iterator[Block]:
    """The model's own words, as far as they stood the checks."""
    if finding.rationale:
        yield Prose(finding.rationale)
    if finding.strength:
        yield Prose(_("What worked: {what}").format(what=finding.strength))
    if finding.next_step is not None:
        yield Prose(step_words(finding.next_step))


def step_words(step: NextStep) -> str:
    """One better line, and why."""
    if step.instead is None:
        return _("Next step: “{better}” {why}").format(better=step.better, why=step.why)
    words = _("Instead of “{said}” (turn {turn}) try: “{better}” {why}")
    said = {"said": step.instead.text, "turn": step.instead.turn}
    return words.format(**said, better=step.better, why=step.why)


def said_times(times: int) -> str:
    return _("said {n} times").format(n=times) if times > 1 else ""


def level_words(grade: Grade, criterion: Criterion) -> str:
    """`2 of 3`, with the level's title where it has one; or why there is none."""
    level = grade.levels.get(criterion.id)
    if level is None:
        why = REASONS[grade.finding(criterion.id).reason]
        return _("not scored: {why}").format(why=_(why))
    title = criterion.titles[level] if level < len(criterion.titles) else ""
    words = _("{level} of {top}").format(level=level, top=len(criterion.levels) - 1)
    return f"{words} ({title})" if title else words


def total_words(total: Total) -> str:
    """Partial totals say so."""
    if total.percent is None:
        return _("none: nothing was scored")
    if total.complete:
        return _("{percent} of 100").format(percent=total.percent)
    words = _("{percent} of 100, partial: {share} % of the weight scored")
    return words.format(percent=total.percent, share=total.share)


def status(grade: Grade) -> Iterator[Block]:
    """Who stands behind it."""
    made = grade.evaluation
    if made.released_at is None:
        yield Note(
            _(
                "Proposed by a model, not decided: your teacher may change it, and what your "
                "teacher says counts."
            )
        )
        return
    if made.released_by:
        who = grade.name_of(made.released_by) or _("your teacher")
        yield Rows((Row(_("Decided by {who}").format(who=who), made.released_at),))
        return
    yield Note(
        _(
            "Given by a model and released by the rule that your teacher has set. You can ask for "
            "a person's decision."
        )
    )


def small_print(grade: Grade) -> str:
    """What it was made with."""
    pinned = grade.evaluation.pinned
    return _(
        "Every quote stands in the transcript, checked by code. Grader {config}, rubric "
        "{rubric}, transcript {transcript}."
    ).format(config=pinned.config, rubric=pinned.rubric_id[:8], transcript=pinned.transcript[:16])
