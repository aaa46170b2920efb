"""Subscriptions: begun, shown, changed and stopped, by whoever may."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from msgspec.structs import replace

from bot.corpus.calendar import Calendar
from bot.corpus.quote import Kind
from bot.services.answers import AdminsOnly, Answer
from bot.services.choosing import choice_for
from bot.services.incoming import Incoming
from bot.services.orders import MAX_LANGUAGES, MAX_TOPICS, NotUnderstoodError, SeveralZonesError, Zones, changed
from bot.services.schedules import minute_of_day, next_due, times
from bot.services.topics import Topics
from bot.services.unasked_answers import OrderNotUnderstood, PostShown, SubscriptionList, SubscriptionShown, Upcoming, ZonesShown
from bot.services.unasked_intents import ShowSubscriptions, Subscribe, Tune, Tuning
from bot.services.upkeep_answers import Say, Told
from bot.store.chats import ChatStore
from bot.store.picks import Picks
from bot.store.quotes import QuoteStore
from bot.store.subscriptions import ALL_DAYS, Running, Source, Subscription, SubscriptionStore
from bot.text.language import Language

_NINE = 9 * 60
_SHOWN_TIMES = 3
_TERMINAL = 0
Item = TypeVar("Item")


@dataclass(frozen=True)
class Subscribing:
    """Answers /subscribe and /subscriptions, and every button under what they show."""

    subscriptions: SubscriptionStore
    picks: Picks
    quotes: QuoteStore
    chats: ChatStore
    topics: Topics
    zones: Zones
    calendar: Calendar
    present: Callable[[], int]

    async def respond(self, intent: Subscribe | ShowSubscriptions | Tune, incoming: Incoming, language: Language) -> Answer:
        """Do what is wanted, as far as whoever wants it may."""
        if incoming.chat_id == _TERMINAL and not isinstance(intent, Subscribe):
            return Told(language, Say.POSTS_IN_TELEGRAM, refused=True)
        if not await incoming.rights.may_manage(lately=_only_shows(intent)):
            return AdminsOnly(language)
        match intent:
            case Subscribe(words):
                return await self._subscribe(words, incoming, language)
            case ShowSubscriptions(words):
                return await self._show_all(words, incoming, language)
            case Tune():
                return await self._tune(intent, incoming, language)

    async def _subscribe(self, words: str, incoming: Incoming, language: Language) -> Answer:
        settings = await self.chats.settings(incoming.chat_id)
        zone = settings.zone or self.zones.offered(language)[0]
        begun = Subscription(incoming.chat_id, _NINE, zone, (language,), thread_id=incoming.thread_id, person_id=_person(incoming))
        several = None
        try:
            begun = await asyncio.to_thread(changed, begun, words, self.zones, self.topics)
        except NotUnderstoodError as error:
            return OrderNotUnderstood(language, str(error))
        except SeveralZonesError as error:
            begun, several = error.otherwise, error
        # In the terminal nothing is posted, and what would be is shown.
        added = begun if incoming.chat_id == _TERMINAL else await self.subscriptions.add(begun)
        if added is None:
            return Told(language, Say.TOO_MANY_SUBSCRIPTIONS, refused=True)
        if several:
            return self._to_choose(several, added, Tuning.START, language)
        if added.id and words and (incoming.channel or not incoming.anonymous):
            # One line says it all; whoever speaks as the group starts it by a button, as themselves.
            added = await self._started(added, added, incoming)
        return await self._shown(added, language)

    def _to_choose(self, several: SeveralZonesError, subscription: Subscription, act: Tuning, language: Language) -> Answer:
        """The zones that a name may mean, each with its own time, to be chosen for a subscription with *act*."""
        now = self.present()
        clocks = tuple((zone, minute_of_day(zone, now)) for zone in several.zones)
        return ZonesShown(language, str(several), clocks, subscription.id, act if subscription.id else None)

    async def _started(self, before: Subscription, after: Subscription, incoming: Incoming) -> Subscription:
        """A subscription that posts from now on, kept as it is *after* a change."""
        await self.chats.settle(after.chat_id, zone=after.zone)
        # What an anonymous admin has begun is looked after by whoever starts it.
        person = after.person_id or _person(incoming)
        return await self._kept(before, replace(after, state=Running.ACTIVE, person_id=person))

    async def _kept(self, before: Subscription, after: Subscription) -> Subscription:
        """A subscription kept as it is *after* a change; only one of its time changes when it is due."""
        if _when(before) != _when(after):
            due_at = next_due(after, self.present()) if after.state is Running.ACTIVE else None
            after = replace(after, due_at=due_at)
        await self.subscriptions.keep(after)
        return after

    async def _show_all(self, words: str, incoming: Incoming, language: Language) -> Answer:
        theirs = [one for one in await self.subscriptions.of_chat(incoming.chat_id) if one.state is not Running.NEW]
        number, _, order = words.strip().lstrip("#№").partition(" ")
        if number:
            wanted = next((one for one in theirs if str(one.id) == number), None)
            if wanted is None:
                return Told(language, Say.NO_SUCH_SUBSCRIPTION, refused=True)
            if incoming.anonymous and not incoming.channel:
                return Told(language, Say.CONFIRM_AS_ADMIN, intent=Tune(wanted.id, Tuning.SHOW))
            try:
                ordered = await asyncio.to_thread(changed, wanted, order, self.zones, self.topics)
                return await self._shown(await self._kept(wanted, ordered), language)
            except NotUnderstoodError as error:
                return OrderNotUnderstood(language, str(error))
            except SeveralZonesError as several:
                return self._to_choose(several, await self._kept(wanted, several.otherwise), Tuning.ZONE, language)
        now = self.present()
        upcoming = [Upcoming(one, _next_times(one, now), await self.preview(one)) for one in theirs]
        return SubscriptionList(language, tuple(upcoming), self.topics.all)

    async def _tune(self, tune: Tune, incoming: Incoming, language: Language) -> Answer:
        subscription = await self.subscriptions.get(tune.subscription_id)
        if subscription is None or subscription.chat_id != incoming.chat_id:
            return Told(language, Say.NO_SUCH_SUBSCRIPTION, refused=True)
        if tune.argument and tune.act in {Tuning.START, Tuning.ZONE} and not self.zones.knows(tune.argument):
            return Told(language, Say.NO_SUCH_SUBSCRIPTION, refused=True)
        match tune.act:
            case Tuning.SHOW:
                return await self._shown(subscription, language, tune.argument)
            case Tuning.STOP:
                await self.subscriptions.drop(subscription.id)
                return Told(language, Say.SUBSCRIPTION_STOPPED)
            case Tuning.START:
                wanted = replace(subscription, zone=tune.argument or subscription.zone)
                return await self._shown(await self._started(subscription, wanted, incoming), language)
            case Tuning.PAUSE:
                return await self._shown(await self._kept(subscription, replace(subscription, state=Running.PAUSED)), language)
            case act:
                if act is Tuning.TOPIC and tune.argument not in {topic.id for topic in self.topics.all}:
                    return Told(language, Say.NO_SUCH_SUBSCRIPTION, refused=True)
                turned = tuned(subscription, act, tune.argument)
                stays = act in {Tuning.LANGUAGE, Tuning.DAY, Tuning.KIND, Tuning.TOPIC, Tuning.HOUR}
                page = {Tuning.HOUR: "minute"}.get(act, act.value) if stays else ""
                return await self._shown(await self._kept(subscription, turned), language, page)

    async def _shown(self, subscription: Subscription, language: Language, page: str = "") -> Answer:
        preview = None if page else await self.preview(subscription)
        return SubscriptionShown(
            language,
            subscription,
            page,
            _next_times(subscription, self.present()),
            preview,
            self.zones.offered(language),
            self.topics.all,
        )

    async def preview(self, subscription: Subscription) -> PostShown | None:
        """What will be posted next, as far as it can be known now; None when there is nothing to choose from."""
        day, due_at = next(times(subscription, self.present()), (None, 0))
        if day is None:
            return None
        choice = choice_for(subscription, day, due_at, self.calendar)
        found = await self.picks.peek(choice)
        quotes = await self.quotes.get([found[0]] if found else [], subscription.chat_id)
        if not found or not quotes:
            return None
        theme = self.calendar.get(choice.theme) if found[1] else None
        return PostShown(subscription.languages[0], quotes[0], subscription.languages, theme)


def _only_shows(intent: Subscribe | ShowSubscriptions | Tune) -> bool:
    """Whether nothing is changed by *intent*."""
    return intent == ShowSubscriptions() or (isinstance(intent, Tune) and intent.act is Tuning.SHOW)


def _next_times(subscription: Subscription, now: int) -> tuple[int, ...]:
    """The next times of a subscription, in seconds since the epoch: also of one that is paused, as if it went on now."""
    return tuple(due for _, due in islice(times(subscription, now), _SHOWN_TIMES))


def _person(incoming: Incoming) -> int | None:
    """Who can be told things in private; nobody who speaks as a group or a channel."""
    return None if incoming.anonymous or incoming.masked or incoming.channel else incoming.person_id


def _when(subscription: Subscription) -> tuple[object, ...]:
    """What tells when a subscription is due."""
    return subscription.state, subscription.minute, subscription.zone, subscription.days


def tuned(subscription: Subscription, act: Tuning, argument: str) -> Subscription:
    """*subscription* after a button; as it was where the button says nothing that can be."""
    match act:
        case Tuning.HOUR if argument.isdecimal() and int(argument) < 24:
            return replace(subscription, minute=int(argument) * 60 + subscription.minute % 60)
        case Tuning.MINUTE if argument.isdecimal() and int(argument) < 60:
            return replace(subscription, minute=subscription.minute // 60 * 60 + int(argument))
        case Tuning.ZONE if argument:
            return replace(subscription, zone=argument)
        case Tuning.SILENT:
            return replace(subscription, silent=not subscription.silent)
        case Tuning.PIN:
            return replace(subscription, pin=not subscription.pin)
        case Tuning.SOURCE if argument in set(Source):
            return replace(subscription, source=Source(argument))
        case Tuning.LANGUAGE if argument in set(Language):
            return replace(
                subscription, languages=_toggled(subscription.languages, Language(argument), MAX_LANGUAGES) or subscription.languages
            )
        case Tuning.KIND if argument in set(Kind):
            return replace(subscription, kinds=_toggled(subscription.kinds, Kind(argument), len(Kind) - 1))
        case Tuning.TOPIC:
            return replace(subscription, topics=_toggled(subscription.topics, argument, MAX_TOPICS))
        case Tuning.DAY if argument.isdecimal() and 0 < int(argument) <= ALL_DAYS:
            return replace(subscription, days=_days(subscription.days, int(argument)))
        case _:
            return subscription


def _toggled(chosen: tuple[Item, ...], item: Item, most: int) -> tuple[Item, ...]:
    """*chosen* without *item*, or with it at the end; of more than *most* the first goes."""
    return tuple(one for one in chosen if one != item) if item in chosen else (*chosen, item)[-most:]


def _days(days: int, pressed: int) -> int:
    """*days* after a button for one day, which turns it, or for several, which sets them; never none at all."""
    return (days ^ pressed or days) if pressed.bit_count() == 1 else pressed
