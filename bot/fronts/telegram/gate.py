"""Which updates are let in: those that are meant for the bot, from people who do not ask for more than anybody could answer.

Other people's talk in a group is none of its business, and is not kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from telegram import Bot

from bot.fronts.telegram.costs import Cost, cost_of
from bot.fronts.telegram.counting import Counting
from bot.fronts.telegram.handling import JSON
from bot.fronts.telegram.members import MANAGING
from bot.services.budgets import Admission, Budgets

_MESSAGES = ("message", "edited_message", "channel_post")
# Word that a group has another number now.
_MOVES = ("migrate_to_chat_id", "migrate_from_chat_id")
# What Telegram may send again, because it could not be written down.
_REMEMBERED = 10_000


class Gate:
    """Looks at each update before it is written down, and says who has to be told that it is too much."""

    def __init__(self, bot: Bot, budgets: Budgets, metrics: Counting, overrun: Callable[[JSON, int], None]) -> None:
        """Let in what is meant for *bot*. *overrun* is called with an update that is one too many, and the seconds to wait."""
        self._bot_id, self._username = bot.id, bot.username
        self._budgets = budgets
        self._metrics = metrics
        self._overrun = overrun
        # What was thought of those that are not written down yet: it would cost them a second time.
        self._thought: OrderedDict[int, bool] = OrderedDict()

    def lets_in(self, update: JSON) -> bool:
        """Whether an update is to be handled."""
        number = update["update_id"]
        if number not in self._thought:
            self._thought[number] = self._admits(update)
            if len(self._thought) > _REMEMBERED:
                self._thought.popitem(last=False)
        return self._thought[number]

    def _admits(self, update: JSON) -> bool:
        self._metrics.received(next((kind for kind in update if kind != "update_id"), ""))
        try:
            if _is_passing(update):
                return False
            cost = cost_of(update, self._bot_id, self._username)
            admission = self._budgets.admit(*cost) if cost else None
        except (KeyError, TypeError, AttributeError):
            # Of a shape that is not Telegram's: whoever handles it will say so.
            return True
        if cost is None:
            return not _is_talk(update)
        if admission is Admission.NOTICE:
            self._overrun(update, self._seconds(cost))
        return admission is Admission.YES

    def _seconds(self, cost: Cost) -> int:
        return max(self._budgets.recovers_in(*cost), 1)

    def forget(self, updates: Sequence[JSON]) -> None:
        """Forget what was thought of *updates*: they are written down, and will not come again."""
        for update in updates:
            self._thought.pop(update["update_id"], None)


def _is_passing(update: JSON) -> bool:
    """Whether an update only tells that somebody came, went or was muted: where thousands do, nothing of it is kept."""
    change = update.get("chat_member")
    return change is not None and not MANAGING & {change["old_chat_member"]["status"], change["new_chat_member"]["status"]}


def _is_talk(update: JSON) -> bool:
    """Whether an update that costs nothing is what people say to each other, and not word that a group has moved."""
    message = next((update[kind] for kind in _MESSAGES if kind in update), None)
    return isinstance(message, Mapping) and not any(name in message for name in _MOVES)
