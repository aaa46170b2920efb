"""What is posted: nothing twice until all has been, what fits the day, and what the preview showed."""

import datetime
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from bot_api.server import BotApiServer
from conftest import Clock
from couriers import courier_to, known, posting, rows_of, subscribed
from msgspec.structs import replace
from samples import partial, sample, samples

from bot.corpus.calendar import Calendar, Theme
from bot.corpus.quote import Kind, Quote
from bot.corpus.reader import Corpus
from bot.fronts.telegram.courier import TelegramCourier
from bot.rendering.messages import Renderer
from bot.services.conversation import Conversation
from bot.services.incoming import Incoming
from bot.services.posting import Posting
from bot.services.unasked_answers import SubscriptionShown
from bot.services.unasked_intents import Subscribe
from bot.store.engine import Database
from bot.store.parcels import Outcome, parcel_of
from bot.store.quotes import QuoteStore
from bot.store.subscriptions import Source, Subscription
from bot.text.language import Language

EN, RU = Language.EN, Language.RU
GROUP, OTHER, ADMIN = -2001, -2002, 1001
# The clock of the tests stands at nine in the morning of Monday, 23 November.
EARLY = Subscription(GROUP, 10 * 60, "UTC", (EN,), person_id=ADMIN)
LATE = replace(EARLY, minute=10 * 60 + 30)
SPRING = Theme(id="spring", names=dict.fromkeys(Language, "Spring"), topic="hope", quotes=("best-0", "best-1"), date="11-25", days=4)
# What no database has a mind of its own about.
ON_ONE = pytest.mark.parametrize("made_url", ["sqlite"], indirect=True)
NAMED = re.compile(r"\b[a-z]+-\d+\b")


@dataclass
class Bot:
    """A bot that posts, whose clock goes on day by day."""

    api: BotApiServer
    database: Database
    clock: Clock
    process: Posting
    courier: TelegramCourier
    seen: int = 0

    async def has(self, *quotes: Quote, of: int | None = None) -> None:
        """Give it these sayings: everybody's, or a group's own."""
        await QuoteStore(self.database).add(quotes, of)

    async def posts(self, days: int, chat: int = GROUP) -> list[str]:
        """What a chat gets on so many days."""
        for _ in range(days):
            self.clock.now += datetime.timedelta(days=1)
            await self.process.announcing.tick(self.courier)
        new, self.seen = self.api.calls[self.seen :], len(self.api.calls)
        return [call["text"] for call in new if call.method == "sendMessage" and call["chat_id"] == chat]

    def told(self) -> list[str]:
        """What the admin has been told."""
        return [call["text"] for call in self.api.calls if call.method == "sendMessage" and call["chat_id"] == ADMIN]


@pytest.fixture
async def bot(database: Database, clock: Clock, renderer: Renderer) -> AsyncIterator[Bot]:
    """On each kind of database; from Wednesday to Saturday it is spring."""
    async with BotApiServer() as server:
        known(server, GROUP, OTHER, ADMIN)
        process = posting(database, clock, Calendar((SPRING,)))
        async with courier_to(server, renderer, process) as courier:
            # At eleven: what is due by half past ten is still in time.
            clock.now += datetime.timedelta(hours=2)
            yield Bot(server, database, clock, process, courier)
        assert server.refusals == []


def ids(texts: list[str]) -> list[str]:
    """The ids of the posted sayings, which are their words."""
    return [NAMED.findall(text)[0] for text in texts]


async def test_nothing_comes_twice_until_all_has_come_and_of_that_the_admin_is_told_once(bot: Bot) -> None:
    own, common = samples(5, name="own"), samples(9, name="common")
    await bot.has(*own, of=GROUP)
    await bot.has(*common)
    await subscribed(bot.database, bot.clock, replace(EARLY, source=Source.OWN))

    first, told_before, second = ids(await bot.posts(5)), bot.told(), ids(await bot.posts(5))

    assert sorted(first) == sorted(second) == [quote.id for quote in own]
    assert told_before == []
    assert bot.told() == ["Everything subscription 1 can choose from has been posted once; it starts over now."]


