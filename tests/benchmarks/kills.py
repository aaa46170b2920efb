"""A broadcast whose process is killed again and again: what is lost, doubled and in doubt, counted by the server.

PYTHONPATH=tests:tests/fronts/telegram .venv/bin/python tests/benchmarks/kills.py [--chats 2000] [--kills 10]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bot_api.server import BotApiServer
from test_kills_while_sending import Account, killed


async def counted(chats: int, kills: int, *, announcement: bool) -> Account:
    """What came of one broadcast."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApiServer() as server:
            return await killed(server, Path(folder), chats, kills, announcement=announcement)


def main() -> None:
    """Broadcast, kill, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    print(f"| {asked.chats} chats, {asked.kills} kills | got none | got two | in doubt |")
    print("|---|--:|--:|--:|")
    for name, announcement in (("an announcement", True), ("posts", False)):
        account = asyncio.run(counted(asked.chats, asked.kills, announcement=announcement))
        print(f"| {name} | {account.missed} | {account.doubled} | {account.rows['doubt']} |", flush=True)


if __name__ == "__main__":
    main()
