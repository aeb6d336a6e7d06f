"""The words of the page itself, which its scripts say in the reader's language."""

from bot.playground.journal import Json
from core.language import _, gettext_noop, language_of, speaking

WORDS = (
    gettext_noop("A quiet channel"),
    gettext_noop("Act as"),
    gettext_noop("Admin"),
    gettext_noop("An answer is being written"),
    gettext_noop("Announcements of your teachers appear here, with a Start button under each."),
    gettext_noop("App"),
    gettext_noop("Are you sure?"),
    gettext_noop("Attach a file (the playground keeps its name only)"),
    gettext_noop("Briefing first, then your client's first words."),
    gettext_noop("Cancel"),
    gettext_noop("Capabilities: {rules}"),
    gettext_noop("Choose…"),
    gettext_noop("Class"),
    gettext_noop("Client"),
    gettext_noop("Close"),
    gettext_noop("closed"),
    gettext_noop("Command"),
    gettext_noop("commands"),
    gettext_noop("Commands"),
    gettext_noop("Connecting again…"),
    gettext_noop("Delete"),
    gettext_noop("Delete message"),
    gettext_noop("Delete this thread"),
    gettext_noop("Delete thread"),
    gettext_noop("Developer drawer"),
    gettext_noop("Direct messages"),
    gettext_noop("Dismiss"),
    gettext_noop("Download"),
    gettext_noop("Edit message"),
    gettext_noop("edited"),
    gettext_noop("Events"),
    gettext_noop("Loading the class…"),
    gettext_noop("Message"),
    gettext_noop("Message {where}"),
    gettext_noop("name only"),
    gettext_noop("new line ·"),
    gettext_noop("no"),
    gettext_noop("Only you and the app"),
    gettext_noop("Only you can see this"),
    gettext_noop("open"),
    gettext_noop("Open {place}"),
    gettext_noop("Options of {command}"),
    gettext_noop("Places"),
    gettext_noop("playground"),
    gettext_noop("Please fill this in."),
    gettext_noop("Private interview"),
    gettext_noop("Rules"),
    gettext_noop("Save"),
    gettext_noop("Send"),
    gettext_noop("sends ·"),
    gettext_noop("Skip to the message box"),
    gettext_noop("Something went wrong in the app. Your text is kept here."),
    gettext_noop("Student"),
    gettext_noop("Suggestions for {option}"),
    gettext_noop("Table: {columns}"),
    gettext_noop("Teacher"),
    gettext_noop("The interview opens here"),
    gettext_noop(
        "The playground does not answer. Your text is kept here; try again when it is back."
    ),
    gettext_noop("The playground has stopped. This page goes on by itself when it is back."),
    gettext_noop("This deletes the thread from the platform, as a moderator could."),
    gettext_noop("This deletes your message for everybody."),
    gettext_noop("This file cannot be read."),
    gettext_noop("This file is too large: at most 1.4 MB."),
    gettext_noop("This page has lost its key. Open the address that the command printed."),
    gettext_noop("This thread is closed. You can still read it."),
    gettext_noop("Today"),
    gettext_noop(
        "Type / to see what it can do here. "
        "Your practice interviews open as threads below this line."
    ),
    gettext_noop("unread"),
    gettext_noop("Virtual Client playground"),
    gettext_noop("yes"),
    gettext_noop("Yesterday"),
    gettext_noop("Your private line to Virtual Client"),
    gettext_noop("{about} (required)"),
    gettext_noop("{label} (optional)"),
)


def words_json(locale: str) -> Json:
    """The language that is spoken for a locale, and every text in it."""
    language = language_of(locale)
    with speaking(language):
        return {"language": language, "words": {text: _(text) for text in WORDS}}
