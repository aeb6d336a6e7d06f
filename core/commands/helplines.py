"""The lines of /help: commands by what one must be allowed to do."""

from core.domain.policy import Action, Standing, allowed
from core.language import _, gettext_noop

LINES: tuple[tuple[str, Action, str], ...] = (
    ("practice", Action.PRACTISE, gettext_noop("your work, and the way into an interview")),
    ("sessions", Action.PRACTISE, gettext_noop("your interviews, with feedback and files")),
    ("progress", Action.PRACTISE, gettext_noop("how you get on, as a table and a picture")),
    ("grade", Action.PRACTISE, gettext_noop("your rubric feedback, with its reasons")),
    ("coach", Action.PRACTISE, gettext_noop("a hint from the supervisor, out of role")),
    ("assign create", Action.ASSIGN, gettext_noop("give your class work: a draft, then a post")),
    ("assign list", Action.ASSIGN, gettext_noop("all work of your class, and what to do with it")),
    ("client list", Action.WRITE_MATERIAL, gettext_noop("clients: read, try, adapt, write")),
    ("rubric list", Action.WRITE_MATERIAL, gettext_noop("rubrics: read, adapt, write")),
    ("announce", Action.ANNOUNCE, gettext_noop("tell the class something, now or later")),
    ("review queue", Action.SCORE, gettext_noop("grades that wait for you")),
    ("roster show", Action.ROSTER_VIEW, gettext_noop("who is in the class, and how far")),
    ("report class", Action.SEE_SESSIONS, gettext_noop("the class in numbers and as a picture")),
    ("report student", Action.SEE_SESSIONS, gettext_noop("one student, interview by interview")),
    ("report gradebook", Action.EXPORT_CLASS, gettext_noop("released scores for your LMS")),
    ("monitor", Action.MONITOR, gettext_noop("the class live, without any text")),
    ("section settings", Action.SECTION_SETTINGS, gettext_noop("how your class runs")),
    ("section setup", Action.BIND, gettext_noop("make a class of a channel")),
    ("admin teacher list", Action.GRANT_TEACHER, gettext_noop("who is named a teacher")),
    ("admin teacher add", Action.GRANT_TEACHER, gettext_noop("name somebody a teacher")),
    ("privacy show", Action.OWN_DATA, gettext_noop("what is kept of you, and who may read it")),
    ("help", Action.HELP, gettext_noop("this, wherever you are")),
)


def lines_for(standing: Standing) -> tuple[tuple[str, str], ...]:
    """What somebody of this standing can do, with a few words each."""
    return tuple((name, _(about)) for name, action, about in LINES if allowed(action, standing))
