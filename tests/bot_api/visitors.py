"""What a test does in the name of people."""

from dataclasses import replace
from typing import Any

from .entities import detected_entities, entity_text, formatted
from .keyboards import inline_keyboard
from .members import ADMINISTRATORS
from .messages import BotMessage
from .people import ALICE, JSON, Chat, User, private_chat
from .state import Query, State

_COMMANDS_AND_MENTIONS = ("bot_command", "mention")


class Visitors(State):
    """People who write, press, type and choose; each act becomes an update."""

    async def user_says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        user: User = ALICE,
        language_code: str | None = None,
        reply_to: BotMessage | int | None = None,
        entities: list[JSON] | None = None,
        edited: bool = False,
        message_id: int | None = None,
        **more: Any,
    ) -> JSON:
        """Send or, with *edited*, edit a message as *user*; returns the update, delivered or not.

        The chat is the user's private one unless given. A *language_code* of "" is a client that tells none.
        Commands and mentions are marked as Telegram marks them unless *entities* are given;
        *more* are further fields of the `Message`: sender_chat, message_thread_id.
        """
        user = user if language_code is None else replace(user, language_code=language_code or None)
        chat = chat or private_chat(user)
        self.meet(user, chat)
        message_id = message_id or self.next_message_id()
        now = int(self.clock())
        message: JSON = {"message_id": message_id, "date": now, "chat": chat.to_json(), "from": user.to_json()}
        message |= {"text": text} | more
        if marked := detected_entities(text) if entities is None else entities:
            message["entities"] = marked
        if reply_to is not None:
            message["reply_to_message"] = self._replied_to(chat, reply_to)
        if edited:
            message |= {"date": self.heard.get((chat.id, message_id), message)["date"], "edit_date": now}
        self.heard[chat.id, message_id] = message
        kind = "edited_message" if edited else "message"
        if self._is_withheld(chat, message):
            return {kind: message}
        return self.delivery.push(kind, message)

    async def edits(self, message_id: int, text: str, **how: Any) -> JSON:
        """Change the text of a message said before; *how* is as for `user_says`."""
        return await self.user_says(text, edited=True, message_id=message_id, **how)

    async def user_sends_file(self, name: str, content: bytes, *, caption: str = "", user: User = ALICE, **more: Any) -> JSON:
        """Send a file called *name* as *user*, which the bot may fetch from then on; *more* is as for `user_sends`."""
        self.files[name] = content
        document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(content)}
        return await self.user_sends({"document": document}, caption=caption, user=user, **more)

    async def user_sends(self, media: JSON, *, caption: str = "", chat: Chat | None = None, user: User = ALICE, **more: Any) -> JSON:
        """Send a message without text as *user*: *media* are its fields, such as "photo" or, of a service message, "new_chat_title"."""
        chat = chat or private_chat(user)
        self.meet(user, chat)
        required = {"message_id": self.next_message_id(), "date": int(self.clock()), "chat": chat.to_json(), "from": user.to_json()}
        message: JSON = required | media | more
        if caption:
            message |= {"caption": caption, "caption_entities": detected_entities(caption)}
        self.heard[chat.id, message["message_id"]] = message
        return self.delivery.push("message", message)

    async def presses(self, message: BotMessage, label_or_data: str, *, user: User = ALICE, weeks_ago: bool = False) -> str:
        """Press a button of *message* as its keyboard stands now; returns the callback query's id.

        Of a message sent *weeks_ago* the bot is told only where it stands.

        Raises:
            LookupError: there is no such callback button; its label or its data was to be *label_or_data*.
        """
        message = self.current(message)
        return self._press(message, self._callback_data(message, label_or_data), user, weeks_ago=weeks_ago)

    async def forges(self, message: BotMessage, data: str, *, user: User = ALICE) -> str:
        """Press what no button of *message* says, as a changed client can; returns the callback query's id."""
        return self._press(message, data, user)

    def _press(self, message: BotMessage, data: str, user: User, *, weeks_ago: bool = False) -> str:
        query_id = self.next_query_id()
        self.users[user.id] = user
        self.callback_queries[query_id] = Query(user, data, self.clock())
        query: JSON = {"id": query_id, "from": user.to_json(), "chat_instance": "1", "data": data}
        if message.chat is None:
            query["inline_message_id"] = message.inline_message_id
        elif weeks_ago:
            query["message"] = {"chat": message.chat.to_json(), "message_id": message.message_id, "date": 0}
        else:
            query["message"] = message.to_json(self.bot)
        self.delivery.push("callback_query", query)
        return query_id

    async def types_inline(self, query: str, *, user: User = ALICE, offset: str = "", chat_type: str = "sender") -> str:
        """Type *query* after the bot's name in some chat; returns the inline query's id."""
        query_id = self.next_query_id()
        self.users[user.id] = user
        self.inline_queries[query_id] = Query(user, query, self.clock())
        payload = {"id": query_id, "from": user.to_json(), "query": query, "offset": offset, "chat_type": chat_type}
        self.delivery.push("inline_query", payload)
        return query_id

    async def chooses_inline(self, result: JSON | str) -> BotMessage:
        """Choose a *result* (or its id) of the latest answer that has it; returns the inline message it becomes.

        Raises:
            LookupError: no answer holds such a result.
        """
        result_id = result if isinstance(result, str) else result["id"]
        query_id, chosen = self._offered(result_id)
        content = formatted(chosen.get("input_message_content", {}), "message_text", "entities")
        message = BotMessage(
            text=content.text,
            entities=content.entities,
            reply_markup=inline_keyboard(chosen.get("reply_markup")),
            inline_message_id=f"inline-{self.next_message_id()}",
            date=int(self.clock()),
        )
        self.inline_messages[message.inline_message_id] = message
        asked = self.inline_queries[query_id]
        payload = {"result_id": result_id, "from": asked.user.to_json(), "query": asked.text}
        if message.buttons:  # without a keyboard Telegram tells no id
            payload["inline_message_id"] = message.inline_message_id
        self.delivery.push("chosen_inline_result", payload)
        return message

    def current(self, message: BotMessage) -> BotMessage:
        """*message* as it stands after all edits; raises LookupError when it has been deleted."""
        if message.chat is None:
            return self.inline_messages[message.inline_message_id]
        return self.messages[message.chat.id, message.message_id]

    def _replied_to(self, chat: Chat, reply_to: BotMessage | int) -> JSON:
        message_id = reply_to if isinstance(reply_to, int) else reply_to.message_id
        replied = self.message_json(chat, message_id)
        if replied is None:
            raise LookupError(f"no message {message_id} in chat {chat.id} to reply to")
        return replied

    def _callback_data(self, message: BotMessage, label_or_data: str) -> str:
        for button in message.buttons:
            if "callback_data" in button and label_or_data in (button["text"], button["callback_data"]):
                return str(button["callback_data"])
        labels = [button["text"] for button in message.buttons]
        raise LookupError(f"no callback button {label_or_data!r} among {labels}")

    def _offered(self, result_id: str) -> tuple[str, JSON]:
        for query_id, results in reversed(self.inline_answers.items()):
            for result in results:
                if result["id"] == result_id:
                    return query_id, result
        raise LookupError(f"no inline answer offers {result_id!r}")

    def _is_withheld(self, chat: Chat, message: JSON) -> bool:
        """Whether privacy mode keeps *message* from the bot; administrators hear all."""
        if not self.privacy_mode or chat.is_private:
            return False
        if self.status_in(chat, self.bot) in ADMINISTRATORS:
            return False
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot.id:
            return False
        return not any(self._calls_bot(message["text"], entity) for entity in message.get("entities", []))

    def _calls_bot(self, text: str, entity: JSON) -> bool:
        if entity["type"] not in _COMMANDS_AND_MENTIONS:
            return False
        _, at, addressee = entity_text(text, entity).partition("@")
        return not at or addressee.lower() == (self.bot.username or "").lower()
