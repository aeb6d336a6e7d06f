"""The README's tables, written from the declarations: `python -m tests.house.readme`."""

from collections.abc import Callable, Mapping

from bot.cli.group import TABLE
from bot.settings import Settings, about, default_of
from core.commands import COMMANDS
from core.commands.spec import usage
from core.domain.policy import MAY, Role
from tests.house.tree import ROOT

README = ROOT / "README.md"
COLUMNS = {
    Role.STUDENT: "students",
    Role.TA: "TAs",
    Role.READER: "TAs where the class lets them",
    Role.TEACHER: "teachers",
    Role.GRANTED: "named teachers",
    Role.ADMIN: "workspace admins",
}


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def table(*rows: str) -> str:
    head, *rest = rows
    line = row(*["---"] * (head.count("|") - 1))
    return "\n".join((head, line, *rest))


def who(roles: frozenset[Role]) -> str:
    if roles >= set(Role):
        return "everybody"
    return ", ".join(words for role, words in COLUMNS.items() if role in roles)


def commands() -> str:
    rows = (row(f"`{usage(one)}`", one.about, who(MAY[one.action])) for one in COMMANDS)
    return table(row("command", "what it does", "who"), *rows)


def command_line() -> str:
    rows = (row(f"`virtual-client {name}`", line) for name, (_, line) in TABLE.items())
    return table(row("command line", "what it does"), *rows)


def settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = default_of(field)
        rows.append(
            row(f"`{name.upper()}`", f"`{default}`" if default else "", about(field).meaning)
        )
    return table(row("setting", "default", "meaning"), *rows)


PARTS: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "command line": command_line,
    "settings": settings,
}


def marks(part: str) -> tuple[str, str]:
    return f"<!-- {part}: generated -->", f"<!-- {part}: end -->"


def renewed(text: str) -> str:
    """The text with every generated part written anew; ValueError where a mark is missing."""
    for part, write in PARTS.items():
        begin, end = marks(part)
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"README.md has no part between {begin} and {end}")
        text = f"{before}{begin}\n{write()}\n{end}{after}"
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
