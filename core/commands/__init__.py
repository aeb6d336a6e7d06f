"""One module per command; each is one typed function. COMMANDS is the table of contents."""

from core.commands.admin import name_teacher, reassign, teachers, unname_teacher
from core.commands.admin_hold import admin_hold, admin_lift, admin_release
from core.commands.admin_models import (
    admin_alerts,
    admin_cost,
    admin_health,
    admin_limits,
    admin_pause,
    admin_resume,
    section_limits,
)
from core.commands.admin_retention import admin_retention
from core.commands.announce import (
    announce,
    announce_at,
    announce_cancel,
    announce_edit,
    announce_post,
    announcement_list,
)
from core.commands.assign import assign_create, assign_list, assign_show
from core.commands.assign_edit import (
    assign_due,
    assign_edit,
    assign_more,
    assign_pairs,
    assign_save,
)
from core.commands.assign_extend import assign_allow, assign_extend
from core.commands.assign_state import (
    assign_close,
    assign_copy,
    assign_delete,
    assign_drop,
    assign_post,
    assign_publish,
    assign_unpublish,
    assign_withdraw,
)
from core.commands.audit import admin_audit, own_audit, section_audit
from core.commands.bundle import bundle
from core.commands.calendar import calendar
from core.commands.classlist import class_sessions
from core.commands.client import (
    client_adapt,
    client_approve,
    client_archive,
    client_delete,
    client_list,
    client_restore,
    client_view,
)
from core.commands.client_facts import client_fact, client_facts, client_gates
from core.commands.client_files import client_export, client_import
from core.commands.client_try import client_preview, client_test
from core.commands.client_write import client_edit, client_new, client_person
from core.commands.coach import coach
from core.commands.debrief import debrief, debrief_post, debrief_quotes, quote
from core.commands.grade import contest, grade, why
from core.commands.gradebook import report_gradebook
from core.commands.help import help_here
from core.commands.history import own_sessions
from core.commands.home import home
from core.commands.memory import (
    memory_event,
    memory_forget,
    memory_of,
    memory_reset,
    memory_series,
    memory_show,
    memory_undo,
    memory_withdraw,
)
from core.commands.monitor import monitor, monitor_day, monitor_read, monitor_stop
from core.commands.observe import observe, observe_note, observe_whisper
from core.commands.passport import review_passport, review_rules
from core.commands.practice import practice, remind, stray, talk
from core.commands.privacy import (
    accept_notice,
    privacy_delete,
    privacy_download,
    privacy_erase,
    privacy_show,
    privacy_withdraw,
)
from core.commands.progress import own_progress
from core.commands.rating import rate, rate_line, rated
from core.commands.records import export_session, feedback, open_session
from core.commands.replay import compare, replay
from core.commands.report import report_class, report_student
from core.commands.review import (
    release_one,
    review_answer,
    review_change,
    review_confirm,
    review_criterion,
    review_mark,
    review_open,
    review_queue,
    review_read,
    review_release,
    review_sample,
    review_strike,
    review_trust,
)
from core.commands.roster import (
    roster_add,
    roster_approve,
    roster_drop,
    roster_remove,
    roster_show,
    roster_sync,
)
from core.commands.rosterlist import (
    join,
    roster_confirm,
    roster_export,
    roster_import,
    roster_invited,
    roster_match,
)
from core.commands.rubric import (
    rubric_archive,
    rubric_copy,
    rubric_delete,
    rubric_edit,
    rubric_list,
    rubric_new,
    rubric_restore,
    rubric_view,
)
from core.commands.rubric_files import rubric_export, rubric_import, rubric_keep
from core.commands.section import section_settings, section_setup
from core.commands.section_assistants import section_assistants
from core.commands.section_dates import section_dates, section_retention
from core.commands.session import again, done, pause, resume
from core.commands.spec import Command
from core.commands.support import choose
from core.commands.worklist import work_page

COMMANDS: tuple[Command, ...] = (
    home,
    practice,
    own_sessions,
    feedback,
    grade,
    replay,
    export_session,
    own_progress,
    rate,
    calendar,
    pause,
    resume,
    done,
    coach,
    class_sessions,
    report_class,
    report_student,
    report_gradebook,
    observe,
    debrief,
    bundle,
    review_queue,
    review_release,
    review_sample,
    review_passport,
    review_rules,
    monitor,
    assign_create,
    assign_list,
    assign_show,
    assign_edit,
    assign_more,
    assign_pairs,
    assign_publish,
    assign_unpublish,
    assign_close,
    assign_delete,
    assign_copy,
    assign_extend,
    announce,
    announcement_list,
    roster_show,
    roster_approve,
    roster_add,
    roster_remove,
    roster_sync,
    roster_import,
    roster_invited,
    roster_match,
    roster_export,
    join,
    section_setup,
    section_settings,
    section_dates,
    section_retention,
    section_assistants,
    section_audit,
    memory_show,
    memory_event,
    memory_series,
    memory_reset,
    section_limits,
    admin_health,
    admin_cost,
    admin_limits,
    admin_pause,
    admin_resume,
    admin_alerts,
    admin_audit,
    admin_hold,
    admin_release,
    admin_retention,
    teachers,
    name_teacher,
    unname_teacher,
    reassign,
    privacy_show,
    own_audit,
    privacy_download,
    privacy_withdraw,
    privacy_delete,
    help_here,
    client_list,
    client_view,
    client_new,
    client_edit,
    client_person,
    client_facts,
    client_gates,
    client_fact,
    client_adapt,
    client_approve,
    client_archive,
    client_restore,
    client_delete,
    client_preview,
    client_test,
    client_import,
    client_export,
    rubric_list,
    rubric_view,
    rubric_new,
    rubric_edit,
    rubric_copy,
    rubric_archive,
    rubric_restore,
    rubric_delete,
    rubric_import,
    rubric_export,
)
BUTTONS_ONLY: tuple[Command, ...] = (
    rubric_keep,
    announce_at,
    announce_cancel,
    announce_edit,
    announce_post,
    assign_allow,
    assign_drop,
    assign_due,
    assign_post,
    assign_save,
    assign_withdraw,
    roster_drop,
    memory_of,
    memory_forget,
    memory_undo,
    memory_withdraw,
    talk,
    work_page,
    remind,
    stray,
    open_session,
    again,
    choose,
    accept_notice,
    privacy_erase,
    admin_lift,
    roster_confirm,
    rated,
    rate_line,
    why,
    contest,
    debrief_quotes,
    debrief_post,
    quote,
    observe_note,
    observe_whisper,
    compare,
    review_open,
    review_criterion,
    review_confirm,
    review_change,
    review_strike,
    review_trust,
    review_read,
    review_mark,
    review_answer,
    release_one,
    monitor_stop,
    monitor_day,
    monitor_read,
)
