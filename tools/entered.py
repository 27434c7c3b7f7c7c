"""Which files and functions of ours one training run enters: `python tools/entered.py`.

Trains `digits-convnet` for three steps in a temporary folder, from `recipes.runs.start` to the
summary, and prints a line per room. Left out: what runs when a module is imported, checks of
options (`__post_init__`, validation.py), and functions inside functions.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

PACKAGE = Path(__file__).parents[1] / "src" / "gradatim"
RECIPE = "digits-convnet"
CHECKS = ("validation.py", "option_values.py", "typed.py", "spelling.py", "errors.py")


@contextmanager
def entered() -> Iterator[set[tuple[str, str]]]:
    """Collect the file and name of every function of ours that is entered."""
    found: set[tuple[str, str]] = set()

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(str(PACKAGE)):
            return
        file = Path(code.co_filename).relative_to(PACKAGE).as_posix()
        inner = code.co_qualname.startswith("<") or "<locals>" in code.co_qualname
        class_body = code.co_flags & 2 == 0  # no local variables of its own: no function
        if not (inner or class_body or code.co_name == "__post_init__" or file in CHECKS):
            found.add((file, code.co_qualname))

    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(None)


def trace(steps: int = 3) -> set[tuple[str, str]]:
    """What a short run enters."""
    recipe = change(RECIPE, get(RECIPE), {"steps": steps})
    with tempfile.TemporaryDirectory() as folder, entered() as found:
        start(RECIPE, recipe, Path(folder) / "run", show=False)
    return found


def main() -> None:
    """Print the counts: in all, and of every room."""
    found = trace()
    print(f"{RECIPE}: {len(found)} functions in {len({file for file, _ in found})} files")
    rooms = Counter(file.partition("/")[0] for file, _ in found)
    for room, n in rooms.most_common():
        print(f"  {room:<14} {n}")
    if "--names" in sys.argv:
        print("\n".join(f"{file} {name}" for file, name in sorted(found)))


if __name__ == "__main__":
    main()
