"""Our forms as Discord's modals: five fields a step, labels, selects, files; and back."""

from typing import Any

import pytest

from bot.discord.drafts import Draft, Drafts
from bot.discord.forms import modal, read_values
from bot.discord.uploads import Attached, attached
from core.domain.event import Value
from core.domain.reply import Choice, Field, FieldKind, Form
from tests.discord_server import spec
from tests.discord_server.interactions import check_form
from tests.discord_server.person import filled

KINDS: dict[FieldKind, int] = {
    "text": 4,
    "long_text": 4,
    "number": 4,
    "date": 4,
    "select": 3,
    "multi_select": 3,
    "checkbox": 22,
    "file": 19,
    "member": 5,
}
CHOICES = (Choice("a", "First"), Choice("b", "Second"))
LONG = Form(
    "A long form", "run|assign create|", tuple(Field(f"f{n}", f"Field {n}") for n in range(12))
)


def shown(form: Form, step: int = 0) -> dict[str, Any]:
    return modal(Draft(form), step).to_dict()


def submitted(form: Form, **values: Any) -> dict[str, Value]:
    return read_values([filled(row, values) for row in shown(form)["components"]])


@pytest.mark.parametrize(("kind", "native"), KINDS.items())
def test_every_kind_of_field_is_an_input_with_a_label(kind: FieldKind, native: int) -> None:
    form = Form("Form", "run|x|", (Field("f", "A field", kind, choices=CHOICES, hint="why"),))
    (row,) = shown(form)["components"]
    assert (row["type"], row["label"], row["description"]) == (18, "A field", "why")
    assert (row["component"]["type"], row["component"]["custom_id"]) == (native, "f")


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_long_form_is_steps_of_five(step: int) -> None:
    form = shown(LONG, step)
    check_form(form)
    assert len(form["components"]) == [5, 5, 2][step]
    assert (form["title"], form["custom_id"]) == (
        f"A long form ({step + 1}/3)",
        f"run|assign create|~{step}",
    )


def test_a_title_or_label_that_does_not_fit_is_said_in_full_below_a_short_one() -> None:
    about = "CSV of Canvas, Moodle, Classroom or your own; of OneRoster also the ZIP"
    made = shown(Form("T" * 46, "run|roster import|", (Field("class_list", about),)))
    (row,) = made["components"]
    assert made["title"] == "/roster import"
    assert (row["label"], row["description"]) == ("Class list", about)


def test_what_must_be_filled_in_comes_first() -> None:
    fields = (*LONG.fields, Field("last", "Last", required=True))
    assert Draft(Form("Form", "run|x|", fields)).steps[0][0].name == "last"


def test_a_form_with_every_length_at_its_greatest_is_taken() -> None:
    fields = tuple(Field(f"f{n}", "L" * 200, hint="H" * 300, value="V" * 9_000) for n in range(5))
    form = shown(Form("T" * 100, "run|x|" + "i" * 60, fields))
    check_form(form)
    assert max(len(row["description"]) for row in form["components"]) == 100
    assert max(len(row["component"]["value"]) for row in form["components"]) == 4_000


def test_discords_own_file_takes_a_form_of_every_kind() -> None:
    if not spec.document():
        pytest.skip(spec.ABSENT)
    for kind in KINDS:
        form = shown(Form("Form", "run|x|", (Field("f", "A field", kind, choices=CHOICES),)))
        body = {"type": 9, "data": form}
        assert spec.faults("/interactions/1/t/callback", "POST", "", body) == []


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("text", "Ruth", "Ruth"),
        ("text", "", ""),
        ("select", "b", "b"),
        ("multi_select", ["a", "b"], ("a", "b")),
        ("multi_select", [], ()),
        ("checkbox", ["yes"], True),
        ("checkbox", [], False),
        ("member", "600000000000000002", "600000000000000002"),
    ],
)
def test_what_is_filled_in_comes_back_as_a_value(kind: FieldKind, given: Any, read: Value) -> None:
    form = Form("Form", "run|x|", (Field("f", "A field", kind, choices=CHOICES),))
    assert submitted(form, f=given) == {"f": read}


@pytest.mark.parametrize(
    "components", [None, {}, "x", [None], [{"component": 3}], [{"components": {}}], [{"type": 18}]]
)
def test_a_submission_of_another_shape_is_empty(components: Any) -> None:
    assert read_values(components) == {}


def test_what_was_given_fills_the_form_when_it_opens_again() -> None:
    draft = Draft(Form("Form", "run|x|", (Field("f", "A", value="old"), Field("g", "B"))))
    draft.take({"f": "new", "g": ""})
    values = [row["component"].get("value") for row in modal(draft, 0).to_dict()["components"]]
    assert values == ["new", None]


def test_a_file_that_was_given_need_not_be_given_again() -> None:
    draft = Draft(Form("Form", "run|x|", (Field("f", "A file", "file", required=True),)))
    draft.take({"f": "data:text/plain;base64,eA=="})
    draft.take({"f": None})
    (row,) = modal(draft, 0).to_dict()["components"]
    assert draft.values["f"] == "data:text/plain;base64,eA=="
    assert row["component"]["required"] is False


def test_a_draft_belongs_to_one_person() -> None:
    drafts = Drafts()
    drafts.begin("ruth", LONG)
    assert drafts.find("ines", LONG.token) is None
    assert drafts.find("ruth", LONG.token) is not None


@pytest.mark.parametrize("data", [None, [], {"resolved": 1}, {"resolved": {"attachments": []}}])
def test_files_of_another_shape_are_none(data: Any) -> None:
    assert attached(data) == {}


def test_a_file_is_read_with_its_address_size_and_type() -> None:
    about = {"url": "u", "size": 3, "content_type": "text/csv; charset=utf-8"}
    found = attached({"resolved": {"attachments": {"7": about}}})
    assert found == {"7": Attached("u", 3, "text/csv")}
