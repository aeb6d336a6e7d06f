"""A form of the loopback Discord as somebody fills it in: what they say over what it shows."""

import base64
import unicodedata
from collections.abc import Mapping

from core.domain.event import Value
from tests.discord_server.person import File, uploaded
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import Interaction, Json

SELECT, TEXT, MEMBER, FILE, CHECKS = 3, 4, 5, 19, 22
YES = "yes"


def file_of(value: str) -> File:
    """The file that a data URL holds."""
    head, _, content = value.partition(",")
    return File("list.csv", base64.b64decode(content), head[5:].partition(";")[0])


def is_file(value: object) -> bool:
    return isinstance(value, str) and value.startswith("data:")


def sent_back(server: DiscordServer, asked: Interaction, values: Mapping[str, Value]) -> Json:
    """What Discord sends when the form is submitted."""
    assert asked.form is not None
    files = {name: file_of(str(one)) for name, one in values.items() if is_file(one)}
    resolved = {one.id: shown for one, shown in described(server, files)}
    rows = [row_of(row["component"], values, files) for row in asked.form["components"]]
    about = {"attachments": resolved, "users": {}}
    return {"custom_id": asked.form["custom_id"], "components": rows, "resolved": about}


def described(server: DiscordServer, files: Mapping[str, File]) -> list[tuple[File, Json]]:
    return [(one, uploaded(server, one)) for one in files.values()]


def row_of(field: Json, values: Mapping[str, Value], files: Mapping[str, File]) -> Json:
    name, kind = field["custom_id"], field["type"]
    inner: Json = {"type": kind, "custom_id": name, "id": 2}
    if kind == TEXT:
        inner["value"] = str(values[name]) if name in values else field.get("value") or ""
    elif name in files:
        inner["values"] = [files[name].id]
    else:
        inner["values"] = picked(field, values)
    return {"type": 18, "id": 1, "component": inner}


def picked(field: Json, values: Mapping[str, Value]) -> list[str]:
    """The options that are chosen: those that were asked for, else those that stand there."""
    options, name = field.get("options") or [], field["custom_id"]
    if name not in values:
        return [str(one["value"]) for one in options if one.get("default")]
    value = values[name]
    wanted = value if isinstance(value, tuple) else (YES if value is True else str(value),)
    return [option_of(options, str(one)) for one in wanted] if value else []


def option_of(options: list[Json], wanted: str) -> str:
    """The value of the option that is called so; LookupError when it is not offered."""
    for one in options:
        if one["value"] == wanted or slug(str(one["label"])).startswith(slug(wanted)):
            return str(one["value"])
    offered = [one["label"] for one in options]
    raise LookupError(f"{wanted} is none of {offered}")


def slug(label: str) -> str:
    """The name as it is typed without accents."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "-")


def names_in(asked: Interaction) -> set[str]:
    """The fields of the step that is open."""
    assert asked.form is not None
    return {row["component"]["custom_id"] for row in asked.form["components"]}
