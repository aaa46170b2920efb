"""What the Bot API tells of a member of a chat, by its status there."""

from .people import JSON, Chat, User

ADMINISTRATORS = frozenset(("creator", "administrator"))
_ADMINISTRATOR_RIGHTS = (
    "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
_RIGHTS_IN_CHANNELS = ("can_post_messages", "can_edit_messages")
_RIGHTS_IN_GROUPS = ("can_pin_messages",)
_PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages "
    "can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"
).split()


def member_json(chat: Chat, user: User, status: str) -> JSON:
    """The `ChatMember` object of the Bot API."""
    more: JSON = {}
    match status:
        case "creator":
            more = {"is_anonymous": False}
        case "administrator":
            own = _RIGHTS_IN_CHANNELS if chat.is_channel else _RIGHTS_IN_GROUPS
            more = {"is_anonymous": False} | dict.fromkeys([*_ADMINISTRATOR_RIGHTS, *own], True)
        case "restricted":
            more = {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS, False)
        case "kicked":
            more = {"until_date": 0}
    return {"status": status, "user": user.to_json()} | more
