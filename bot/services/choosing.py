"""What a subscription may post on a day."""

import datetime

from bot.corpus.calendar import Calendar
from bot.store.picks import Choice, Choosable
from bot.store.subscriptions import Source, Subscription


def choice_for(subscription: Subscription, day: datetime.date, due_at: int, calendar: Calendar) -> Choice:
    """What a subscription may post on a *day*: something for the day of the calendar, where no topics are chosen; else anything."""
    # A person's own chat has no sayings of its own.
    own = subscription.chat_id if subscription.chat_id < 0 and subscription.source is not Source.COMMON else None
    common = subscription.source is not Source.OWN
    languages, kinds = subscription.languages, subscription.kinds
    pools = [Choosable(languages, kinds, subscription.topics, common, own)]
    theme = None if subscription.topics else calendar.theme_on(day)
    if theme:
        pools.insert(0, Choosable(languages, kinds, (), common, own, theme=theme.topic))
        if theme.quotes:
            pools.insert(0, Choosable(languages, kinds, (), common, own, among=theme.quotes))
    return Choice(
        subscription.id,
        subscription.chat_id,
        subscription.thread_id,
        day,
        due_at,
        tuple(pools),
        theme.id if theme else "",
        subscription.silent,
        subscription.pin,
    )
