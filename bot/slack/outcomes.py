"""What becomes of every event type and every message subtype, by name; one row each."""

from dataclasses import dataclass
from types import MappingProxyType

SAID, EDITED, ERASED = "said", "edited", "erased"
JOINED, LEFT, MENTIONED = "joined", "left", "mentioned"
HOME, GONE, CHANGED, STOPPED = "home", "gone", "changed", "stopped"
OURS, SERVICE, MALFORMED, UNKNOWN = "ours", "service", "malformed", "unknown"
NOT_OURS_TO_READ, UNCHANGED, FOREIGN = "not_ours_to_read", "unchanged", "foreign"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is to be done; `outcome` is counted."""

    outcome: str


# A message without a subtype is said by somebody; what another app or Slack itself writes is not.
SUBTYPES = MappingProxyType(
    {
        "": SAID,
        "me_message": SAID,
        "file_share": SAID,
        "thread_broadcast": SAID,
        "message_changed": EDITED,
        "message_deleted": ERASED,
        "bot_message": OURS,
        "assistant_app_thread": SERVICE,
        "bot_add": SERVICE,
        "bot_remove": SERVICE,
        "channel_archive": SERVICE,
        "channel_convert_to_private": SERVICE,
        "channel_convert_to_public": SERVICE,
        "channel_join": SERVICE,
        "channel_leave": SERVICE,
        "channel_name": SERVICE,
        "channel_posting_permissions": SERVICE,
        "channel_purpose": SERVICE,
        "channel_topic": SERVICE,
        "channel_unarchive": SERVICE,
        "document_mention": SERVICE,
        "ekm_access_denied": SERVICE,
        "file_comment": SERVICE,
        "file_mention": SERVICE,
        "group_archive": SERVICE,
        "group_join": SERVICE,
        "group_leave": SERVICE,
        "group_name": SERVICE,
        "group_purpose": SERVICE,
        "group_topic": SERVICE,
        "group_unarchive": SERVICE,
        "huddle_thread": SERVICE,
        "message_replied": SERVICE,
        "pinned_item": SERVICE,
        "reminder_add": SERVICE,
        "reply_broadcast": SERVICE,
        "sh_room_created": SERVICE,
        "tombstone": SERVICE,
        "unpinned_item": SERVICE,
    }
)
# The manifest subscribes to the first sixteen; the rest is named so that it cannot surprise us.
TYPES = MappingProxyType(
    {
        "message": SAID,
        "app_home_opened": HOME,
        "agent_session_stopped": STOPPED,
        "member_joined_channel": JOINED,
        "member_left_channel": LEFT,
        "app_mention": MENTIONED,
        "app_uninstalled": GONE,
        "tokens_revoked": GONE,
        "channel_archive": CHANGED,
        "channel_deleted": CHANGED,
        "channel_rename": CHANGED,
        "channel_unarchive": CHANGED,
        "group_archive": CHANGED,
        "group_deleted": CHANGED,
        "group_rename": CHANGED,
        "group_unarchive": CHANGED,
        "app_rate_limited": SERVICE,
        "channel_left": SERVICE,
        "group_left": SERVICE,
        "file_shared": SERVICE,
        "reaction_added": SERVICE,
        "reaction_removed": SERVICE,
        "team_join": SERVICE,
        "user_change": SERVICE,
        "user_profile_changed": SERVICE,
    }
)
