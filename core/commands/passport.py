"""/review passport and /review rules: how far the grader agrees, and what may go out alone."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.audit import Entry
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Heading, Note, Prose, Reply, say
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import grants, passports
from core.store import audit, double_marks
from core.store.double_marks import Rules

HUNDRED = 100


@command("review passport", "How far the grader agrees with you", Action.SCORE, Manner(reads=True))
def review_passport(call: Call) -> Answer:
    """The rules at once; each grader's figures follow, since resampling them takes seconds."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    head = Heading(_("The grader's passport: {name}").format(name=section.name))
    rules = Note(rules_words(double_marks.rules(call.tx, section.id)))
    count = len(passports.graders(call.tx, section.id))
    if not count:
        text = Prose(_("No interview of this class has been graded yet."))
        return Answer(Reply((head, rules, text), passports.buttons()))
    words = ngettext(
        "The figures of {n} grader are being reckoned; they follow here.",
        "The figures of {n} graders are being reckoned; they follow here, one after the other.",
        count,
    )
    payload = {"section": section.id, "number": "1"}
    effects = passports.ask(call.event, passports.SHOW, payload)
    return Answer(Reply((head, rules, Prose(words.format(n=count)))), effects)


def rules_words(rules: Rules) -> str:
    """The teacher's own bar, and whether anything goes out alone."""
    bar = f"{rules.bar / 1000:.2f}"
    if rules.automatic:
        words = _("Grades go out alone where every gate is open; your bar is kappa {bar}.")
    else:
        words = _("Nothing goes out without you; your bar would be kappa {bar}.")
    return words.format(bar=bar)


def rules_now(call: Call, given: Values) -> Values:
    """What the form shows at first."""
    del given
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    rules = double_marks.rules(call.tx, section.id)
    return {"bar": rules.bar // 10, "automatic": rules.automatic}


@command(
    "review rules",
    "Your bar, and what may go out alone",
    Action.SCORE,
    Manner(asks=True, fill=rules_now),
)
def review_rules(
    call: Call,
    bar: Annotated[int, Option("least kappa in hundredths, 0 to 100 (60 is usual)")],
    automatic: Annotated[bool, Option("let grades go out alone where all gates are open")] = False,  # noqa: FBT002
) -> Answer:
    """Audited; nothing that is out is taken back."""
    section = grants.section_for(call.tx, call.section, Action.SCORE, call.act)
    grants.check_section(call.tx, Action.SCORE, section.id, call.act)
    if not 0 <= bar <= HUNDRED:
        raise RefusalError(Refusal.BAD_OPTION, option="bar", wanted=_("a number from 0 to 100"))
    rules = Rules(bar * 10, automatic)
    double_marks.set_rules(call.tx, section.id, rules)
    entry = Entry(call.person.id, "grading_rules", section.id, call.now, section.id)
    audit.record(call.tx, entry)
    return Answer(say(rules_words(rules)))
