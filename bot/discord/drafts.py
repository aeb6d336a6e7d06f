"""Forms under way: what is asked, what was given so far; in memory, so a restart ends them."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.event import Value
from core.domain.reply import Field, Form

MOST_FIELDS, MOST_KEPT = 5, 2_000


@dataclass(slots=True)
class Draft:
    """A form with the values that were given before; they fill it when it opens again."""

    form: Form
    values: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {one.name: one.value for one in self.form.fields}
        self.values = {key: value for key, value in known.items() if value not in (None, "")}

    @property
    def steps(self) -> tuple[tuple[Field, ...], ...]:
        """Five fields a step: those that must be filled come first."""
        fields = self.form.fields
        if len(fields) > MOST_FIELDS:
            fields = tuple(sorted(fields, key=lambda one: not one.required))
        return tuple(
            fields[at : at + MOST_FIELDS] for at in range(0, max(len(fields), 1), MOST_FIELDS)
        )

    def take(self, values: Mapping[str, Value]) -> None:
        """What came back; a file that was given before stays where none is given now."""
        files = {one.name for one in self.form.fields if one.kind == "file"}
        kept = {key: one for key, one in values.items() if one is not None or key not in files}
        self.values |= kept

    def names_after(self, step: int) -> set[str]:
        """The names of the fields that are asked later."""
        return {one.name for one in self.later(step)}

    def first_of(self, names: Iterable[str]) -> int:
        """The first step that asks one of these fields; the first of all when none does."""
        wanted = set(names)
        steps = enumerate(self.steps)
        return next((at for at, fields in steps if wanted & {one.name for one in fields}), 0)

    def later(self, step: int) -> tuple[Field, ...]:
        """What is asked after a step."""
        return tuple(one for fields in self.steps[step + 1 :] for one in fields)


class Drafts:
    """One draft for each person and form; the oldest are forgotten."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Draft] = OrderedDict()

    def begin(self, user: str, form: Form) -> Draft:
        """Start anew, whatever was there."""
        made = Draft(form)
        self._kept[user, form.token] = made
        self._kept.move_to_end((user, form.token))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made

    def find(self, user: str, token: str) -> Draft | None:
        return self._kept.get((user, token))

    def end(self, user: str, token: str) -> None:
        self._kept.pop((user, token), None)
