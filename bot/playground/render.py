"""A reply or a form as the JSON that the page draws; pure."""

from datetime import UTC, datetime

from core.domain.place import Place
from core.domain.reply import (
    Block,
    Button,
    Choice,
    Field,
    FileRef,
    Form,
    Heading,
    Note,
    Prose,
    Reply,
    Row,
    Rows,
    Speech,
    Table,
)

JsonObject = dict[str, object]


def reply_json(reply: Reply) -> JsonObject:
    """Everything that the app's message shows."""
    return {
        "blocks": [block_json(block) for block in reply.blocks],
        "buttons": [button_json(button) for button in reply.buttons],
        "files": [file_json(file) for file in reply.files],
        "goto": place_text(reply.goto),
    }


def typed_json(text: str, attachments: tuple[str, ...] = ()) -> JsonObject:
    """Everything that a person's message shows."""
    return {"text": text, "attachments": list(attachments)}


def block_json(block: Block) -> JsonObject:
    match block:
        case Heading(text) | Prose(text) | Note(text):
            return {"kind": block.kind, "text": text}
        case Speech(speaker, text, label):
            return {"kind": block.kind, "speaker": speaker, "text": text, "label": label}
        case Rows(rows):
            return {"kind": block.kind, "rows": [row_json(row) for row in rows]}
        case Table(header, cells):
            return {
                "kind": block.kind,
                "header": list(header),
                "cells": [list(line) for line in cells],
            }


def row_json(row: Row) -> JsonObject:
    if isinstance(row.value, datetime):
        instant = row.value.astimezone(UTC)
        shown = instant.strftime("%Y-%m-%d %H:%M UTC")
        return {"name": row.name, "value": shown, "instant": instant.isoformat()}
    return {"name": row.name, "value": row.value, "instant": ""}


def button_json(button: Button) -> JsonObject:
    return {
        "label": button.label,
        "token": button.token,
        "style": button.style,
        "confirm": button.confirm,
    }


def file_json(file: FileRef) -> JsonObject:
    return {
        "id": file.id,
        "name": file.name,
        "media_type": file.media_type,
        "description": file.description,
    }


def form_json(form: Form) -> JsonObject:
    return {
        "title": form.title,
        "token": form.token,
        "submit": form.submit,
        "fields": [field_json(field) for field in form.fields],
    }


def field_json(field: Field) -> JsonObject:
    value = list(field.value) if isinstance(field.value, tuple) else field.value
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind,
        "required": field.required,
        "value": value,
        "choices": [choice_json(choice) for choice in field.choices],
        "hint": field.hint,
        "error": field.error,
        "max_length": field.max_length,
    }


def choice_json(choice: Choice) -> JsonObject:
    return {"value": choice.value, "label": choice.label}


def place_text(place: Place | None) -> str:
    return str(place) if place else ""
