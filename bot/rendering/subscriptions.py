"""The wording of subscriptions: what is posted when, and the buttons that change it."""

from collections.abc import Mapping, Sequence

from bot.corpus.quote import Kind, Topic
from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_NAMES
from bot.rendering.posts import post_body
from bot.rendering.quotation import glimpse
from bot.rendering.reply import Button, Reply, Rows, Span, bold, fill, italic, lines, rows_of
from bot.rendering.zones import ZONES
from bot.services.unasked_answers import OrderNotUnderstood, PostShown, SubscriptionList, SubscriptionShown, ZonesShown
from bot.services.unasked_intents import Tune, Tuning
from bot.store.subscriptions import ALL_DAYS, WEEKEND, WORKDAYS, Running, Source, Subscription
from bot.text.language import Language

_PARAGRAPH = "\n\n"
_HOURS_A_ROW = 4
# Of a saying in a list, its sign not counted, and of all the list: less than Telegram takes, for signs and line breaks.
_GLIMPSE_CHARS, _MIN_GLIMPSE_CHARS, _MAX_CHARS = 100, 10, 3_900


def subscription(answer: SubscriptionShown, catalogues: Mapping[Language, Catalogue]) -> Reply:
    """A subscription as a whole, or the part of it that is being chosen."""
    catalogue = catalogues[answer.language]
    if answer.page:
        asked, rows = _page(answer, catalogue)
        back = Button(catalogue.gettext("↩️ Back"), Tune(answer.subscription.id, Tuning.SHOW))
        return Reply((Span(asked),), (*rows, (back,)))
    one = answer.subscription
    nothing = [Span(catalogue.gettext("There is nothing it could post yet. Choose other kinds, topics or languages."))]
    preview = None
    if answer.preview:
        preview = lines([italic(catalogue.gettext("The next post:"))], post_body(answer.preview, catalogues), gap=_PARAGRAPH)
    whole = lines(_summary(one, answer.topics, catalogue), _times(one, answer.times, catalogue), gap="\n")
    if not one.id:
        tried = catalogue.gettext("Nothing is posted in the terminal. In Telegram, /subscribe with the same words would bring this:")
        return Reply(lines([Span(tried)], whole, preview or nothing, gap=_PARAGRAPH))
    return Reply(lines(whole, preview or nothing, gap=_PARAGRAPH), _tuning(one, catalogue, answer))


def _summary(one: Subscription, topics: Sequence[Topic], catalogue: Catalogue) -> tuple[Span, ...]:
    """What a subscription posts, when and where, a line for each."""
    _ = catalogue.gettext
    states = {Running.NEW: _("not started yet"), Running.ACTIVE: _("active"), Running.PAUSED: _("paused")}
    # Translators: {number} is the number of a subscription, {state} one of: not started yet, active, paused.
    title = _("Subscription {number} — {state}").format(number=one.id, state=states[one.state])
    # Translators: {time} is a time of the day, {place} a city whose time it is, {days} days of the week.
    when = _("🕘 {time}, {place}: {days}").format(
        time=catalogue.clock(one.minute), place=ZONES.name(one.zone, catalogue.language), days=_days(one.days, catalogue)
    )
    languages = catalogue.listed([catalogue.language_name(language) for language in one.languages])
    named = [topic.names[catalogue.language] for topic in topics if topic.id in one.topics]
    # Kinds and topics apart: in one list a topic would be a kind.
    what = " · ".join(catalogue.listed(names) for names in (_kind_names(one.kinds, catalogue), named) if names)
    how = [label for on, label in ((one.silent, _("🔕 without sound")), (one.pin, _("📌 pinned"))) if on]
    extra = [_sources(catalogue)[one.source]] if one.chat_id < 0 else []
    return lines(
        [bold(title)] if one.id else None,
        [Span(when)],
        [Span(f"🗣 {languages}")],
        [Span(f"🌼 {what}")],
        [Span(" · ".join((*extra, *how)))] if extra or how else None,
    )


def _days(days: int, catalogue: Catalogue) -> str:
    _ = catalogue.gettext
    named = {ALL_DAYS: _("every day"), WORKDAYS: _("on weekdays"), WEEKEND: _("on weekends")}
    return named.get(days) or catalogue.weekdays(days)


