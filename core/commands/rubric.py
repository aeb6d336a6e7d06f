"""/rubric: look through the rubrics, write one as lines, put it away or delete it."""

from collections.abc import Mapping
from typing import Annotated

from core.commands.material import Noun, archiving, deleting, restoring, state_of
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain import rubricform
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, Table
from core.domain.rubric import Criterion, Rubric
from core.domain.teaching import RubricVersion
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop, ngettext
from core.services import rubrics as service
from core.store import rubrics

PAGE = 10
LONGEST_FIELD = 3000
LONGEST_LABEL = 60
HINT = "name | weight | points | description; levels below, lowest first, each after a hyphen"


def offered(call: Call, typed: str) -> tuple[RubricVersion, ...]:
    """The caller's own rubrics and the library's, by what is typed."""
    folded = typed.casefold()
    found = rubrics.usable(call.tx, call.person.id)
    return tuple(one for one in found if folded in one.name.casefold())


RUBRIC = Noun(
    "rubric",
    service.KIND,
    offered,
    gettext_noop("which rubric"),
    gettext_noop("which of your rubrics"),
)
Which = Annotated[str, RUBRIC.any]
Own = Annotated[str, RUBRIC.own]
Name = Annotated[str, Option("what it is called", max_length=100)]
Criteria = Annotated[
    str,
    Option("one criterion a line", kind="long_text", max_length=LONGEST_FIELD, hint=HINT),
]
More = Annotated[
    str | None,
    Option("more criteria", kind="long_text", max_length=LONGEST_FIELD, hint=HINT),
]


