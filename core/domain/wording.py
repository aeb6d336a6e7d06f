"""Every refusal's one sentence: what is, and what to do next; no blame."""

from dataclasses import replace
from datetime import datetime

from core.domain.reply import Block, Button, Prose, Reply, Row, Rows
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop

SENTENCES: dict[Refusal, str] = {
    Refusal.NOT_FOUND: gettext_noop("There is nothing like that here. /practice lists your work."),
    Refusal.NOT_ALLOWED: gettext_noop("That is for teachers of this class."),
    Refusal.UNKNOWN_COMMAND: gettext_noop("I do not know {command}. /help lists what works here."),
    Refusal.NEARLY_A_COMMAND: gettext_noop("I do not know {command}. Did you mean: {near}?"),
    Refusal.BAD_OPTION: gettext_noop("{option}: please give {wanted}."),
    Refusal.BAD_FILE: gettext_noop("That file cannot be used: {why}. Nothing was changed."),
    Refusal.MISSING_OPTION: gettext_noop("Missing {option}. Usage: {usage}"),
    Refusal.NO_SECTION: gettext_noop(
        "There is no class for you here. Join your class channel, then try again."
    ),
    Refusal.NO_CONSENT: gettext_noop(
        "Please read and accept the notice first; nothing was kept and "
        "no attempt was used. /practice shows it."
    ),
    Refusal.NO_CODE: gettext_noop(
        "This code does not work. Please check it, or ask your teacher for another."
    ),
    Refusal.NEEDS_ADMIN: gettext_noop("That is for administrators of this workspace."),
    Refusal.NOT_TOLD_WHO: gettext_noop(
        "This workspace did not say in time who you are, so I cannot tell whether you are an "
        "administrator. Please try again."
    ),
    Refusal.MAY_NOT_ASK_WHO: gettext_noop(
        "I cannot tell whether you are an administrator: the app lacks the permission "
        "{permission} here. An administrator of this workspace can give it by installing the "
        "app again."
    ),
    Refusal.NEEDS_GRANT: gettext_noop(
        "Classes are set up by teachers. An administrator of this "
        "workspace names teachers with /admin teacher add."
    ),
    Refusal.ALREADY_BOUND: gettext_noop(
        "This channel is a class already: {name}. /section settings changes it."
    ),
    Refusal.NOT_A_CHANNEL: gettext_noop(
        "A class lives in a channel. Please try again in the class channel itself."
    ),
    Refusal.WHICH_SECTION: gettext_noop(
        "You teach more than one class. Please try again in the channel of the class that you mean."
    ),
    Refusal.FROZEN: gettext_noop(
        "This class is archived: everything stays readable, nothing new begins."
    ),
    Refusal.NOT_YET_OPEN: gettext_noop("This work is not open yet."),
    Refusal.PAST_DUE: gettext_noop(
        "This work is closed for new interviews. What you did stays readable."
    ),
    Refusal.ATTEMPTS_USED: gettext_noop(
        "You have used {used} of {of} attempts. Your reports stay readable."
    ),
    Refusal.BAD_DATE: gettext_noop(
        "{option}: I cannot read “{typed}” as a time to come. Try "
        "“next friday 5pm”, “27 Nov 17:00” or “none”. Nothing was "
        "saved."
    ),
    Refusal.NOT_READY: gettext_noop("This cannot be published yet. Missing: {missing}."),
    Refusal.FIXED_FIELDS: gettext_noop(
        "Once published, only briefing, due date and attempts change. "
        "Fixed: {fields}. Nothing was saved. Unpublish it first, or "
        "copy it."
    ),
    Refusal.HAS_WORK: gettext_noop(
        "Students have worked on this already ({count}), so it cannot "
        "be deleted. You can close it: their work stays readable."
    ),
    Refusal.STALE_BUTTON: gettext_noop(
        "This button is out of date. /practice shows what you can do now."
    ),
    Refusal.ALREADY_DONE: gettext_noop("That is already done."),
    Refusal.NOTHING_TO_LIMIT: gettext_noop(
        "Clients are scripted here: no AI is asked, nothing costs anything, so there is no limit."
    ),
    Refusal.NOT_IN_INTERVIEW: gettext_noop(
        "That works in an interview of yours, and there is none here. /practice starts one."
    ),
    Refusal.SESSION_OVER: gettext_noop("This interview is over. /practice starts another one."),
    Refusal.NOT_YOUR_SESSION: gettext_noop(
        "This is somebody else's interview: your words were not passed on."
    ),
    Refusal.SESSION_PAUSED: gettext_noop(
        "The interview is paused. Your message was not passed on: press Resume, then send it again."
    ),
    Refusal.SESSION_STARTING: gettext_noop("The interview is just starting. One moment."),
    Refusal.ILLEGAL_MOVE: gettext_noop("That does not work while the interview is {state}."),
    Refusal.TEXT_ONLY: gettext_noop("I can only read text. Please type what you would say."),
    Refusal.TOO_LONG: gettext_noop("That is too long: please stay under {limit} characters."),
    Refusal.LIMIT_REACHED: gettext_noop(
        "No new interviews today: the limit of the day is reached. "
        "Interviews that run go on, and no attempt was used. Try again "
        "tomorrow."
    ),
    Refusal.MODEL_DOWN: gettext_noop(
        "The client cannot answer just now. Your message is kept and "
        "will be answered; nothing is lost and no attempt is used."
    ),
    Refusal.LIBRARY: gettext_noop(
        "{name} belongs to the library, which stays as it is. Adapt "
        "it: the copy is yours to change."
    ),
    Refusal.UNFIT: gettext_noop("This cannot be kept like this. Nothing was saved.\n{what}"),
    Refusal.TOO_LONG_TO_EDIT: gettext_noop(
        "{name} is too long for a form. Export it, change the file, "
        "and bring it back with {command} import."
    ),
    Refusal.NOTHING_NEW: gettext_noop("Nothing was changed: everything you gave is so already."),
    Refusal.OVERTAKEN: gettext_noop(
        "{name} was changed by somebody else at this moment. Nothing "
        "was saved; please look at it again."
    ),
    Refusal.MARK_BLIND_FIRST: gettext_noop(
        "This interview was drawn to be marked blind: give your own "
        "levels first, then the grader's are shown. /review sample "
        "goes on with it."
    ),
    Refusal.CANNOT_REPLAY: gettext_noop(
        "That moment cannot be opened again: the way to it is not the "
        "same any more (words were taken back, or the client was made "
        "by an older version). /practice starts a new interview."
    ),
    Refusal.UNDECIDED: gettext_noop(
        "Not released: these criteria are not decided yet: {criteria}. /review queue leads to them."
    ),
    Refusal.COULD_NOT_DO: gettext_noop(
        "That did not work, and it was our fault. It has been noted; "
        "nothing else was lost. You can try again."
    ),
    Refusal.TOO_FEW: gettext_noop(
        "Fewer than five students have finished this work. A debrief would show who they are, so "
        "there is none yet."
    ),
}
BUTTONS: dict[Refusal, tuple[Button, ...]] = {
    Refusal.SESSION_PAUSED: (Button(gettext_noop("Resume"), token("resume"), "primary"),),
    Refusal.NOT_IN_INTERVIEW: (Button(gettext_noop("My work"), token("practice")),),
    Refusal.SESSION_OVER: (Button(gettext_noop("Start another"), token("practice"), "primary"),),
    Refusal.ATTEMPTS_USED: (Button(gettext_noop("My sessions"), token("sessions")),),
    Refusal.PAST_DUE: (Button(gettext_noop("My sessions"), token("sessions")),),
    Refusal.NO_CONSENT: (Button(gettext_noop("Show the notice"), token("practice"), "primary"),),
    Refusal.NOT_FOUND: (Button(gettext_noop("My work"), token("practice")),),
}


def word(error: RefusalError) -> Reply:
    """The refusal as a private reply; the same on every platform."""
    blocks: list[Block] = [Prose(_(SENTENCES[error.refusal]).format_map(error.values))]
    at = error.values.get("at")
    if at:
        name = _("Opens") if error.refusal is Refusal.NOT_YET_OPEN else _("Closed")
        blocks.append(Rows((Row(name, datetime.fromisoformat(at)),)))
    buttons = (replace(one, label=_(one.label)) for one in BUTTONS.get(error.refusal, ()))
    return Reply(tuple(blocks), tuple(buttons))
