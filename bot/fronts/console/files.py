"""Files that the command line reads and writes: whole, or as they were; "-" is standard input or output."""

import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.errors import BotError

# Makes an error of a file and what is wrong with it.
Refusal = Callable[[Path, str], BotError]
# What comes of writing alone: there is no room, or no more is allowed.
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


@contextlib.contextmanager
def replacing(path: str, refused: Refusal, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes are in the file *path* once all is written, and until then it is as it was; "-" is standard output.

    A *private* file is its owner's alone; what cannot be written is *refused*.
    """
    if path == "-":
        stream: BinaryIO = getattr(sys.stdout, "buffer", io.BytesIO())
        yield stream
        stream.flush()
        return
    # A link goes on pointing where it does.
    file = Path(path).resolve()
    if file.exists() and not file.is_file():
        # A pipe or a device is not to be replaced; a folder says here that it is one.
        with _writable(file, file, refused) as stream:
            yield stream
        return
    fresh = file.with_name(f".{file.name[:200]}.{os.getpid()}")
    try:
        with _writable(fresh, file, refused, 0o600 if private else 0o666) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists() and not private:
            fresh.chmod(stat.S_IMODE(file.stat().st_mode))
        fresh.replace(file)
    except OSError as error:
        if error.errno in _FULL:
            raise refused(file, f"cannot be written: {error.strerror}") from error
        raise
    finally:
        fresh.unlink(missing_ok=True)


def _writable(path: Path, named: Path, refused: Refusal, mode: int | None = None) -> BinaryIO:
    """The file *path*, opened for writing what people know as *named*; a new one where it is to be made, with a *mode*."""
    try:
        if mode is not None:
            # Before anything is in it: who may open it now could read it later.
            path.touch(mode, exist_ok=False)
        return path.open("wb")
    except OSError as error:
        raise refused(named, f"cannot be written: {error.strerror}") from error


def bytes_of(path: str, refused: Refusal) -> contextlib.AbstractContextManager[BinaryIO]:
    """The bytes of a file or, for "-", of standard input, which is empty when it was closed at the start."""
    if path == "-":
        return contextlib.nullcontext(getattr(sys.stdin, "buffer", io.BytesIO()))
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise refused(Path(path), f"cannot be read: {error.strerror}") from error
