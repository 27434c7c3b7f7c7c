"""How far the learner is: what was seen, guessed, trained and solved; nothing leaves the computer.

What was seen and guessed is a text file beside the learner's folder, one page per line, which only
the person who started the server writes (see `Guard`). Runs and exercises are read where they are.
"""

from dataclasses import dataclass
from pathlib import Path

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.workspace import open_workspace
from gradatim.training.run_folder.files import read_config
from gradatim.web.course.documents import course_order, key

FILE = "gradatim-course.txt"


@dataclass(frozen=True)
class Done:
    """What a learner has done so far."""

    seen: tuple[str, ...] = ()  # lines of `Seen`
    solved: frozenset[str] = frozenset()  # names of exercises
    trained: tuple[str, ...] = ()  # recipes, one of each run


def progress_in(folder: Path) -> Done:
    """Read what was done in a folder; what cannot be read counts as not done."""
    try:
        workspace = open_workspace(folder)
        every = workspace.exercises
        solved = frozenset(one.name for one in every if workspace.of(one).state == "done")
    except UserError:
        solved = frozenset()
    trained = []
    for config in sorted(folder.glob("runs/*/config.json")):
        try:
            trained.append(read_config(config.parent)["recipe"])
        except UserError:
            continue
    return Done(tuple(Seen(folder).pages()), solved, tuple(trained))


class Seen:
    """The chapters and views that were opened, in the order of their first visit.

    A question that was answered is a line as well, such as `guess/mlp`.
    """

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
    """The page to go on with; None where all chapters and labs were opened.

    It is the first unopened one after the one that was opened last, or else the first of all.
    """
    order = course_order()
    places = {f"chapter/{key(name)}": i for i, name in enumerate(order)}
    opened = [places[page] for page in seen if page in places]
    last = opened[-1] if opened else -1
    onward = [*range(last + 1, len(order)), *range(last + 1)]
    return next((order[i] for i in onward if i not in opened), None)
