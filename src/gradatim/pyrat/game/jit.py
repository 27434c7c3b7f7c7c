"""`@compiled`: Numba's compiler with a cache on disk that cannot go stale.

Numba's own cache looks at the file of a function only. When a rule changes in one file, a compiled
caller in another file would silently go on playing the old rule. Here the cache folder of a
function is named by a digest of its file and of every file of this package that it imports.
"""

import hashlib
import inspect
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

PACKAGE = Path(__file__).parents[1]
_IMPORT = re.compile(r"^from gradatim\.pyrat\.([\w.]+) import", re.MULTILINE)


@cache
def _sources(path: Path) -> dict[Path, str]:
    """A file and, through its imports, all files of this package that it depends on."""
    found: dict[Path, str] = {}
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = file.read_text(encoding="utf-8")
            names = _IMPORT.findall(found[file])
            waiting += [PACKAGE.joinpath(*name.split(".")).with_suffix(".py") for name in names]
    return found


@cache
def cache_folder(path: Path) -> Path:
    """Where the compiled functions of one source file are kept."""
    digest = hashlib.sha256(numba.__version__.encode())
    for file, text in sorted(_sources(path).items()):
        digest.update(f"{file.name}\n{text}".encode())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gradatim"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        home = Path(tempfile.gettempdir()) / "gradatim"
    if not os.access(home, os.W_OK):
        home = Path(tempfile.gettempdir()) / "gradatim"
    return home / "compiled" / f"{path.stem}-{digest.hexdigest()[:16]}"


def compiled(function: Callable) -> Callable:
    """Compile a function on its first call; it runs without Python's lock (see `parallel`)."""
    options: Any = numba.config
    before = options.CACHE_DIR
    try:
        options.CACHE_DIR = str(cache_folder(Path(inspect.getfile(function))))
        return numba.njit(cache=True, nogil=True)(function)
    finally:
        options.CACHE_DIR = before


def inlined(function: Callable) -> Callable:
    """Compile a function as a part of each compiled caller.

    For the innermost rules: passing ten arrays to a function costs more than a turn of the game.
    """
    return numba.njit(inline="always")(function)
