"""The privacy manifest itself: one entry for each table, the person's own ones first."""

from core.store.manifest import DELIVERY, NOBODY, declared

MANIFEST = (
    declared(
        "people C2 enrolment",
        "link a person with an account of the platform",
        whose="id",
        keep="id tenant created_at",
        blank="user name locale",
        shown="user name locale created_at",
    ),
    declared(
        "consents C2 proof",
        "prove that the notice was accepted",
        whose="person_id",
        keep="id tenant person_id version since until proof",
        shown="version since until",
    ),
    declared(
        "enrolments C2 course",
        "access to a class",
        whose="person_id",
        keep="id tenant section_id person_id role since until ended by_itself",
        shown="section_id role since until ended",
    ),
    declared(
        "grants C2 course",
        "who may set up classes",
        whose="person_id",
        keep="id tenant person_id granted_by place since until revoked_by",
        shown="place since until",
    ),
    declared(
        "roster_lines C2 course",
        "match the lines of an imported roster with people",
        whose="person_id",
        delete="id tenant section_id person_id name email login sis role code since until",
        shown="section_id name email login sis role since until",
    ),
    declared(
        "erasures C2 year",
        "carry an erasure out to its end",
        whose="person_id",
        keep="id tenant person_id steps asked_at done_at held_at",
        shown="asked_at done_at held_at",
    ),
    declared(
        "extensions C2 course",
        "another date or number of attempts for one student",
        whose="person_id",
        keep="assignment_id person_id tenant due_at max_attempts given_by given_at",
        shown="assignment_id due_at max_attempts given_at",
    ),
    declared(
        "monitors C1 day",
        "keep one message up to date",
        whose="person_id",
        delete="id tenant section_id person_id state place shown until created_at",
        shown="section_id state created_at",
    ),
    declared(
        "proposals C2 day",
        "a teacher's changes that wait for a word",
        whose="person_id",
        delete="id tenant assignment_id person_id version changes created_at",
        shown="assignment_id changes created_at",
    ),
    declared(
        "completions C3 course",
        "prove that graded work was done",
        whose="student_id",
        delete="id tenant assignment_id student_id file_id issued_at",
        shown="assignment_id issued_at",
    ),
    declared(
        "observers C2 course",
        "who was let into an interview",
        whose="person_id",
        delete="session_id person_id tenant since",
        shown="session_id since",
    ),
    declared(
        "sessions C3 course",
        "practice and assessment",
        whose="student_id",
        keep="id tenant section_id assignment_id client_id student_id work state engine renderer "
        "test attempt last_seq turns openness created_at began_at last_at ended_at",
        blank="memory lane place origin origin_handle salt director",
        shown="id section_id assignment_id client_id state engine attempt turns openness "
        "created_at began_at last_at ended_at",
    ),
    declared(
        "messages C3 course",
        "practice and assessment; the hash of a line stays, so that the chain stays whole",
        whose="session",
        keep="session_id seq tenant turn role platform_id at_ms text_hash hash",
        blank="text salt",
        shown="session_id seq turn role text at_ms",
    ),
    declared(
        "message_revisions C3 course",
        "what a line said after its author changed it",
        whose="session",
        delete="session_id seq revision tenant text at_ms",
        shown="session_id seq revision text at_ms",
    ),
    declared(
        "traces C3 course",
        "why the client behaved so; holds the teacher's unopened facts, the report shows the rest",
        whose="session",
        delete="session_id turn tenant row note",
    ),
    declared(
        "reports C3 course",
        "feedback; its words are in the Markdown of the same export, as the student may see them",
        whose="session",
        delete="session_id tenant report seal created_at",
        shown="session_id created_at",
    ),
    declared(
        "measures C3 course",
        "what can be counted of an interview",
        whose="session",
        delete="session_id tenant section_id student_id assignment_id client_id metrics turns "
        "active_ms openness facts_opened facts open_questions questions reflections ended_at",
        shown="session_id turns active_ms openness facts_opened open_questions questions "
        "reflections ended_at",
    ),
    declared(
        "ratings C3 course",
        "what a student thought of an interview",
        whose="session",
        delete="session_id tenant section_id score line at",
        shown="session_id score line at",
    ),
    declared(
        "memory_entries C3 course",
        "what a client remembers of a student",
        whose="student_id",
        delete="number id tenant section_id student_id slug kind session_id text shift by_id at_ms",
        shown="section_id slug kind session_id text at_ms",
    ),
    declared(
        "caps C1 in use",
        "limits of money",
        keep="tenant scope section_id nusd by_id at_ms",
        why=NOBODY,
    ),
    declared(
        "pulses C1 month",
        "how lively each hour of a class was",
        keep="section_id at_ms tenant said interviews",
        why=NOBODY,
    ),
    declared(
        "switches C1 in use",
        "where alerts go, whether practice is paused, how long words are kept",
        keep="tenant alert_place paused_ms paused_by kept_days",
        why=NOBODY,
    ),
    declared(
        "starts C3 course",
        "where an interview began, so that a moment of it can be played again",
        whose="session",
        delete="session_id tenant director",
    ),
    declared(
        "forks C3 course",
        "which interview went on from a turn of another",
        whose="session",
        delete="session_id tenant parent_id turn",
        shown="session_id parent_id turn",
    ),
    declared(
        "time_limits C1 course",
        "end an interview in time",
        whose="session",
        delete="session_id tenant ends_at left_s",
        shown="session_id ends_at",
    ),
    declared(
        "withheld_lines C4 day",
        "words that wait for their author's choice",
        whose="session",
        delete="session_id position tenant event at_ms",
        why="never handed out: whoever looks over a shoulder must not read them",
    ),
    declared(
        "supervision_notes C3 course",
        "a supervisor's words about a turn; the teacher's own until they are said",
        whose="session",
        delete="id tenant session_id turn kind author_id text at",
    ),
    declared(
        "quote_consents C3 course",
        "words that a student let a class talk about",
        whose="session",
        delete="id tenant assignment_id session_id seq text agreed asked_at",
        shown="session_id seq text agreed asked_at",
    ),
    declared(
        "evaluations C3 course",
        "assessment; shown after its release",
        whose="session",
        delete="id tenant session_id section_id assignment_id rubric_id criteria grader prompt "
        "transcript profile language done policy release_on created_at finished_at revealed_at "
        "shown_at released_at released_by total",
        shown="id session_id assignment_id criteria grader released_at total",
    ),
    declared(
        "findings C3 course",
        "assessment by criterion; shown after its release",
        whose="evaluation",
        delete="evaluation_id position tenant criterion level proven finding",
        shown="evaluation_id criterion level proven finding",
    ),
    declared(
        "verdicts C3 course",
        "a teacher's word on a criterion; shown after its release",
        whose="evaluation",
        delete="evaluation_id number tenant criterion ruling level comment by_id at",
        shown="evaluation_id criterion ruling level comment at",
    ),
    declared(
        "contests C3 course",
        "a student's objection",
        whose="evaluation",
        delete="id tenant evaluation_id criterion text at answer answered_by answered_at",
        shown="evaluation_id criterion text at answer answered_at",
    ),
    declared(
        "double_marks C1 course",
        "which scores a second teacher looks at",
        whose="evaluation",
        delete="evaluation_id tenant drawn_at done_at",
    ),
    declared(
        "files C3 month",
        "hand a file over",
        whose="owner_id",
        delete="id tenant name media_type description content owner_id created_at",
        shown="name media_type created_at",
    ),
    declared(
        "file_pieces C3 month",
        "hand a large file over",
        keep="file_id number tenant content",
        why="goes with its file",
    ),
    declared(
        "model_calls C1 400 days",
        "money; no text ever",
        whose="person_id",
        keep="id tenant section_id person_id session_id state purpose model model_answered "
        "request_id attempt stop_reason fault input cache_read cache_write_5m cache_write_1h "
        "output thinking reserved_nusd held_nusd booked_nusd cost_nusd price_status price_source "
        "ttft_ms duration_ms at_ms",
        shown="purpose model input output cost_nusd at_ms",
    ),
    declared(
        "audit C2 year",
        "accountability; the actor is an id that erasure detaches from the account",
        keep="tenant seq actor_id action target section_id outcome reason at hash",
        why="own entries and who read one's interviews are added to the export",
    ),
    declared(
        "sections C2 course",
        "teaching",
        keep="id tenant place name code zone state enrolment public orphaned_at remind_hours "
        "grace_minutes assistants_read quiet_from quiet_to kept_days held_at created_at",
        why=NOBODY,
    ),
    declared(
        "assignments C2 course",
        "teaching",
        keep="id tenant section_id title briefing graded state available_at due_at max_attempts "
        "created_by created_at announcement_key time_limit show_rubric notes_allowed release "
        "release_at version publish_at changed_by changed_at",
        why=NOBODY,
    ),
    declared(
        "assignment_clients C2 course",
        "teaching",
        keep="assignment_id client_id rubric_id tenant position removed_at",
        why=NOBODY,
    ),
    declared(
        "announcements C2 course",
        "teaching",
        keep="id tenant section_id text at state version post_key created_by created_at",
        why=NOBODY,
    ),
    declared(
        "grading_rules C2 course",
        "when scores are released",
        keep="section_id tenant bar automatic",
        why=NOBODY,
    ),
    declared(
        "clients C2 author",
        "teaching material; its author becomes nobody's account",
        keep="id tenant slug version status name language sha256 profile summary "
        "tags difficulty created_at archived_at owner_id",
        why="an author exports own clients with /client export",
    ),
    declared(
        "rubrics C2 author",
        "teaching material; its author becomes nobody's account",
        keep="id tenant slug version owner_id name criteria created_at archived_at",
        why="an author exports own rubrics with /rubric export",
    ),
    declared(
        "support_cards C4 month",
        "that a card was shown, and when; nobody's name, place or words",
        keep="id tenant kind at_ms",
        why=NOBODY,
    ),
    declared(
        "inbox C3 day",
        "deliver once; the row stays 30 days, so that what comes again is known",
        keep="lane seq tenant event_key natural_key payload_hash event platform_ts received_at "
        "parked_reason",
        why=DELIVERY,
    ),
    declared(
        "outbox C3 day",
        "deliver once; the row stays 30 days, longer for a post that can still be edited",
        keep="lane seq part key tenant token place errand state platform_id result_place "
        "created_at sent_at reason",
        why=DELIVERY,
    ),
    declared(
        "jobs C1 month",
        "do something later",
        keep="kind dedupe_key tenant run_at event state fired_at",
        why=DELIVERY,
    ),
    declared(
        "lanes C1 month",
        "one conversation after another",
        keep="lane tenant last_seq done_seq unsent visible_at owner token attempts failures "
        "last_platform_id",
        why=DELIVERY,
    ),
    declared(
        "alerts C1 month",
        "tell the operator",
        keep="kind dedupe_key tenant text section_id told_ms raised_at",
        why=DELIVERY,
    ),
    declared(
        "spending C1 400 days",
        "totals of money",
        keep="scope name booked_nusd",
        why="a name is at most our own id of a person, which erasure detaches from the account",
    ),
    declared(
        "session_holds C1 day",
        "money kept back for an interview",
        keep="session_id tenant day left_nusd",
        why=NOBODY,
    ),
    declared(
        "breaker_openings C1 in use",
        "spare a model that fails",
        keep="model until_ms",
        why=NOBODY,
    ),
    declared(
        "installations C4 in use",
        "a workspace's sealed token",
        keep="tenant sealed installed_at",
        why=NOBODY,
    ),
    declared(
        "install_states C4 day",
        "an installation under way",
        keep="digest until_ms",
        why=NOBODY,
    ),
)
BY_TABLE = {one.table: one for one in MANIFEST}
OWN = tuple(one for one in MANIFEST if one.whose)
