"""A suggestion as it is typed, and a file as it is sent, for tests of what becomes of them."""

from bot.commands.request import SentFile

WRITTEN = {
    "title": "A pager at night",
    "prompt": "A pager rings at three in the night because a disk is full. What do you do first, and why that?",
    "answer": "Look at what fills the disk before deleting anything. Then free space that can be made again.",
    "topic": "On call",
    "choices": "",
}


def sent_file(
    data: bytes, name: str = "shelves.csv", *, others: int = 0, fetched: list[bool] | None = None
) -> SentFile:
    """Give a file whose fetching is noted."""

    async def fetch() -> bytes:
        if fetched is not None:
            fetched.append(True)
        return data

    return SentFile(name, fetch, others)
