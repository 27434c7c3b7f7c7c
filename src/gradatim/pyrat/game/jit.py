"""`@compiled`: Numba's compiler with a cache on disk that cannot go stale.

Numba's own cache looks at the file of a function only. When a rule changes in one file, a compiled
caller in another file would silently go on playing the old rule. Here the cache folder of a
function is named by a digest of its file and of every file of this package that it imports,
directly or through other files.
"""

import ast
import hashlib
import inspect
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

PACKAGE = Path(__file__).parents[1]
PACKAGE_NAME = "gradatim.pyrat."


@cache
def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache  # a file is parsed once, though many files import it
def _imported_files(file: Path) -> tuple[Path, ...]:
    """The files of this package that one file imports, in any form of the import statement."""
    names: list[str] = []
    for node in ast.walk(ast.parse(_read(file))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from gradatim.pyrat.x import y` imports the file x/y.py or a name of the file x.py.
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    parts = [name.removeprefix(PACKAGE_NAME).split(".") for name in names if PACKAGE_NAME in name]
    files = [PACKAGE.joinpath(*part).with_suffix(".py") for part in parts]
    return tuple(file for file in files if file.is_file())


def source_files(path: Path) -> list[Path]:
    """A file and, through its imports, all files of this package that it depends on, sorted."""
    found: set[Path] = set()
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported_files(file)
    return sorted(found)


@cache
def cache_folder(path: Path) -> Path:
    """Where the compiled functions of one source file are stored."""
    digest = hashlib.sha256(numba.__version__.encode())
    for file in source_files(path):
        digest.update(f"{file.name}\n{_read(file)}".encode())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gradatim"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        home = Path(tempfile.gettempdir()) / "gradatim"
    if not os.access(home, os.W_OK):
        home = Path(tempfile.gettempdir()) / "gradatim"
    return home / "compiled" / f"{path.stem}-{digest.hexdigest()[:16]}"


def compiled(function: Callable, **options: Any) -> Callable:
    """Compile a function on its first call; it runs without Python's lock (see `parallel`)."""
    # Numba reads the folder from its global configuration, at the moment of decoration only.
    config: Any = numba.config
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = str(cache_folder(Path(inspect.getfile(function))))
        return numba.njit(cache=True, nogil=True, **options)(function)
    finally:
        config.CACHE_DIR = before


def compiled_reordered(function: Callable) -> Callable:
    """The same; sums of floats may be reordered, so that they run on whole vectors."""
    return compiled(function, fastmath={"reassoc", "nsz", "contract"})


def inlined(function: Callable) -> Callable:
    """Compile a function as a part of each compiled caller.

    For the innermost rules: passing ten arrays to a function costs more than a turn of the game.
    """
    return numba.njit(inline="always")(function)