def _kind_names(kinds: Sequence[Kind], catalogue: Catalogue) -> list[str]:
    _ = catalogue.gettext
    names = {Kind.PROVERB: _("proverbs"), Kind.QUOTE: _("quotes"), Kind.FACT: _("facts")}
    return [names[kind] for kind in (kinds or tuple(Kind))]


def _sources(catalogue: Catalogue) -> dict[Source, str]:
    _ = catalogue.gettext
    return {
        Source.BOTH: _("the group’s own sayings and the shared ones"),
        Source.COMMON: _("the shared sayings"),
        Source.OWN: _("the group’s own sayings"),
    }


def _times(one: Subscription, times: Sequence[int], catalogue: Catalogue) -> list[Span]:
    if not times:
        return []
    # Translators: {times} are the next three days and times.
    shown = catalogue.gettext("Next: {times}").format(times=catalogue.gettext("; ").join(catalogue.moment_in(one.zone, at) for at in times))
    return [Span(shown)]


def _tuning(one: Subscription, catalogue: Catalogue, answer: SubscriptionShown) -> Rows:
    """The buttons under the whole: each thing that can be changed, then start, pause and stop."""
    _ = catalogue.gettext

    def page(label: str, name: str) -> Button:
        return Button(label, Tune(one.id, Tuning.SHOW, name))

    sound = Button(_("🔔 With sound") if one.silent else _("🔕 Without sound"), Tune(one.id, Tuning.SILENT))
    pin = Button(_("Do not pin") if one.pin else _("📌 Pin"), Tune(one.id, Tuning.PIN))
    goes_on = {
        Running.NEW: Button(_("✅ Start"), Tune(one.id, Tuning.START)),
        Running.ACTIVE: Button(_("⏸ Pause"), Tune(one.id, Tuning.PAUSE)),
        Running.PAUSED: Button(_("▶️ Resume"), Tune(one.id, Tuning.START)),
    }
    return (
        (page(_("🕘 Time"), "hour"), page(_("🌍 Time zone"), "zone"), page(_("🗓 Days"), "day")),
        (page(_("🗣 Languages"), "lang"), page(_("Kinds"), "kind"), page(_("Topics"), "topic")),
        (*((page(_("Whose sayings"), "from"), pin) if one.chat_id < 0 else ()), sound),
        (goes_on[one.state], Button(_("🗑 Stop"), Tune(one.id, Tuning.STOP))),
    )


