"""What a file may not do where a teacher checks it: look into or change the program around it.

A check for oneself needs no such rule. The verdict of `recheck` is reached in another process
(recording.py), which no file can reach; these rules keep what a check observes inside the learner's
process from being faked, and say early and in words what is wrong.
"""

import ast
import builtins
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from gradatim.labs.grading.messages import say


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IMPORTS = _words(
    "__future__ abc bisect cmath collections contextlib copy dataclasses decimal enum fractions "
    "functools gradatim.pyrat heapq itertools json math numbers numpy operator os pathlib pickle "
    "pyrat queue random re safetensors scipy shutil statistics string tempfile time torch typing "
    "typing_extensions warnings"
)
NAMES = _words(  # builtins that reach everything
    "__builtins__ __import__ breakpoint compile delattr eval exec globals locals setattr vars "
    "__loader__ __spec__"
)
ATTRIBUTES = _words(  # frames, and modules behind modules
    "ag_frame cr_frame f_back f_builtins f_code f_globals f_locals gi_code gi_frame tb_frame "
    "atexit attrgetter builtins cpp_extension ctypes from_file gc importlib inspect labs linecache "
    "load_library methodcaller multiprocessing os socket subprocess sys threading traceback "
    "unittest"
)
PROCESSES = _words(  # of modules: other processes and raw files
    "dup dup2 execl execv execve fdopen fork forkpty kill killpg popen posix_spawn pwrite sendfile "
    "setattr system writev"
)
SPECIAL = _words(  # the only names with two underscores on both sides that may be read
    "__add__ __call__ __class__ __delitem__ __doc__ __enter__ __eq__ __exit__ __getitem__ "
    "__init__ __init_subclass__ __iter__ __len__ __mul__ __name__ __next__ __post_init__ "
    "__qualname__ __repr__ __setitem__ __str__ __sub__ __version__"
)
MEMORY = re.compile(r"^/proc/[^/]+(/task/[^/]+)?/(mem|fd)\b")
SETTINGS = ("torch.backends.", "torch.cuda.")  # of which a program may set attributes


def refusal(text: str, language: str) -> dict[str, Any] | None:
    """The answer for a source that breaks a rule, None where it keeps them all."""
    tree = ast.parse(text)
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    for node in ast.walk(tree):
        for word in _refused(node, imported):
            line = getattr(node, "lineno", 1)
            sentence = say("refused", language, line=line, word=word)
            return {"refused": True, "sentence": sentence}
    return None


def _refused(node: ast.AST, imported: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if not _may_import(alias.name))
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level or not _may_import(module):
            yield f"{'.' * node.level}{module}"
        yield from (a.name for a in node.names if a.name in ATTRIBUTES or a.name.startswith("_"))
    elif isinstance(node, ast.Name):
        if node.id in NAMES:
            yield node.id
    elif isinstance(node, ast.Attribute):
        name, path = node.attr, _path(node)
        special = name.startswith("__") and name.endswith("__") and name not in SPECIAL
        private = _root(node) in imported and (
            name in PROCESSES or (name.startswith("_") and name not in SPECIAL)
        )
        stored = isinstance(node.ctx, (ast.Store, ast.Del))
        changed = stored and _root(node) in imported | set(dir(builtins))
        if name in ATTRIBUTES or special or private:
            yield path
        elif changed and not path.startswith(SETTINGS):
            yield f"{path} ="
    elif isinstance(node, ast.Subscript):
        if isinstance(node.ctx, (ast.Store, ast.Del)) and _root(node) in imported:
            yield f"{_path(node.value)}[...] ="
    elif isinstance(node, ast.Call) and not _plain(node.args[1:2]):
        yield from {_path(node.func)} & {"getattr", "hasattr"}


def _may_import(module: str) -> bool:
    return module.partition(".")[0] in IMPORTS or any(
        f"{module}.".startswith(f"{allowed}.") for allowed in IMPORTS
    )


def _plain(arguments: list[ast.expr]) -> bool:
    """Whether the name of an attribute is written out, at least its beginning."""
    first: Any = arguments[0] if arguments else None
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0]
    return (
        isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and not first.value.startswith("__")
        and first.value not in ATTRIBUTES
    )


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _path(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_path(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def forbid_reading(folder: Path) -> None:
    """Let nothing in this process open a file below a folder, from now on and for good."""
    protected = os.path.realpath(folder) + os.sep

    def hook(event: str, arguments: tuple) -> None:
        if event not in ("open", "os.rename", "os.link", "os.symlink", "os.truncate", "os.listdir"):
            return
        for path in arguments[:2]:
            if isinstance(path, (str, bytes)):
                real = os.path.realpath(os.fsdecode(path))
                if f"{real}{os.sep}".startswith(protected) or MEMORY.search(real):
                    raise PermissionError(f"{real} is closed to a file under check")

    sys.addaudithook(hook)


class Tampering:
    """Notice what a file has replaced in the libraries that checks use."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        """Remember the contents of modules, and of the classes in them, as they are now."""
        spaces: dict[str, Any] = dict(modules)
        for name, module in modules.items():
            spaces |= {
                f"{name}.{key}": value
                for key, value in list(vars(module).items())
                if isinstance(value, type) and not key.startswith("_")
            }
        self.spaces = [(name, space, _contents(space)) for name, space in spaces.items()]

    def found(self) -> str | None:
        """The name of something that is no longer what it was."""
        for name, space, before in self.spaces:
            now = vars(space)
            for key, value in before.items():
                if now.get(key) is not value:
                    return f"{name}.{key}"
        return None


def _contents(space: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in vars(space).items()
        if key in SPECIAL or not key.startswith("__")
    }