async def test_two_subscriptions_of_a_chat_share_what_it_has_had(bot: Bot) -> None:
    """One posts of work, the other of work and home; each starts over only when its chat has had all it can choose from."""
    await bot.has(*samples(4, topics=("work",), name="work"), *samples(4, topics=("family",), name="home"))
    work, home = ({f"{name}-{number}" for number in range(4)} for name in ("work", "home"))
    started = await subscribed(bot.database, bot.clock, replace(EARLY, topics=("work",)), replace(LATE, topics=("work", "family")))
    pools = {started[0].id: work, started[1].id: work | home}

    sent = ids(await bot.posts(8))

    posts = [(row.subscription_id, parcel_of(row).body.quote_id) for row in await rows_of(bot.database) if row.subscription_id]
    # Two that are under way at once may arrive the other way round.
    assert sorted(sent) == sorted(quote_id for _, quote_id in posts)
    had, over = set[str](), 0
    for subscription_id, quote_id in posts:
        if pools[subscription_id] <= had:
            had -= pools[subscription_id]
            over += 1
        assert quote_id in pools[subscription_id]
        assert quote_id not in had
        had.add(quote_id)
    assert (len(posts), len(bot.told())) == (16, over)


@ON_ONE
async def test_a_chat_gets_no_other_groups_own_sayings_and_none_without_its_languages(bot: Bot) -> None:
    await bot.has(*samples(3, name="own"), of=GROUP)
    await bot.has(*samples(3, name="common"), *(partial(f"partial-{number}", EN, f"partial-{number}") for number in range(3)))
    both = replace(EARLY, languages=(EN, RU))
    await subscribed(bot.database, bot.clock, both, replace(both, chat_id=OTHER), replace(both, chat_id=ADMIN))

    await bot.posts(6)

    came: dict[int, set[str]] = {}
    for row in await rows_of(bot.database):
        if row.subscription_id:
            came.setdefault(row.chat_id, set()).add(parcel_of(row).body.quote_id.partition("-")[0])
    assert came == {GROUP: {"own", "common"}, OTHER: {"common"}, ADMIN: {"common"}}


async def test_a_day_of_the_calendar_has_what_fits_it(bot: Bot) -> None:
    """First what is named for it, then what is on its topic; another day, or topics of one's own, have nothing of it."""
    await bot.has(*samples(30, name="plain"), *samples(3, topics=("hope",), name="hope"), *samples(2, topics=("hope",), name="best"))
    await subscribed(bot.database, bot.clock, EARLY, replace(EARLY, chat_id=OTHER, topics=("work",)))

    tuesday, *spring, sunday = await bot.posts(6)

    assert sorted(ids(spring[:2])) == ["best-0", "best-1"]
    assert all(one.startswith("hope-") for one in ids(spring[2:]))
    assert [text.startswith("Spring") for text in (tuesday, *spring, sunday)] == [False, True, True, True, True, False]
    others = [call["text"] for call in bot.api.calls if call.method == "sendMessage" and call["chat_id"] == OTHER]
    assert {one.partition("-")[0] for one in ids(others)} == {"plain"}


@ON_ONE
async def test_a_day_whose_fitting_sayings_are_used_up_is_a_day_like_any_other(bot: Bot) -> None:
    await bot.has(*samples(9, name="plain"), sample("best-0", topics=("hope",)))
    await subscribed(bot.database, bot.clock, EARLY)

    _, *spring = await bot.posts(4)

    # On Monday and Tuesday it may have come already.
    assert [text.startswith("Spring") for text in spring[-2:]] == [False, False]
    assert len(set(ids(spring))) == 3
    assert bot.told() == []


@ON_ONE
async def test_what_is_shown_to_come_is_what_comes(bot: Bot) -> None:
    """On days of the calendar and when everything starts over, too."""
    await bot.has(*samples(5, name="plain"), *samples(2, topics=("hope",), name="best"))
    [subscription] = await subscribed(bot.database, bot.clock, EARLY)

    for day in range(7):
        now = await bot.process.subscribing.subscriptions.get(subscription.id)
        assert now is not None
        preview = await bot.process.subscribing.preview(now)
        [text] = await bot.posts(1)

        assert preview is not None
        assert (preview.quote.id, preview.theme is not None) == (ids([text])[0], text.startswith("Spring")), day