def _page(answer: SubscriptionShown, catalogue: Catalogue) -> tuple[str, Rows]:
    """What is asked on one page, and its buttons."""
    _, one = catalogue.gettext, answer.subscription

    def choose(label: str, act: Tuning, argument: str, *, chosen: bool = False) -> Button:
        return Button(f"✓ {label}" if chosen else label, Tune(one.id, act, argument))

    match answer.page:
        case "hour":
            hours = [choose(catalogue.clock(hour * 60), Tuning.HOUR, str(hour), chosen=one.minute // 60 == hour) for hour in range(24)]
            return _("At which hour?"), rows_of(hours, _HOURS_A_ROW)
        case "minute":
            start = one.minute // 60 * 60
            minutes = [choose(catalogue.clock(start + minute), Tuning.MINUTE, str(minute)) for minute in (0, 15, 30, 45)]
            return _("And at what time exactly?"), (tuple(minutes),)
        case "zone":
            zones = [choose(ZONES.name(zone, catalogue.language), Tuning.ZONE, zone, chosen=zone == one.zone) for zone in answer.zones]
            template = _("Which city’s time? For any other city write: /subscriptions {number} Paris")
            return template.format(number=one.id), rows_of(zones)
        case "lang":
            languages = [choose(LANGUAGE_NAMES[each], Tuning.LANGUAGE, each, chosen=each in one.languages) for each in Language]
            return _("In which language? You can choose two; they stand one below the other."), rows_of(languages)
        case "day":
            days = [choose(catalogue.weekday(day), Tuning.DAY, str(1 << day), chosen=bool(one.days >> day & 1)) for day in range(7)]
            sets = [choose(_days(mask, catalogue), Tuning.DAY, str(mask)) for mask in (ALL_DAYS, WORKDAYS, WEEKEND)]
            return _("On which days?"), (tuple(days[:4]), tuple(days[4:]), *((one_set,) for one_set in sets))
        case "kind":
            kinds = [
                choose(name, Tuning.KIND, kind, chosen=kind in one.kinds)
                for kind, name in zip(Kind, _kind_names(tuple(Kind), catalogue), strict=True)
            ]
            return _("Which kinds? None chosen means all."), rows_of(kinds, len(kinds))
        case "topic":
            topics = [
                choose(topic.names[answer.language], Tuning.TOPIC, topic.id, chosen=topic.id in one.topics) for topic in answer.topics
            ]
            return _("On which topics? None chosen means all, and on feast days what fits them."), rows_of(topics)
        case _:
            sources = [choose(name, Tuning.SOURCE, source, chosen=source is one.source) for source, name in _sources(catalogue).items()]
            return _("Whose sayings?"), rows_of(sources, 1)


def subscription_list(answer: SubscriptionList, catalogues: Mapping[Language, Catalogue]) -> Reply:
    """All subscriptions of a chat with a glimpse of what each posts next, and a button for each."""
    catalogue = catalogues[answer.language]
    if not answer.upcoming:
        return Reply((Span(catalogue.gettext("Nothing is posted here yet. Begin with: /subscribe")),))
    summed = [
        lines(_summary(one.subscription, answer.topics, catalogue), _times(one.subscription, one.times, catalogue))
        for one in answer.upcoming
    ]
    # All of it has to fit into one message, however many they are.
    room = _MAX_CHARS - sum(len(span.text) for summary in summed for span in summary)
    max_chars = min(_GLIMPSE_CHARS, room // sum(len(one.subscription.languages) for one in answer.upcoming))
    shown = [lines(summary, *_glimpses(one.preview, catalogues, max_chars)) for summary, one in zip(summed, answer.upcoming, strict=True)]
    # Translators: on a button: change the subscription of this number.
    label = catalogue.gettext("⚙️ Subscription {number}")
    numbers = [one.subscription.id for one in answer.upcoming]
    buttons = [Button(label.format(number=number), Tune(number, Tuning.SHOW)) for number in numbers]
    return Reply(lines(*shown, gap=_PARAGRAPH), rows_of(buttons))


def _glimpses(preview: PostShown | None, catalogues: Mapping[Language, Catalogue], max_chars: int) -> list[list[Span]]:
    """What comes next in each of its languages, a line for each."""
    if preview is None or max_chars < _MIN_GLIMPSE_CHARS:
        return []
    return [[italic(f"💬 {glimpse(preview.quote, catalogues[language], max_chars)}")] for language in preview.languages]


def zones_to_choose(answer: ZonesShown, catalogue: Catalogue) -> Reply:
    """Which times a place goes by, a button for each."""
    # Translators: {place} is a city or a country as somebody has named it.
    asked = fill(
        catalogue.gettext("{place} may mean more than one time. Which of these cities’ clocks is meant?"), place=bold(answer.place)
    )
    # Translators: {place} is a city, {time} the time of the day there now.
    template = catalogue.gettext("{place} — {time} now")
    labels = [
        (zone, template.format(place=ZONES.name(zone, catalogue.language), time=catalogue.clock(minute))) for zone, minute in answer.clocks
    ]
    if answer.act is None:
        return Reply(lines(asked, *([Span(label)] for _, label in labels)))
    buttons = [Button(label, Tune(answer.subscription_id, answer.act, zone)) for zone, label in labels]
    return Reply(tuple(asked), rows_of(buttons, 1))


def not_understood(answer: OrderNotUnderstood, catalogue: Catalogue) -> Reply:
    """Which word says nothing of a subscription, and how it is said."""
    template = catalogue.gettext(
        "I do not understand {word} here. Write the time, and if you like a city, one or two languages, days and topics:"
        " /subscribe 09:00 Almaty kk zh weekdays #friendship silent"
    )
    return Reply(tuple(fill(template, word=bold(answer.word))))
