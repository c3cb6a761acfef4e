"""What processes under test are forked from: one that has imported what Askaday imports at a start and later in a week.

A third of what one costs would be imports otherwise, most of them those that Askaday leaves until they are needed.
No thread may run here: it would be missing in what is forked. NumPy's library ends its own before a fork.
"""

import gc
from importlib import import_module
from pkgutil import walk_packages

import bot

for _name in (
    *(one.name for one in walk_packages(bot.__path__, "bot.") if one.name != "bot.__main__"),
    "adapters.charts.drawing",
    "adapters.discord.connection",
    "adapters.grading.aligned.lexical",
    "adapters.slack.connection",
    "adapters.storage.moving.opening",
    "adapters.storage.postgres",
    "apscheduler.executors.asyncio",
    "rich.progress",
    "snowballstemmer",
    "sqlite_utils",
    "tests.crash.process",
):
    import_module(_name)
# A collection in what is forked would write to all of it, and so copy it.
gc.collect()
gc.freeze()
