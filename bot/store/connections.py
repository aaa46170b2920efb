"""SQLAlchemy's asyncio connections, without its ORM, which nothing here uses: 6 MB, and 40 ms of each start.

Whoever needs an `AsyncSession` has to do without this.
"""

import sys
from importlib.util import find_spec, module_from_spec

# The package loads the ORM for those who use one with it. Put in its place before it has run, it is empty, and its module `engine` loads
# by itself.
if _package := find_spec("sqlalchemy.ext.asyncio"):
    sys.modules.setdefault(_package.name, module_from_spec(_package))

from sqlalchemy.ext.asyncio.engine import AsyncConnection, AsyncEngine, create_async_engine  # only now

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]
