"""The wording of what a chat has settled."""

from bot.rendering.catalogue import Catalogue
from bot.rendering.reply import Button, Reply, Rows, Span, bold, fill, lines, rows_of
from bot.rendering.zones import ZONES
from bot.services.reading_intents import ChooseLanguage
from bot.services.unasked_answers import SettingsShown
from bot.services.unasked_intents import Adjust, Setting, ShowSettings, ShowSubscriptions
from bot.store.chats import Whom

# The quiet hours that are offered, in minutes of the day; nobody wants another quarter of an hour.
_QUIET = ((22 * 60, 7 * 60), (22 * 60, 8 * 60), (23 * 60, 7 * 60), (23 * 60, 8 * 60), (21 * 60, 9 * 60), (0, 8 * 60))


def settings(answer: SettingsShown, catalogue: Catalogue) -> Reply:
    """What a chat has settled, or the part of it that is being chosen."""
    _ = catalogue.gettext
    back = (Button(_("↩️ Back"), ShowSettings()),)
    if answer.page == "quiet":
        offered = [Button(_span(quiet, catalogue), Adjust(Setting.QUIET, f"{quiet[0]}-{quiet[1]}")) for quiet in _QUIET]
        none = Button(_("No quiet hours"), Adjust(Setting.QUIET, "off"))
        zone = Button(f"🌍 {ZONES.name(answer.zone, catalogue.language)}", ShowSettings("zone"))
        return Reply((Span(_("When is it to be quiet here?")),), (*rows_of(offered), (none, zone), back))
    if answer.page == "zone":
        zones = [Button(ZONES.name(zone, catalogue.language), Adjust(Setting.ZONE, zone)) for zone in answer.zones]
        return Reply((Span(_("Which city’s time counts here?")),), (*rows_of(zones), back))
    return Reply(lines(*_settled(answer, catalogue)), _settings_buttons(answer, catalogue))


def _settled(answer: SettingsShown, catalogue: Catalogue) -> list[list[Span]]:
    """What is settled, a line for each."""
    _, has = catalogue.gettext, answer.settings
    language = catalogue.language_name(has.language) if has.language else _("the language I am written to")
    quiet = f"{_span(has.quiet, catalogue)} ({ZONES.name(answer.zone, catalogue.language)})" if has.quiet else _("none")
    whom = {Whom.ALL: _("everybody"), Whom.ADMINS: _("admins only")}
    on = {True: _("yes"), False: _("no")}
    found = [
        fill(_("I answer in: {language}"), language=language),
        fill(_("Quiet hours, when posts come without sound and announcements wait: {hours}"), hours=quiet),
        fill(_("Announcements by the owner of the bot: {answer}"), answer=on[has.news]),
    ]
    if not answer.private:
        found += [
            fill(_("Who may ask me: {whom}"), whom=whom[has.asking]),
            fill(_("Who may suggest and report: {whom}"), whom=whom[has.suggesting]),
        ]
    return [[bold(_("Settings"))], *found]


def _settings_buttons(answer: SettingsShown, catalogue: Catalogue) -> Rows:
    _, has = catalogue.gettext, answer.settings

    def turned(whom: Whom) -> str:
        return Whom.ADMINS if whom is Whom.ALL else Whom.ALL

    rows: list[tuple[Button, ...]] = [
        (Button(_("🗣 Language"), ChooseLanguage()), Button(_("🌙 Quiet hours"), ShowSettings("quiet"))),
        (
            Button(
                _("📣 Turn announcements off") if has.news else _("📣 Turn announcements on"),
                Adjust(Setting.NEWS, "off" if has.news else "on"),
            ),
            Button(_("🗓 Subscriptions"), ShowSubscriptions()),
        ),
    ]
    if not answer.private:
        asking = _("Let only admins ask") if has.asking is Whom.ALL else _("Let everybody ask")
        suggesting = _("Let only admins suggest") if has.suggesting is Whom.ALL else _("Let everybody suggest")
        rows.append(
            (
                Button(asking, Adjust(Setting.ASKING, turned(has.asking))),
                Button(suggesting, Adjust(Setting.SUGGESTING, turned(has.suggesting))),
            )
        )
    return tuple(rows)


def _span(quiet: tuple[int, int], catalogue: Catalogue) -> str:
    # Translators: from one time of the day to another: "22:00–07:00".
    return catalogue.gettext("{start}–{end}").format(start=catalogue.clock(quiet[0]), end=catalogue.clock(quiet[1]))
