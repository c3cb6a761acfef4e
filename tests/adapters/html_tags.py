from html.parser import HTMLParser

VOID = {"br", "hr", "meta"}


class Tags(HTMLParser):
    """Notes the tags that a page opens, those that are not closed in order, and what would be loaded with the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.misplaced: list[str] = []
        self.loaded: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.misplaced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.loaded += [
            f"{tag} {name}" for name, _ in attrs if name in {"src", "srcset"} or (tag, name) == ("link", "href")
        ]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.misplaced.append(tag)