@command(
    "rubric list",
    "Your rubrics and the library's",
    Action.WRITE_MATERIAL,
    Manner(button="page", reads=True),
)
def rubric_list(
    call: Call, page: Annotated[str | None, Option("which page", max_length=6)] = None
) -> Answer:
    """Ten a page, the caller's own first."""
    found = rubrics.usable(call.tx, call.person.id)
    pages = max(-(-len(found) // PAGE), 1)
    number = page_number(page or "", pages)
    shown = found[(number - 1) * PAGE : number * PAGE]
    rows = tuple(Row(one.name, state_of(one)) for one in shown)
    count = ngettext("{n} rubric", "{n} rubrics", len(found)).format(n=len(found))
    blocks = (Heading(_("Rubrics")), Rows(rows), Note(f"{count}, {number}/{pages}"))
    buttons = [
        Button(
            _("View: {name}").format(name=one.name)[:LONGEST_LABEL], token("rubric view", one.id)
        )
        for one in shown
    ]
    buttons.append(Button(_("New rubric"), token("rubric new"), "primary"))
    if number > 1:
        buttons.append(Button(_("Previous"), token("rubric list", str(number - 1))))
    if number < pages:
        buttons.append(Button(_("Next"), token("rubric list", str(number + 1))))
    return Answer(Reply(blocks, tuple(buttons)))


def page_number(text: str, pages: int) -> int:
    """A page that there is; what is no number is the first."""
    number = int(text) if text.isascii() and text.isdigit() else 1
    return min(max(number, 1), pages)


@command(
    "rubric view",
    "One rubric with its weights and levels",
    Action.WRITE_MATERIAL,
    Manner(button="rubric", reads=True),
)
def rubric_view(call: Call, rubric: Which) -> Answer:
    """The version that is named, else the newest."""
    version = service.find(call.tx, call.act, rubric)
    content = service.content(call.tx, version)
    used = service.KIND.uses(call.tx, version)
    return Answer(screen(version, content, state_of(version), used))


def screen(version: RubricVersion, rubric: Rubric, first: str, used: tuple[str, ...] = ()) -> Reply:
    """Weights as a table, then each criterion with its levels."""
    table = Table(
        (_("Criterion"), _("Weight"), _("Points")),
        tuple(
            (one.name, percent(one), rubricform.plain_number(one.most)) for one in rubric.criteria
        ),
    )
    blocks: list[Block] = [Heading(rubric.name), Note(first), table]
    for one in rubric.criteria:
        blocks += [Prose(described(one)), Rows(level_rows(one))]
    if used:
        blocks.append(Note(_("Used in: {titles}").format(titles=", ".join(used))))
    return Reply(tuple(blocks), buttons_of(version))


def percent(one: Criterion) -> str:
    """`25 %`."""
    return f"{rubricform.plain_number(one.weight * 100)} %"


def described(one: Criterion) -> str:
    """Name and description of a criterion."""
    name = _("{name} (must not be missed)").format(name=one.name) if one.critical else one.name
    return f"{name}: {one.description}" if one.description else name


def level_rows(one: Criterion) -> tuple[Row, ...]:
    """The levels from the lowest, with their points."""
    rows = []
    for level, text in enumerate(one.levels):
        points = rubricform.plain_number(one.worth(level))
        title = one.titles[level] if one.titles else ""
        rows.append(Row(f"{points} {title}".strip(), text))
    return tuple(rows)


def buttons_of(version: RubricVersion) -> tuple[Button, ...]:
    """The ways on; the library is only read and copied."""

    def to(verb: str, label: str) -> Button:
        return RUBRIC.way(verb, label, version)

    reading = (to("export", _("Export")), to("copy", _("Copy")))
    if version.owner_id is None:
        return reading
    return (to("edit", _("Edit")), *reading, *RUBRIC.away(version))


def examine(_call: Call, values: Values) -> Mapping[str, str]:
    """What is wrong with the form, by field: every weight and the sum, every line."""
    text = together(str(values.get("criteria") or ""), str(values.get("more") or ""))
    return service.from_form(str(values.get("name") or ""), text)[1]


def together(criteria: str, more: str | None) -> str:
    """The two fields of the form as one text."""
    return f"{criteria}\n{more}" if more else criteria


@command(
    "rubric new",
    "Write a rubric: one criterion a line, name | weight | points",
    Action.WRITE_MATERIAL,
    Manner(asks=True, examine=examine),
)
def rubric_new(call: Call, name: Name, criteria: Criteria, more: More = None) -> Answer:
    """The weights must sum to 1."""
    made = service.read(name, together(criteria, more))
    version = service.add(call.tx, call.act, made)
    return Answer(screen(version, made, _("Saved as version {n}.").format(n=1)))


def fill(call: Call, given: Values) -> Values:
    """The newest version as lines; RefusalError when they do not fit into a form."""
    found = service.own(call.tx, call.act, str(given.get("rubric") or ""))
    first, second = halves(rubricform.to_lines(service.content(call.tx, found)))
    if len(second) > LONGEST_FIELD or len(first) > LONGEST_FIELD:
        raise RefusalError(Refusal.TOO_LONG_TO_EDIT, name=found.name, command="/rubric")
    return {"name": found.name, "criteria": first, "more": second, "rubric": found.id}


def halves(texts: tuple[str, ...]) -> tuple[str, str]:
    """As many criteria as fit into the first field, the others into the second."""
    fit = 1
    while fit < len(texts) and len("\n".join(texts[: fit + 1])) <= LONGEST_FIELD:
        fit += 1
    return "\n".join(texts[:fit]), "\n".join(texts[fit:])


@command(
    "rubric edit",
    "Change a rubric of yours; a new version is made",
    Action.WRITE_MATERIAL,
    Manner(button="rubric", asks=True, fill=fill, examine=examine),
)
def rubric_edit(
    call: Call, rubric: Own, name: Name, criteria: Criteria, more: More = None
) -> Answer:
    """Grades keep the version and the wording that they were given by."""
    seen = service.own(call.tx, call.act, rubric)
    opened = rubrics.find_version(call.tx, rubric)
    made = service.read(name, together(criteria, more))
    if opened is not None and opened.id != seen.id:
        return Answer(overtaken(call, opened, seen, made))
    version = service.change(call.tx, call.act, seen, made)
    first = _("Saved as version {n}. What was graded before keeps its version.")
    return Answer(screen(version, made, first.format(n=version.version)))


def overtaken(call: Call, opened: RubricVersion, now: RubricVersion, mine: Rubric) -> Reply:
    """Nothing was saved: what the other one changed, and one's own text to copy."""
    before = lines_by_name(service.content(call.tx, opened))
    after = lines_by_name(service.content(call.tx, now))
    names = sorted(key for key in before | after if before.get(key) != after.get(key))
    cells = tuple((name, before.get(name, "–"), after.get(name, "–")) for name in names)
    text = _("{name} was changed meanwhile. Nothing was saved; your text stands below.")
    blocks: tuple[Block, ...] = (
        Heading(now.name),
        Prose(text.format(name=now.name)),
        Table(
            (_("Criterion"), _("Before"), _("Now")), cells or ((_("Name"), opened.name, now.name),)
        ),
        Prose("\n".join(rubricform.to_lines(mine))),
    )
    return Reply(blocks, (Button(_("Edit the newest"), token("rubric edit", now.slug), "primary"),))


def lines_by_name(rubric: Rubric) -> dict[str, str]:
    """Each criterion's lines."""
    texts = rubricform.to_lines(rubric)
    return {one.name: text for one, text in zip(rubric.criteria, texts, strict=True)}


@command(
    "rubric copy",
    "Copy a rubric, so that you can change it",
    Action.WRITE_MATERIAL,
    Manner(button="rubric"),
)
def rubric_copy(
    call: Call,
    rubric: Which,
    name: Annotated[str | None, Option("what the copy is called", max_length=100)] = None,
) -> Answer:
    """The copy belongs to the caller."""
    original = service.newest(call.tx, call.act, rubric)
    called = name or _("{name} (copy)").format(name=original.name)
    made = service.renamed(service.content(call.tx, original), called)
    version = service.add(call.tx, call.act, made)
    return Answer(screen(version, made, _("Copied. The copy is yours.")))


rubric_archive = archiving(RUBRIC, gettext_noop("Take a rubric out of your lists; nothing is lost"))
rubric_restore = restoring(RUBRIC, gettext_noop("Put an archived rubric back"))
rubric_delete = deleting(RUBRIC, gettext_noop("Delete a rubric that nothing uses"))
