"""/admin health, cost, limits, pause, resume, alerts: the models of a workspace and their money."""

from typing import Annotated

from core.commands.admin import kept
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.event import Values
from core.domain.limits import Limits
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Row, Rows, Table
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.services import grants
from core.services import operating as service
from core.services.operating import Standing
from core.services.usage import DAY, MONTH, STUDENT
from core.store import alerts, lanes, sections, switches, usage
from core.store.switches import Cap
from core.store.usage import Total

NANO = 10**9
A_DAY_MS = 24 * 3600 * 1000
MOST_ALERTS, MOST_DAYS, MOST_ROWS = 8, 366, 30
COLUMNS = {"section": "section_id", "model": "model", "day": "day", "purpose": "purpose"}
BY = tuple(
    Choice(name, label)
    for name, label in (
        ("section", gettext_noop("by class")),
        ("model", gettext_noop("by model")),
        ("day", gettext_noop("by day")),
        ("purpose", gettext_noop("by purpose")),
    )
)
NAMES = {
    DAY: gettext_noop("The whole workspace, a day"),
    MONTH: gettext_noop("One class, a month"),
    STUDENT: gettext_noop("One student, a day"),
}
Amount = Annotated[str | None, Option("US dollars, such as 2.50", max_length=12)]


def usd(nusd: int, places: int = 4) -> str:
    """Nano-USD as dollars, rounded up so that nothing looks free that was not."""
    unit = int(10 ** (9 - places))
    rounded = -(-nusd // unit)
    return f"{rounded // 10**places}.{rounded % 10**places:0{places}}"


@command("admin health", "How the AI models and the queues are doing", Action.SET_LIMITS, Manner())
def admin_health(call: Call) -> Answer:
    """What was seen; asking costs nothing and calls nobody."""
    stand = switches.find(call.tx)
    blocks: list[Block] = [Heading(_("Health")), Rows(tuple(health_rows(call, stand)))]
    found = alerts.of_tenant(call.tx, call.tx.now_ms - 7 * A_DAY_MS, MOST_ALERTS, untold=False)
    blocks += [Note(f"{one.kind}: {one.text}") for one in found]
    if not found:
        blocks.append(Note(_("No alerts in the last seven days.")))
    if not stand.alert_place:
        blocks.append(Note(_("Alerts go nowhere yet: type /admin alerts where you read them.")))
    verb = "admin resume" if stand.paused_ms is not None else "admin pause"
    label = _("Let them answer again") if stand.paused_ms is not None else _("Pause AI answers")
    buttons = (Button(label, token(verb)), Button(_("Cost"), token("admin cost")))
    return Answer(Reply(tuple(blocks), buttons))


def health_rows(call: Call, stand: switches.Switches) -> list[Row]:
    """Models, queue, switch, money of today."""
    rows = [
        Row(one.model, " – ".join(part for part in (one.state, one.text) if part))
        for one in call.house.health()
    ]
    if not rows:
        rows = [Row(_("Model"), _("scripted clients, no AI"))]
    awake, waiting = lanes.depth(call.tx)
    rows.append(Row(_("Conversations at work, events waiting"), f"{awake}, {waiting}"))
    answers = _("paused by an administrator") if stand.paused_ms is not None else _("on")
    rows.append(Row(_("AI answers"), answers))
    if call.house.limits is not None:
        day = service.standings(call.tx, call.house.limits)[0]
        rows.append(Row(_("Spent or kept back today"), spent_of(day)))
    return rows


def spent_of(one: Standing) -> str:
    """How much of a limit is used."""
    return _("{spent} of {cap} USD").format(spent=usd(one.spent_nusd, 2), cap=usd(one.cap_nusd, 2))


@command(
    "admin cost",
    "What the AI has cost in this workspace",
    Action.SET_LIMITS,
    Manner(button="by", reads=True),
)
def admin_cost(
    call: Call,
    by: Annotated[
        str | None, Option("added up how", kind="select", choices=BY, max_length=10)
    ] = None,
    days: Annotated[int | None, Option("how many days back; usually 30")] = None,
) -> Answer:
    """From the ledger: retries, rewrites and grading are in it; unknown is never shown as free."""
    column = by or "section"
    if column not in COLUMNS:
        raise RefusalError(Refusal.BAD_OPTION, option="by", wanted=", ".join(COLUMNS))
    back = min(max(1, days or 30), MOST_DAYS)
    rows = usage.totals(call.tx, COLUMNS[column], call.tx.now_ms - back * A_DAY_MS)
    title = _("Cost of {days} days").format(days=back)
    others = tuple(
        Button(_("By {what}").format(what=name), token("admin cost", name))
        for name in COLUMNS
        if name != column
    )
    if not rows:
        words = _("No AI model was called in that time.")
        return Answer(Reply((Heading(title), Prose(words)), others))
    return Answer(Reply((Heading(title), *cost_blocks(call, column, rows)), others))


def cost_blocks(call: Call, column: str, rows: tuple[Total, ...]) -> tuple[Block, ...]:
    """The table, its sum, and what a caller must know to read it."""
    shown = rows[-MOST_ROWS:] if column == "day" else rows[:MOST_ROWS]
    names = class_names(call, shown) if column == "section" else {}
    cells = [cost_cells(names.get(one.key, one.key), (one,)) for one in shown]
    cells.append(cost_cells(_("together"), rows))
    table = Table((column, _("calls"), _("USD"), _("price unknown")), tuple(cells))
    note = Note(_("Calls that were cut off count with all that they could have cost."))
    return (table, note)


def class_names(call: Call, rows: tuple[Total, ...]) -> dict[str, str]:
    """What the classes are called."""
    found = {one.key: sections.find(call.tx, one.key) for one in rows}
    return {key: one.name if one else _("(none)") for key, one in found.items()}


def cost_cells(name: str, rows: tuple[Total, ...]) -> tuple[str, ...]:
    """One line of the table."""
    calls, unknown = sum(one.calls for one in rows), sum(one.unknown for one in rows)
    return name, str(calls), usd(sum(one.cost_nusd for one in rows)), str(unknown)


def limits_now(call: Call, _values: Values) -> Values:
    """The limits as they stand, for the form."""
    found = service.standings(call.tx, limits_of(call))
    return {one.scope.replace("-", "_"): usd(one.cap_nusd, 2) for one in found}


def limits_of(call: Call) -> Limits:
    """The operator's limits; RefusalError where no model costs anything."""
    if call.house.limits is None:
        raise RefusalError(Refusal.NOTHING_TO_LIMIT)
    return call.house.limits


@command(
    "admin limits",
    "See and set what the AI may cost here",
    Action.SET_LIMITS,
    Manner(asks=True, fill=limits_now),
)
def admin_limits(
    call: Call,
    workspace_day: Amount = None,
    section_month: Amount = None,
    student_day: Amount = None,
) -> Answer:
    """A limit refuses new interviews; one that runs is never cut short."""
    limits, act = limits_of(call), kept(call)
    given = {DAY: workspace_day, MONTH: section_month, STUDENT: student_day}
    for scope, text in given.items():
        if text is not None:
            cap = Cap(scope, service.nusd_of(text, scope))
            service.set_limit(call.tx, act, limits, cap)
    return Answer(limits_reply(service.standings(call.tx, limits), _("Limits of this workspace")))


@command(
    "section limits",
    "Lower what the AI may cost in your class",
    Action.LOWER_LIMITS,
)
def section_limits(call: Call, month: Amount = None, student_day: Amount = None) -> Answer:
    """A teacher lowers; only an administrator raises beyond what the workspace has."""
    section = grants.section_for(call.tx, call.section, Action.LOWER_LIMITS, call.act)
    limits = limits_of(call)
    for scope, text in ((MONTH, month), (STUDENT, student_day)):
        if text is not None:
            cap = Cap(scope, service.nusd_of(text, scope), section.id)
            service.set_limit(call.tx, call.act, limits, cap)
    found = service.standings(call.tx, limits, section.id)
    return Answer(limits_reply(found, _("Limits of {name}").format(name=section.name)))


def limits_reply(found: tuple[Standing, ...], title: str) -> Reply:
    """The limits that hold, with what is spent of them."""
    rows = tuple(
        Row(_(NAMES[one.scope]), spent_of(one) if one.scope != STUDENT else usd(one.cap_nusd, 2))
        for one in found
    )
    note = Note(_("At a limit no new interview starts; one that runs is never cut short."))
    return Reply((Heading(title), Rows(rows), note))


@command("admin pause", "Stop all AI answers in this workspace", Action.SET_LIMITS)
def admin_pause(call: Call) -> Answer:
    """Students read it as it is; their words are kept and no attempt is used."""
    if not service.set_pause(call.tx, kept(call), paused=True):
        raise RefusalError(Refusal.ALREADY_DONE)
    words = _("AI answers are paused. Students are told when they write; their words are kept.")
    return Answer(Reply((Prose(words),), (Button(_("Resume"), token("admin resume"), "primary"),)))


@command("admin resume", "Let the AI answer again", Action.SET_LIMITS)
def admin_resume(call: Call) -> Answer:
    """Whoever waits is answered now."""
    if not service.set_pause(call.tx, kept(call), paused=False):
        raise RefusalError(Refusal.ALREADY_DONE)
    words = _("AI answers are on again; whoever waits is answered now.")
    return Answer(Reply((Prose(words),)), service.wake(call.tx, call.event))


@command("admin alerts", "Send the workspace's alerts here", Action.SET_LIMITS)
def admin_alerts(
    call: Call,
    off: Annotated[bool, Option("send them nowhere")] = False,  # noqa: FBT002 - an option
) -> Answer:
    """Cost, trouble of models, conversations that were set aside: each once."""
    place = "" if off else str(call.place)
    service.set_alert_place(call.tx, kept(call), place)
    words = _("Alerts go nowhere now.") if off else _("Alerts of this workspace come here now.")
    return Answer(Reply((Prose(words),)))
