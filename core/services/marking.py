"""One criterion asked of the grader: an answer, at most one repair, and only what stands."""

from dataclasses import dataclass, replace

from core.domain.grading import Finding, Reason
from core.domain.rubric import Criterion
from core.domain.session import Session
from core.errors import ModelError
from core.evaluation.answers import AnswerError, answer_schema, read_answer
from core.evaluation.grader import Bench, Judged, judge
from core.ports import Model, Prompt
from core.prompts import grader as prompts

MAX_TOKENS = 4_000


@dataclass(frozen=True, slots=True)
class Order:
    """One criterion of one interview: what is asked, and what the answer is held against."""

    session: Session
    exhibit: prompts.Exhibit
    criterion: Criterion
    criteria: tuple[Criterion, ...]
    bench: Bench


@dataclass(frozen=True, slots=True)
class Draft:
    """What one answer comes to; `problem` is what a repair should mend."""

    judged: Judged | None
    problem: str = ""


def prompt_of(order: Order) -> Prompt:
    """The same words for everybody's interview of the same words."""
    session = order.session
    return Prompt(
        purpose="grader",
        system=prompts.system_text(order.exhibit.language),
        turns=(prompts.turn_for(order.exhibit, order.criterion),),
        max_tokens=MAX_TOKENS,
        schema=answer_schema(order.criteria),
        tenant=session.tenant,
        section=session.section_id,
        person=session.student_id,
        session=session.id,
    )


async def assess(model: Model, order: Order) -> Finding:
    """ModelError as the model raises it; a repair that fails leaves what stood before it."""
    prompt = prompt_of(order)
    first = read(order, (await model.answer(prompt)).text)
    if not first.problem:
        return result(order, first)
    try:
        again = await model.answer(replace(prompt, correction=first.problem))
    except ModelError:
        if first.judged is None:
            raise
        return result(order, first)
    second = read(order, again.text)
    return result(order, better(first, second))


def read(order: Order, text: str) -> Draft:
    """Shape first, then quotes."""
    try:
        answer = read_answer(text, order.criterion)
    except AnswerError as error:
        return Draft(None, prompts.repair_text(str(error)))
    judged = judge(answer, order.criterion, order.bench)
    failed = [claim.quote for claim in judged.failed]
    return Draft(judged, prompts.quotes_text(failed) if failed else "")


def better(first: Draft, second: Draft) -> Draft:
    """The repaired answer unless it lost what the first one had."""
    if second.judged is None:
        return first
    lost = second.judged.finding.level is None
    had = first.judged is not None and first.judged.finding.level is not None
    return first if lost and had else second


def result(order: Order, draft: Draft) -> Finding:
    """An answer that nobody can read scores nothing."""
    if draft.judged is None:
        return Finding(order.criterion.id, None, Reason.UNREADABLE)
    return draft.judged.finding
