"""The command line: `hundred-flowers chat | ask | serve | backup | restore | quotes check | quotes import | quotes export`."""

import argparse
import asyncio
import contextlib
import heapq
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot import logs
from bot.errors import BackupError, BotError, QuoteFileError, SettingsError
from bot.settings import PREFIX, Settings, load
from bot.text.language import Language

if TYPE_CHECKING:
    from bot.corpus.formats import Format
    from bot.services.importing import Report

Opened = TypeVar("Opened")
DONE, WRONG, MISUSED = 0, 1, 2

_EPILOG = f"""\
Settings come from the environment or a file .env in the current folder, all with the prefix {PREFIX};
README lists them. Exit codes: 0 done, 1 found something wrong, 2 misused.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):
        # Whatever the locale says, the bot speaks four scripts; a byte that is not UTF-8 must not end the conversation.
        stream.reconfigure(encoding="utf-8", errors="replace")  # a text stream, unless a test has replaced it
    # Started with a stream closed: there is nothing to read then, and nobody to read what is written.
    sys.stdin, sys.stdout = sys.stdin or io.StringIO(), sys.stdout or io.StringIO()
    options = _parser().parse_args(arguments)
    try:
        settings = load()
        if getattr(options, "database", None):
            settings = replace(settings, database=options.database)
        run: Callable[[argparse.Namespace, Settings], int] = options.run
        return run(options, settings)
    except SettingsError as error:
        print(f"hundred-flowers: {error}", file=sys.stderr)
        return MISUSED
    except BotError as error:
        print(f"hundred-flowers: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        if options.run in {_import, _export, _backup, _restore}:
            # Nothing of it, or everything where it came as the last thing was written: doing it again does no harm.
            print("\nhundred-flowers: stopped", file=sys.stderr)
            return WRONG
        print(file=sys.stderr)
        return DONE
    except BrokenPipeError:
        # Whoever read our output has seen enough; closing stderr keeps the interpreter from saying so at exit.
        sys.stderr.close()
        # Half a backup is none.
        return WRONG if options.run in {_export, _backup} else DONE
    except OSError as error:
        print(f"hundred-flowers: {error.strerror or error}", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="hundred-flowers",
        description="A quote and proverb bot in Chinese, Kazakh, Russian and English.\nWithout a command it opens a chat in this terminal.",
        epilog=_EPILOG,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"hundred-flowers {version('hundred-flowers')}")
    parser.set_defaults(run=_chat)
    database = argparse.ArgumentParser(add_help=False)
    database.add_argument(
        "--database",
        metavar="URL",
        help=f"sqlite:///PATH or postgresql://USER@HOST/NAME; wins over {PREFIX}DATABASE (default: a file in your data folder)",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], int], summary: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=text, epilog=_EPILOG, formatter_class=formatter, parents=[database])
        added.set_defaults(run=run)
        return added

    command(
        "chat",
        _chat,
        "talk with the bot in this terminal (default)",
        "Talk with the bot in this terminal. Type words in any of the four languages, a command such as /help, or the\n"
        "number of a button. Ctrl-D leaves. Works piped, too: printf '百花齐放\\n' | hundred-flowers chat",
    )
    ask = command(
        "ask",
        _ask,
        "answer one question, or one a line",
        "Answer one question and leave; with - answer every line of standard input, in order.\n\n"
        'With --json each answer is one line: {"query", "outcome": "answer" | "choices" | "nothing", "language",\n'
        '"hits": [{"id", "kind", "language", "score": 0.0-1.0}, ...]}, hits best first, whatever the outcome.',
    )
    ask.add_argument("words", metavar="WORDS", nargs="+", help="what to ask; - reads one question a line from standard input")
    ask.add_argument("--json", action="store_true", help="one line of JSON for each question")
    ask.add_argument("--top", type=_positive, default=3, metavar="N", help="with --json: at most N hits (default 3)")
    ask.add_argument("--language", type=Language, choices=list(Language), help="answer in this language whatever the question is in")
    command(
        "serve",
        _serve,
        "run the Telegram bot",
        f"Run the Telegram bot until it is stopped (Ctrl-C, SIGTERM). Needs {PREFIX}TOKEN, which BotFather gives.\n"
        f"Polls Telegram for updates; when {PREFIX}WEBHOOK_URL is set, Telegram sends them there instead.",
    )
    backup = command(
        "backup",
        _backup,
        "write everything the database holds to a file",
        "Write everything the database holds, as it is at one moment, to a file that `restore` puts into an empty database of\n"
        "either kind; the bot may go on meanwhile. The file is replaced at the end, in one step, and only you may read it: what\n"
        "people wrote is in it. A damaged database is not backed up but named.",
    )
    backup.add_argument("path", metavar="FILE", help="the file, such as flowers.backup; - writes to standard output")
    bring_back = command(
        "restore",
        _restore,
        "put what backup wrote into a database",
        "Put everything of a file that `backup` wrote into an empty database: SQLite or PostgreSQL, whichever it came from, and\n"
        "of this version of the program or an earlier one. All of it is restored, or nothing. Stop the bot first. Announcements\n"
        "that were on their way are paused, for some chats may have got them since.",
    )
    bring_back.add_argument("path", metavar="FILE", help="the file; - reads from standard input")
    bring_back.add_argument("--replace", action="store_true", help="put it in the place of what the database holds")
    quotes = commands.add_parser(
        "quotes",
        help="look after quotes",
        description="Look after files of quotes, bring in quotes from elsewhere, and write out what is there.",
    )
    actions = quotes.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = actions.add_parser(
        "check",
        help="find what is wrong with files of quotes",
        formatter_class=formatter,
        description="Find what is wrong with files of quotes, each with its file and line: broken schema, duplicate ids, missing\n"
        "languages or sources, text that is not NFC, words of mixed script, texts too long for a message, near-duplicates.\n"
        "Ids and near-duplicates are compared among the files named; topics, sources and speakers may stand in the shipped ones.",
        epilog=_EPILOG,
    )
    check.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files or folders (default: the quotes shipped with the bot)")
    check.set_defaults(run=_check)
    bring_in = actions.add_parser(
        "import",
        help="take in a collection of JSONL, CSV or TOML",
        formatter_class=formatter,
        description="Take a collection into the database: all of it, or nothing. Each line is an object of JSON (UTF-8):\n\n"
        '{"kind": "proverb" | "quote" | "fact", "text": "…", "language": "zh" | "kk" | "ru" | "en",\n'
        ' "author": "…", "source": "…", "topics": ["…"], "translations": {"en": "…"}, "id": "…"}\n\n'
        "or a row of CSV under a header that names these fields, with a column for each language of translations and ; between\n"
        "topics, or a [[quote]] of TOML. The name of the file tells which: .jsonl, .csv or .toml.\n\n"
        "All but kind and text may be left out; the language, too, where --language gives it. A line without an id gets one from\n"
        "its content, so importing a file again changes nothing. Without --trust the texts are checked as `quotes check` does it\n"
        "and compared with each other and with those in the database; anything wrong is named with its line, and nothing is\n"
        "imported then.",
        epilog=_EPILOG,
        parents=[database],
    )
    bring_in.add_argument("path", metavar="FILE", help="the file; - reads lines of JSON from standard input")
    bring_in.add_argument("--language", type=Language, choices=list(Language), help="the language of lines that name none")
    bring_in.add_argument("--trust", action="store_true", help="take the texts as they are, near-duplicates too, and check only the form")
    bring_in.add_argument("--dry-run", action="store_true", help="do everything but the import, and say what it would bring")
    _add_format_and_collection(bring_in, "a group's own, seen by nobody else: its id in Telegram")
    bring_in.set_defaults(run=_import)
    write_out = actions.add_parser(
        "export",
        help="write out a collection as JSONL, CSV or TOML",
        formatter_class=formatter,
        description="Write the quotes of the database to a file that `quotes import` takes in without loss: the common ones, or\n"
        "a group's own. The same quotes give the same bytes. What a line has no field for stands in a field 'record'.\n\n"
        "The name of the file tells the format: .jsonl, .csv (for spreadsheets) or .toml (at most 5 MB). The file is replaced at\n"
        "the end, in one step.",
        epilog=_EPILOG,
        parents=[database],
    )
    write_out.add_argument("path", metavar="FILE", nargs="?", default="-", help="the file; - (default) writes to standard output")
    _add_format_and_collection(write_out, "a group's own quotes instead of the common ones: its id in Telegram")
    write_out.set_defaults(run=_export)
    return parser


def _add_format_and_collection(parser: argparse.ArgumentParser, collection: str) -> None:
    parser.add_argument(
        "--format", choices=["jsonl", "csv", "toml"], help="the format, whatever the name of the file (- is jsonl without it)"
    )
    parser.add_argument("--collection", type=_group, metavar="ID", help=collection)


def _group(text: str) -> int:
    if not re.fullmatch("-?[1-9][0-9]{0,17}", text):
        raise argparse.ArgumentTypeError("must be the id of a group, such as -1001234567890")
    return int(text)


def _positive(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or not int(text):
        raise argparse.ArgumentTypeError("must be a number, 1 or more")
    return int(text)


def _chat(_options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import open_brain
    from bot.fronts.console.chat import chat

    logs.set_up("WARNING")
    with asyncio.Runner() as runner, _opened(runner, open_brain(settings)) as brain:
        chat(
            runner,
            brain.conversation,
            brain.renderer,
            client_language=settings.client_language,
            history_file=settings.history_file,
            ansi=sys.stdout.isatty(),
        )
    return DONE


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import open_brain
    from bot.fronts.console.ask import answer_lines, json_lines

    logs.set_up("WARNING")
    typed = (line.rstrip("\r\n") for line in sys.stdin) if options.words == ["-"] else iter([" ".join(options.words)])
    # An argument that is not UTF-8 reaches us with halves of characters, which nothing can print.
    lines = (line.encode("utf-8", "replace").decode() for line in typed)
    with asyncio.Runner() as runner, _opened(runner, open_brain(settings)) as brain:
        if options.json:
            answers = json_lines(lines, brain.answering, options.top, options.language)
        else:
            answers = answer_lines(lines, runner, brain.conversation, brain.renderer, options.language, settings.client_language)
        for number, answer in enumerate(answers):
            # Answers have several lines; an empty one parts them.
            print("\n" * bool(number and not options.json) + answer, flush=True)
    return DONE


def _serve(_options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import serve

    asyncio.run(serve(settings))
    return DONE


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.services.curation import check

    problems, quotes = check(options.paths or [settings.quotes_folder], settings.quotes_folder)
    for problem in problems:
        print(problem)
    print(f"{quotes} quotes, {len(problems)} problems", file=sys.stderr)
    return WRONG if problems else DONE


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import import_file
    from bot.fronts.console.files import bytes_of
    from bot.fronts.console.progress import Bar

    logs.set_up("WARNING")
    path, format_ = _named(options, "standard input")
    with bytes_of(options.path, _of_quotes) as stream, Bar(sys.stderr) as bar:
        report = import_file(
            settings,
            stream,
            path,
            format_,
            bar.show,
            language=options.language,
            collection=options.collection,
            trust=options.trust,
            dry_run=options.dry_run,
        )
    for problem in heapq.merge(report.problems, report.near_doubles, report.mixed, key=lambda problem: problem.line):
        print(problem)
    print(_summary(report, dry_run=options.dry_run), file=sys.stderr)
    return DONE if report.sound else WRONG


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import export_file
    from bot.fronts.console.files import replacing

    logs.set_up("WARNING")
    path, format_ = _named(options, "standard output")
    with replacing(options.path, _of_quotes) as stream:
        count = export_file(settings, stream, path, format_, options.collection)
    print(f"{count:,} quote{'s' * (count != 1)} written{_to(options.path)}.", file=sys.stderr)
    return DONE


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import write_backup
    from bot.fronts.console.files import replacing

    logs.set_up("WARNING")
    with replacing(options.path, BackupError, private=True) as stream:
        rows = write_backup(settings, stream)
    print(f"{rows:,} rows backed up{_to(options.path)}.", file=sys.stderr)
    return DONE


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import restore_backup
    from bot.fronts.console.files import bytes_of

    logs.set_up("WARNING")
    with bytes_of(options.path, BackupError) as stream:
        path = Path("standard input" if options.path == "-" else options.path)
        rows = restore_backup(settings, stream, path, replace=options.replace)
    print(f"{rows:,} rows restored.", file=sys.stderr)
    return DONE


def _to(path: str) -> str:
    return "" if path == "-" else f" to {path}"


def _named(options: argparse.Namespace, stream: str) -> tuple[Path, "Format"]:
    """What the file of *options* is called, "-" being *stream*, and the format it is in."""
    from bot.corpus.formats import Format, format_of

    path = Path(stream if options.path == "-" else options.path)
    if options.format:
        return path, Format(options.format)
    return path, Format.JSONL if options.path == "-" else format_of(path)


def _of_quotes(path: Path, problem: str) -> QuoteFileError:
    return QuoteFileError(path, 1, problem)


def _summary(report: "Report", *, dry_run: bool) -> str:
    def counted(count: int, noun: str) -> str:
        return f"{count:,} {noun}{'s' * (count != 1)}"

    counts = f"{counted(report.lines, 'line')}: {report.new:,} new, {report.same:,} same"
    counts += f", {counted(len(report.near_doubles), 'near-duplicate')}"
    if report.mixed:
        counts += f", {len(report.mixed):,} of mixed script"
    counts += f", {report.refused:,} refused"
    if report.sound and not report.new:
        return f"{counts}. There was nothing to import."
    if report.imported:
        return f"{counts}. Imported."
    if report.is_doubtful:
        doubtful = ["near-duplicates"] * bool(report.near_doubles) + ["mixed scripts"] * bool(report.mixed)
        return f"{counts}. Nothing was imported; --trust takes {' and '.join(doubtful)} in as they are."
    if report.refused:
        return f"{counts}. Nothing was imported."
    assert dry_run  # noqa: S101  # else a sound report is an imported one
    return f"{counts}. Nothing was imported, for this was a dry run."


@contextlib.contextmanager
def _opened(runner: asyncio.Runner, resource: contextlib.AbstractAsyncContextManager[Opened]) -> Iterator[Opened]:
    """An asynchronous resource, held open between the runs of *runner*."""
    opened = runner.run(resource.__aenter__())
    try:
        yield opened
    finally:
        runner.run(resource.__aexit__(None, None, None))


if __name__ == "__main__":
    sys.exit(main())
