"""A teacher's rubrics: immutable versions, each edit a new one; the library is read-only."""

from dataclasses import replace

from core.domain import rubricform
from core.domain.ids import new_key
from core.domain.rubric import LONGEST_NAME, Rubric, RubricError, check
from core.domain.teaching import RubricVersion
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.services.grants import Act
from core.services.materials import Kind, listed, slug_of
from core.store import rubrics
from core.store.transaction import Transaction

KIND = Kind(rubrics.SHELF, gettext_noop("grades that were given by it"))
find = KIND.find
newest = KIND.newest
own = KIND.own


def usual_levels() -> tuple[str, ...]:
    """What a criterion without levels of its own is judged by."""
    return (
        _("Not shown."),
        _("Shown once, or in part."),
        _("Shown most of the time."),
        _("Shown throughout, and fitted to this client."),
    )


def content(tx: Transaction, version: RubricVersion) -> Rubric:
    """The criteria of a version."""
    found = rubrics.find(tx, version.id)
    if found is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return found


def from_form(name: str, text: str) -> tuple[Rubric | None, dict[str, str]]:
    """The rubric that a form describes, or what is wrong, by field."""
    criteria, wrong = rubricform.from_lines(text, usual_levels())
    if wrong:
        return None, {"criteria": listed(wrong)}
    made = Rubric(slug_of(name), " ".join(name.split()), "en", criteria)
    try:
        check(made)
    except RubricError as error:
        field = "name" if str(error).startswith("name:") else "criteria"
        return None, {field: str(error)}
    return made, {}


def read(name: str, text: str) -> Rubric:
    """RefusalError for a form that describes no rubric."""
    made, wrong = from_form(name, text)
    if made is None:
        lines = tuple(f"{field}: {what}" for field, what in wrong.items())
        raise RefusalError(Refusal.UNFIT, what="\n".join(lines))
    return made


def add(tx: Transaction, act: Act, rubric: Rubric) -> RubricVersion:
    """A new rubric of the caller's own, version 1."""
    check_name(tx, act, rubric.name, "")
    slug = KIND.free_slug(tx, rubric.name)
    return write(tx, act, RubricVersion(new_key(), slug, 1, rubric.name, act.by.id), rubric)


def change(tx: Transaction, act: Act, base: RubricVersion, rubric: Rubric) -> RubricVersion:
    """The next version; what was graded by an older one keeps it."""
    before = content(tx, base)
    made = replace(rubricform.with_known_ids(rubric, before), id=before.id)
    if made == replace(before, id=before.id):
        raise RefusalError(Refusal.NOTHING_NEW)
    check_name(tx, act, rubric.name, base.slug)
    following = replace(base, id=new_key(), version=base.version + 1, name=rubric.name)
    return write(tx, act, following, made)


def write(tx: Transaction, act: Act, version: RubricVersion, rubric: Rubric) -> RubricVersion:
    """Keep a version; RefusalError when another one was quicker."""
    if not rubrics.add(tx, version, replace(rubric, id=version.slug), act.now):
        raise RefusalError(Refusal.OVERTAKEN, name=version.name)
    return version


def renamed(rubric: Rubric, name: str) -> Rubric:
    """The same under another name."""
    return replace(rubric, name=" ".join(name.split())[:LONGEST_NAME])


def check_name(tx: Transaction, act: Act, name: str, slug: str) -> None:
    """RefusalError when another rubric that the teacher can assign is called the same."""
    same = (one for one in rubrics.usable(tx, act.by.id) if one.name.casefold() == name.casefold())
    if any(one.slug != slug for one in same):
        what = _("name: there is a rubric called {name} already").format(name=name)
        raise RefusalError(Refusal.UNFIT, what=what)
