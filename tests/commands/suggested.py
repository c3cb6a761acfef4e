"""A suggestion as it is typed, for tests of what becomes of it."""

WRITTEN = {
    "title": "A pager at night",
    "prompt": "A pager rings at three in the night because a disk is full. What do you do first, and why that?",
    "answer": "Look at what fills the disk before deleting anything. Then free space that can be made again.",
    "topic": "On call",
    "choices": "",
}