@ON_ONE
async def test_what_has_nothing_to_post_posts_nothing_and_says_so(bot: Bot, renderer: Renderer) -> None:
    await bot.has(*samples(3, name="common"))
    asked = Incoming(GROUP, ADMIN, private=False)
    card = await bot.process.subscribing.respond(Subscribe("10:00 UTC en own"), asked, EN)

    assert isinstance(card, SubscriptionShown)
    assert card.preview is None
    assert "There is nothing it could post yet." in renderer.render(card).text
    assert await bot.posts(3) == []
    assert bot.told() == []

    await bot.has(sample("own-0", Kind.QUOTE), of=GROUP)
    assert ids(await bot.posts(1)) == ["own-0"]


@ON_ONE
async def test_what_has_been_deleted_is_not_posted(bot: Bot) -> None:
    await bot.has(*samples(4, name="common"))
    await subscribed(bot.database, bot.clock, EARLY)
    await QuoteStore(bot.database).delete("common-2")

    assert set(ids(await bot.posts(6))) == {"common-0", "common-1", "common-3"}


async def test_what_is_deleted_while_it_waits_to_be_sent_is_not_sent_and_another_takes_its_place(bot: Bot) -> None:
    await bot.has(*samples(4, name="common"))
    await subscribed(bot.database, bot.clock, EARLY)
    bot.clock.now += datetime.timedelta(days=1)
    await bot.process.announcing.enqueue_due(int(bot.clock().timestamp()))
    [row] = await rows_of(bot.database)

    await QuoteStore(bot.database).delete(deleted := parcel_of(row).body.quote_id)
    await bot.process.announcing.tick(bot.courier)

    [sent] = ids([call["text"] for call in bot.api.calls if call.method == "sendMessage"])
    assert sent != deleted
    assert [row.state for row in await rows_of(bot.database)] == [Outcome.SENT]
    # What came in its place has come as well: the other two are what is left.
    assert {sent, *ids(await bot.posts(3))[1:]} == {quote.id for quote in samples(4, name="common")} - {deleted}


@ON_ONE
async def test_where_nothing_is_left_to_take_the_place_of_what_was_deleted_there_is_no_post(bot: Bot) -> None:
    await bot.has(sample("common-0"))
    await subscribed(bot.database, bot.clock, EARLY)
    bot.clock.now += datetime.timedelta(days=1)
    await bot.process.announcing.enqueue_due(int(bot.clock().timestamp()))

    await QuoteStore(bot.database).delete("common-0")
    await bot.process.announcing.tick(bot.courier)

    assert [call for call in bot.api.calls if call.method == "sendMessage"] == []
    assert [row.state for row in await rows_of(bot.database)] == [Outcome.GONE]


@pytest.mark.parametrize(
    ("day", "theme"),
    [
        # By the Chinese calendar these move, and the others stay.
        ("2027-02-06", "chinese-new-year"),
        ("2026-09-25", "mid-autumn"),
        ("2027-09-15", "mid-autumn"),
        ("2027-01-01", "new-year"),
        ("2027-03-22", "nauryz"),
        ("2027-08-10", "abai-day"),
        ("2027-09-02", "center-in-beijing"),
        ("2027-09-05", "day-of-languages"),
    ],
)
async def test_the_days_of_the_shipped_calendar_are_told_in_each_language(
    conversation: Conversation, clock: Clock, corpus: Corpus, renderer: Renderer, day: str, theme: str
) -> None:
    """By the date in the zone of the subscription: at half past midnight in Almaty it is the day before in London."""
    clock.now = datetime.datetime.fromisoformat(f"{day}T00:15").replace(tzinfo=ZoneInfo("Asia/Almaty"))
    named = corpus.calendar.get(theme)
    assert named

    for language in Language:
        subscription = Subscription(1001, 30, "Asia/Almaty", (language,))
        shown = await conversation.posting.subscribing.preview(subscription)
        assert shown
        assert shown.theme == named
        assert renderer.render(shown).text.startswith(named.names[language])
        assert named.topic in shown.quote.topics or shown.quote.id in named.quotes

    # There the next post comes the evening before.
    elsewhere = await conversation.posting.subscribing.preview(Subscription(1001, 23 * 60, "Europe/London", (Language.EN,)))
    assert elsewhere
    assert elsewhere.theme == corpus.calendar.theme_on(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))
