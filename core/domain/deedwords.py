"""What the deeds of the audit are called where people read them."""

from core.language import _, gettext_noop

DEED_WORDS = {
    "read_transcript": gettext_noop("opened an interview"),
    "supervision_note": gettext_noop("left a note on an interview"),
    "whisper": gettext_noop("gave a hint in an interview"),
    "quote_yes": gettext_noop("let the class see a line"),
    "quote_no": gettext_noop("kept a line from the class"),
    "debrief": gettext_noop("made a debrief"),
    "bulk_export": gettext_noop("took the interviews of the class as files"),
    "gradebook": gettext_noop("took the gradebook as a file"),
    "export_roster": gettext_noop("took the class list as a file"),
    "import_roster": gettext_noop("imported a class list"),
    "match_line": gettext_noop("matched a line of the class list"),
    "join_by_code": gettext_noop("joined with a code"),
    "approve": gettext_noop("let a student in"),
    "add_student": gettext_noop("added a student"),
    "add_ta": gettext_noop("added a teaching assistant"),
    "add_teacher": gettext_noop("added a teacher"),
    "remove": gettext_noop("removed somebody from the class"),
    "bind": gettext_noop("set the class up"),
    "settings": gettext_noop("changed the settings of the class"),
    "dates": gettext_noop("changed reminders or quiet hours"),
    "retention": gettext_noop("changed how long words are kept"),
    "assistants_read": gettext_noop("let assistants read along"),
    "assistants_read_no_more": gettext_noop("let assistants read along no more"),
    "reassign": gettext_noop("gave the class a teacher"),
    "grading_rules": gettext_noop("changed when scores are released"),
    "draw_sample": gettext_noop("drew scores for a second look"),
    "confirm": gettext_noop("confirmed a score"),
    "override": gettext_noop("changed a score"),
    "blind": gettext_noop("scored before the machine's score was shown"),
    "strike": gettext_noop("struck a score out"),
    "release": gettext_noop("released scores"),
    "contest": gettext_noop("objected to a score"),
    "answer_contest": gettext_noop("answered an objection"),
    "publish": gettext_noop("published an assignment"),
    "unpublish": gettext_noop("took an assignment back"),
    "close": gettext_noop("closed an assignment"),
    "delete_assignment": gettext_noop("deleted an assignment"),
    "extend": gettext_noop("changed a student's date or attempts"),
    "memory_read": gettext_noop("read what a client remembers"),
    "memory_event": gettext_noop("told a client what has happened"),
    "memory_withdrawn": gettext_noop("took back what a client was told"),
    "memory_reset": gettext_noop("made a client forget"),
    "memory_undo": gettext_noop("let a client remember again"),
    "memory_series": gettext_noop("let a client remember from one interview to the next"),
    "memory_usual": gettext_noop("let a client begin anew each time"),
    "grant_teacher": gettext_noop("named a teacher"),
    "revoke_teacher": gettext_noop("took a teacher's name off"),
    "pause_models": gettext_noop("paused the AI answers"),
    "resume_models": gettext_noop("let the AI answer again"),
    "alert_place": gettext_noop("changed where alerts go"),
    "set_limit": gettext_noop("changed a limit of money"),
    "workspace_retention": gettext_noop("changed how long words are kept in the workspace"),
    "hold": gettext_noop("put the class under a legal hold"),
    "lift_hold": gettext_noop("ended the legal hold"),
    "hold_back": gettext_noop("kept what was to be deleted, because of a legal hold"),
    "erase": gettext_noop("asked for the deletion of their data"),
}
# Whoever looks into their own data sees these of it; a note and a ruling are the teacher's own
# until they are said.
ABOUT_ONESELF = frozenset(
    {
        *("read_transcript", "whisper", "quote_yes", "quote_no", "match_line", "approve"),
        *("add_student", "add_ta", "add_teacher", "remove", "reassign", "release", "erase"),
        *("grant_teacher", "revoke_teacher", "memory_read", "memory_event", "memory_withdrawn"),
        *("memory_reset", "memory_undo"),
    }
)
# What hands out the data of everybody in a class.
HANDED_OUT = frozenset({"bulk_export", "gradebook", "export_roster"})


def deed_words(action: str) -> str:
    """In the reader's language; one of a later version as it is kept."""
    words = DEED_WORDS.get(action)
    return _(words) if words else action.replace("_", " ")
