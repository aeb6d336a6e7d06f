"""A line behind a slash: names, options, quotes of phones, and free text that is never split."""

import pytest

from bot.slack.commands import ALONE, as_typed_here, must_ask, read_line
from bot.slack.forms import read_values, view_of
from bot.slack.respond import allowed
from core.dispatch import REGISTRY
from core.domain.event import Value
from core.domain.reply import Choice, Field, FieldKind, Form
from tests.slack_server.strict import check_view

LINES: list[tuple[str, str, str, dict[str, Value]]] = [
    ("/practice", "", "practice", {}),
    ("/practice", "maria", "practice", {"client": "maria"}),
    ("/practice", "Mrs. Ruth Friesen", "practice", {"client": "Mrs. Ruth Friesen"}),
    ("/practice", "client:steve", "practice", {"client": "steve"}),
    ("/practice", "client:“Ruth Friesen”", "practice", {"client": "Ruth Friesen"}),
    ("/practice", "assignment:a1 ruth's", "practice", {"assignment": "a1", "client": "ruth's"}),
    ("/practice", "nosuch:x", "practice", {"client": "nosuch:x"}),
    ("/practice", "client:", "practice", {"client": ""}),
    ("/vc", "", "help", {}),
    ("/vc", "sessions", "sessions", {}),
    ("/vc", "SESSIONS", "sessions", {}),
    ("/vc", "feedback session:abc", "feedback", {"session": "abc"}),
    ("/vc", "nonsense at all", "nonsense at", {}),
    ("/vc", "privacy", "privacy show", {}),
    ("/vc", "Roster", "roster show", {}),
    ("/vc", "roster list", "roster list", {}),
    ("/assign", "", "assign create", {}),
]


@pytest.mark.parametrize(("command", "text", "name", "options"), LINES)
def test_a_line_is_read_as_its_command(
    command: str, text: str, name: str, options: dict[str, Value]
) -> None:
    line = read_line(command, text)
    assert (line.called.command, dict(line.called.options)) == (name, options)


def test_a_group_alone_means_a_command_that_there_is() -> None:
    assert set(ALONE.values()) <= REGISTRY.keys()
    assert {name.partition(" ")[0] for name in REGISTRY if " " in name} - REGISTRY.keys() == set(
        ALONE
    )


@pytest.mark.parametrize(
    "text", ["“", "'", 'client:"', "client:' x", "a\u0000b", "<@", "::", "&lt;"]
)
def test_no_line_is_an_error(text: str) -> None:
    assert read_line("/practice", text).called.command == "practice"


def test_free_text_is_asked_back_where_a_command_has_several_options() -> None:
    assert must_ask(read_line("/practice", "somebody"))
    assert not must_ask(read_line("/practice", "client:steve"))


KINDS: list[tuple[FieldKind, Value, dict[str, object], Value]] = [
    ("text", "a", {"type": "plain_text_input", "value": "b"}, "b"),
    ("long_text", None, {"type": "plain_text_input", "value": "b\r\nc"}, "b\nc"),
    ("number", 3, {"type": "number_input", "value": "4"}, "4"),
    (
        "date",
        "2026-11-20T09:00:00+00:00",
        {"type": "datetimepicker", "selected_date_time": 1_795_165_200},
        "2026-11-20T09:00:00+00:00",
    ),
    ("select", "x", {"type": "static_select", "selected_option": {"value": "x"}}, "x"),
    (
        "multi_select",
        ("x",),
        {"type": "multi_static_select", "selected_options": [{"value": "x"}, {"value": "y"}]},
        ("x", "y"),
    ),
    ("checkbox", True, {"type": "checkboxes", "selected_options": []}, False),
    ("member", "U0INES", {"type": "users_select", "selected_user": "U0OMAR"}, "U0OMAR"),
    ("file", None, {"type": "file_input", "files": [{"id": "F1"}]}, "F1"),
]


@pytest.mark.parametrize(("kind", "value", "state", "read"), KINDS, ids=[one[0] for one in KINDS])
def test_each_kind_of_field_has_its_native_input_and_comes_back(
    kind: FieldKind, value: Value, state: dict[str, object], read: Value
) -> None:
    field = Field("f", "What it is " * 30, kind, value=value, choices=(Choice("x", "X" * 90),))
    view = view_of(
        Form("A title that is far too long", "run|practice|", (field,)), "m", frozenset()
    )
    check_view(view)
    assert view["blocks"][-1]["element"]["type"].startswith(str(state["type"]))
    assert read_values({"f": {"field:f": state}}) == {"f": read}


def test_a_title_that_does_not_fit_is_said_in_full_below_the_commands_name() -> None:
    about = "Make a client from a short form"
    view = view_of(Form(about, "run|client new|", (Field("f", "Name"),)), "m", frozenset())
    check_view(view)
    assert view["title"]["text"] == "/vc client new"
    assert view["blocks"][0]["elements"][0]["text"] == about


@pytest.mark.parametrize("element", [{}, {"type": "x"}, {"type": "checkboxes"}, {"value": 5}])
def test_a_state_that_no_input_has_is_left_out(element: dict[str, object]) -> None:
    assert read_values({"f": {"field:f": element}}) == {}


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://hooks.slack.com/commands/T1/2/x", True),
        ("http://hooks.slack.com/commands/T1/2/x", False),
        ("https://hooks.slack.com.evil.test/x", False),
        ("https://hooks.slack.com@evil.test/x", False),
        ("https://slack.com/api/x", True),
        ("https://169.254.169.254/latest", False),
        ("", False),
    ],
)
def test_private_answers_go_to_slacks_own_hosts_only(address: str, *, good: bool) -> None:
    assert allowed(address, "https://slack.com/api/") is good


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("/sessions lists them.", "/vc sessions lists them."),
        ("Type /section setup, then /roster show.", "Type /vc section setup, then /roster show."),
        ("/practice client:steve or /assign", "/practice client:steve or /assign"),
        (
            "https://x.test/sessions and 1/class and //help",
            "https://x.test/sessions and 1/class and //help",
        ),
        ("I do not know /dance.", "I do not know /dance."),
        ("(/privacy show)", "(/vc privacy show)"),
    ],
)
def test_a_command_is_named_as_it_is_typed_on_slack(written: str, shown: str) -> None:
    assert as_typed_here(written) == shown
