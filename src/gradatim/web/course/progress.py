"""What was seen of the course: a text file beside the learner's folder, one page per line.

Only the person who started the server writes it (see `Guard`); nothing leaves the computer.
"""

from pathlib import Path

from gradatim.files import write_atomically
from gradatim.web.course.documents import chapters, key

FILE = "gradatim-course.txt"


class Seen:
    """The chapters and views that were opened, in the order of their first visit."""

    def __init__(self, folder: Path) -> None:
        """Say where the file lies, or will lie after the first visit."""
        self.path = folder / FILE

    def pages(self) -> list[str]:
        """Lines such as `chapter/1` and `view/mlp`."""
        try:
            return self.path.read_text("utf-8").split()
        except OSError:
            return []

    def note(self, page: str) -> None:
        """Remember that a page was opened; a folder that refuses the file is left alone."""
        known = self.pages()
        if page in known:
            return
        try:
            write_atomically(self.path, "\n".join([*known, page, ""]))
        except OSError:
            return


def next_chapter(seen: list[str]) -> str | None:
    """The chapter to go on with: the one after the last that was opened; None at the end."""
    names = chapters()
    opened = [i for i, name in enumerate(names) if f"chapter/{key(name)}" in seen]
    following = max(opened, default=-1) + 1
    return names[following] if following < len(names) else None
