"""What a file may not do where a teacher checks it: look into or change the program around it.

A check for oneself needs no such rule. The verdict of `recheck` is reached in another process
(recording.py), which no file can reach; these rules keep what a check observes inside the learner's
process from being faked, and say early and in words what is wrong.
"""

import ast
import builtins
import os
import pickle
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox.landlock import close_folders


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IMPORTS = _words(  # with the modules inside them, but for PRIVATE ones and those of ATTRIBUTES
    "__future__ abc bisect cmath collections contextlib copy dataclasses decimal enum fractions "
    "functools gradatim.pyrat heapq itertools json math numbers numpy operator os.path pathlib "
    "pickle pyrat queue random re safetensors scipy shutil statistics string tempfile time "
    "torch.autograd torch.distributions torch.fft torch.func torch.linalg torch.nn torch.optim "
    "torch.profiler torch.special torch.utils.checkpoint torch.utils.data typing "
    "typing_extensions warnings"
)
ALONE = _words(
    "os torch torch.utils torch.utils._pytree torch._dynamo.testing"
)  # not what is in them
OF_OS = _words(  # the only names of `os` that may be used
    "PathLike cpu_count environ fspath getcwd linesep listdir makedirs mkdir name path remove "
    "rename replace rmdir scandir sep stat unlink urandom walk"
)
NAMES = _words(  # builtins that reach everything
    "__builtins__ __import__ breakpoint compile delattr eval exec globals locals setattr vars "
    "__loader__ __spec__"
)
ATTRIBUTES = _words(  # frames, modules behind modules, and what runs a text as code
    "ForwardRef ag_frame atexit attrgetter builtins cpp_extension cr_frame ctypes f_back "
    "f_builtins f_code f_globals f_locals from_file gc get_type_hints gi_code gi_frame importlib "
    "inspect labs linecache load_library methodcaller multiprocessing os socket subprocess sys "
    "tb_frame threading traceback unittest"
)
OF_MODULES = _words(  # parts of libraries that do so, under names that one's own objects may have
    "classes collect_env ctypeslib distributed distutils f2py fx hub jit measure ops package "
    "rundocs runstring torch"
)
LIBRARIES = _words("gradatim numpy os pyrat scipy torch")  # which have such parts
SPECIAL = _words(  # the only names with two underscores on both sides that may be read
    "__add__ __call__ __class__ __delitem__ __doc__ __enter__ __eq__ __exit__ __getitem__ "
    "__init__ __init_subclass__ __iter__ __len__ __mul__ __name__ __next__ __post_init__ "
    "__qualname__ __repr__ __setitem__ __str__ __sub__ __version__"
)
READERS = _words("getattr hasattr")  # of an attribute whose name must stand in the source
UNPICKLED = {  # module -> names of which a pickled file may make use; none: all but dotted ones
    "builtins": _words("bool bytearray complex dict float frozenset int list range set slice str"),
    "collections": _words("Counter OrderedDict defaultdict deque"),
    **dict.fromkeys(
        _words(
            "_codecs copyreg learner numpy numpy._core.multiarray numpy.core.multiarray torch "
            "torch._utils torch.multiprocessing.reductions torch.storage"
        ),
        frozenset(),
    ),
}
STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system")
OPENS = ("open", "os.rename", "os.link", "os.symlink", "os.truncate", "os.listdir")
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
    modules = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.partition(".")[0] in LIBRARIES
    }
    # Handed on under another name, these would get out of sight.
    plain = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    plain |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        words = list(_refused(node, imported))
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in READERS | modules:
                words += [] if id(node) in plain else [name]
        for word in words:
            line = getattr(node, "lineno", 1)
            sentence = say("refused", language, line=line, word=word)
            return {"refused": True, "sentence": sentence}
    return None


def _refused(node: ast.AST, imported: set[str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if not _may_import(alias.name))
        case ast.ImportFrom(module=module, names=names, level=level):
            path = module or ""
            if level or not _may_import(path):
                yield f"{'.' * level}{path}"
            for alias in names:
                inside = f"{path}.{alias.name}"
                if _reaches(alias.name, path) or not (_may_import(inside) or path in ALONE):
                    yield inside
        case ast.Name(id=name):
            if name in NAMES:
                yield name
        case ast.Attribute():
            yield from _refused_attribute(node, imported)
        case ast.MatchClass(kwd_attrs=names):  # `case object(name=x)` reads an attribute
            yield from (n for n in names if n in ATTRIBUTES or n.startswith("_"))
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            if _root(node) in imported:
                yield f"{_path(node.value)}[...] ="
        case ast.Call(func=function, args=arguments) if not _plain(arguments[1:2]):
            yield from {_path(function)} & READERS


def _refused_attribute(node: ast.Attribute, imported: set[str]) -> Iterator[str]:
    name, path, root = node.attr, _path(node), _root(node)
    special = name.startswith("__") and name.endswith("__") and name not in SPECIAL
    private = name in OF_MODULES or (name.startswith("_") and name not in SPECIAL)
    of_os = path == f"os.{name}" and _reaches(name, "os")
    changed = not isinstance(node.ctx, ast.Load) and root in imported | set(dir(builtins))
    if name in ATTRIBUTES or special or (private and root in imported) or of_os:
        yield path
    elif changed and not path.startswith(SETTINGS):
        yield f"{path} ="


def _reaches(name: str, module: str) -> bool:
    """Whether a name of a module leads around a check."""
    inside = name in ATTRIBUTES | OF_MODULES or name.startswith("_")
    everything = name == "*" and module in LIBRARIES  # their modules, too
    return inside or everything or (module == "os" and name not in OF_OS)


def _may_import(module: str) -> bool:
    parts = module.split(".")
    if module in ALONE or module == "__future__":
        return True
    if any(part.startswith("_") or part in ATTRIBUTES | OF_MODULES for part in parts[1:]):
        return False
    return any(f"{module}.".startswith(f"{allowed}.") for allowed in IMPORTS)


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


def forbid(folders: Iterable[Path]) -> None:
    """Let nothing in this process read below folders, start a program or unpickle code.

    From now on and for good. Where the kernel can close the folders (see landlock.py), they are
    closed to C libraries and other processes, too.
    """
    close_folders(folders)
    closed = tuple(os.path.realpath(folder) + os.sep for folder in folders)

    def hook(event: str, arguments: tuple) -> None:
        if event in OPENS:
            _refuse_opening(arguments[:2], closed)
        elif event == "pickle.find_class":
            _refuse_unpickling(*arguments)
        elif event in STARTS:
            raise PermissionError("a file under check starts no program")

    sys.addaudithook(hook)


def _refuse_opening(paths: tuple, closed: tuple[str, ...]) -> None:
    for path in paths:
        if isinstance(path, (str, bytes)):
            real = os.path.realpath(os.fsdecode(path))
            if f"{real}{os.sep}".startswith(closed) or MEMORY.search(real):
                raise PermissionError(f"{real} is closed to a file under check")
    if isinstance(paths[0], int) and stat.S_ISFIFO(os.fstat(paths[0]).st_mode):
        raise PermissionError("pipes are closed to a file under check")  # one leads to the judge


def _refuse_unpickling(module: str, name: str) -> None:
    names = UNPICKLED.get(module)
    if names is None or "." in name or (names and name not in names):
        raise pickle.UnpicklingError(f"{module}.{name} is not made for a file under check")
