"""What a platform can do; the core asks the table instead of knowing the platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One adapter's table; lengths are characters.

    `readers` says in words who, beside the student, can read an interview's place.
    """

    slash_in_thread: bool
    forms: bool
    form_files: bool
    native_datetime: bool
    autocomplete: bool
    private_reply: bool
    streaming: bool
    find_by_key: bool
    max_text: int
    max_buttons: int
    max_choices: int
    max_form_fields: int
    readers: str = ""
