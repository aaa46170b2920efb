"""Channels, where nobody writes but the channel itself."""

from typing import Any

from .entities import detected_entities
from .members import ADMINISTRATORS
from .people import CHANNEL, JSON, Chat
from .state import State


class Channels(State):
    """Posts, which have no author but their channel."""

    async def posts_in_channel(self, text: str, channel: Chat = CHANNEL, **more: Any) -> JSON:
        """Post *text* in *channel*; returns the update, delivered or not: only administrators hear what is posted.

        *more* are further fields of the `Message`, such as "author_signature".
        """
        self.chats[channel.id] = channel
        who = {"chat": channel.to_json(), "sender_chat": channel.to_json()}
        post: JSON = {"message_id": self.next_message_id(), "date": int(self.clock()), "text": text} | who | more
        if marked := detected_entities(text):
            post.setdefault("entities", marked)
        self.heard[channel.id, post["message_id"]] = post
        if self.status_in(channel, self.bot) not in ADMINISTRATORS:
            return {"channel_post": post}
        return self.delivery.push("channel_post", post)
