"""Read, compile and run the learner's source, and word what stops it."""

import ast
import contextlib
import linecache
import random
import re
import sys
import tokenize
import traceback
import types
from collections import Counter
from difflib import get_close_matches
from io import BytesIO
from typing import Any

import numpy as np
import torch

from gradatim.labs.grading.messages import say
from gradatim.labs.grading.type_words import type_word
from gradatim.labs.grading.values import readable
from gradatim.labs.loops import in_loop

IMPORTS = {  # names that a learner uses without importing them, and the usual import
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "Tensor": "from torch import Tensor",
    "np": "import numpy as np",
    "math": "import math",
    "random": "import random",
}
# Classes whose methods are all the learner's, and what makes gradients flow.
PLAIN_BASES = {"nn.Module", "Module", "torch.nn.Module", "object"}
GRAPH = re.compile(r"requires_grad|Parameter|autograd|\bnn\.|\bfunc\b")
COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # as of PEP 263
LONGEST_LINE = 120  # characters of a line that is quoted whole
QUOTED = 60  # characters of a longer one that are quoted, which fits a terminal
RECURRING = 5  # frames of one function, from which on it is taken to call itself endlessly
SEED = 1957  # not the one that inputs are drawn with: two equal streams would be correlated


class OutOfTime(BaseException):
    """Raised inside the learner's code by the timer; no `except Exception` swallows it.

    Args:
        seconds: of CPU time that the code was given.
        busy: other programs took so much of it that the code did not get them.
    """

    def __init__(self, seconds: int, busy: bool) -> None:
        """Keep what the sentence for the learner needs."""
        super().__init__(seconds, busy)
        self.seconds, self.busy = seconds, busy


def read_source(source: bytes, language: str) -> tuple[str, dict[str, Any] | None]:
    """Decode as Python does; where that fails, say which encoding the file seems to have."""
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(source).readline)
        text = source.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        if 3 * text[:200].count("\0") < len(text[:200]) or not text:
            return text, None
    except (SyntaxError, LookupError, ValueError):  # also of codecs that give no text, as "hex"
        pass
    name, line = "Latin-1", 1
    head = source[:200]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or 3 * head.count(0) >= len(head):
        name = "UTF-16"
    elif 0 in source:
        return "", _null_problem(source.partition(b"\0")[0].count(b"\n") + 1, language)
    else:
        for number, first in enumerate(source.splitlines()[:2], start=1):
            if declared := COOKIE.match(first):
                values = {"line": number, "encoding": declared[1].decode("ascii", "replace")}
                return "", {"sentence": say("declared_encoding", language, **values)}
        try:
            source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
    return "", {"sentence": say("encoding", language, encoding=name, line=line)}


def read_problem(text: str, forbidden: tuple[str, ...], language: str) -> dict[str, Any] | None:
    """The answer for a text that Python cannot read, or that uses what the task forbids."""
    if "\0" in text:
        return _null_problem(text.partition("\0")[0].count("\n") + 1, language)
    try:
        return _forbidden(ast.parse(text), forbidden, language)
    except (SyntaxError, ValueError) as error:
        return _syntax_problem(error, text, language)
    except (MemoryError, RecursionError):  # of the parser, which says so of deep expressions
        return {"sentence": say("too_nested", language)}


def _null_problem(line: int, language: str) -> dict[str, Any]:
    return {"sentence": say("null", language, line=line)}


def _syntax_problem(error: SyntaxError | ValueError, text: str, language: str) -> dict[str, Any]:
    line = getattr(error, "lineno", None) or 1
    reason = getattr(error, "msg", str(error))
    whole = [*text.splitlines(), ""][min(line - 1, len(text.splitlines()))]
    code, place = _cut(whole, (getattr(error, "offset", None) or 1) - 1)
    lines = [f"{line:>4} | {code}"]
    if isinstance(error, SyntaxError) and error.offset and code.strip():
        lines.append("     | " + " " * place + "^")
    return {"sentence": say("syntax", language, line=line, reason=reason), "lines": lines}


def _forbidden(tree: ast.Module, forbidden: tuple[str, ...], language: str) -> dict | None:
    own, methods = _own_names(tree), _own_methods(tree)
    for node in ast.walk(tree):
        for word in _words(node):
            if word in forbidden and not (
                ast.unparse(node) in methods or (ast.unparse(node) in own and "." not in word)
            ):
                line = getattr(node, "lineno", 1)
                word = word.removeprefix(".")
                return {"sentence": say("forbidden", language, line=line, word=word)}
    return None


def _own_names(tree: ast.Module) -> set[str]:
    """What the learner's code assigns or defines itself: `grad`, `self.grad`.

    None where everything is imported from a module: then a name can be the library's all the same.
    """
    own: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                return set()
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                own.add(name)
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
                own.add(ast.unparse(node))
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                own |= {name, f"self.{name}"}
    return own


def _own_methods(tree: ast.Module) -> set[str]:
    """Methods of the learner's own classes, as they are called: `Neuron(w).backward`, `n.backward`.

    Only of classes that inherit nothing, or from nn.Module: a kind of tensor has the library's.
    """
    made: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and {ast.unparse(b) for b in node.bases} <= PLAIN_BASES:
            made[node.name] = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    no_graph = not GRAPH.search(ast.unparse(tree)) and "backward" in set().union(*made.values())
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="backward") if no_graph:  # a tensor's would only raise
                found.add(ast.unparse(node))
            case ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr=attr):
                if attr in made.get(name, ()):
                    found.add(ast.unparse(node))
            case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=name))):
                found |= {f"{ast.unparse(target)}.{attr}" for attr in made.get(name, ())}
    return found


def _words(node: ast.AST) -> list[str]:
    """The names that a node uses; ".Linear" is one that comes from elsewhere, as in nn.Linear."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return [name]
        case ast.Attribute(attr=name):
            return [name, f".{name}"]
        case ast.Call(
            func=ast.Name(id="getattr"), args=[ast.Name(id=of), ast.Constant(value=str(name)), *_]
        ):
            return [] if of == "self" else [name, f".{name}"]
        case ast.ImportFrom(names=names):
            return [word for alias in names for word in (alias.name, f".{alias.name}")]
    return []


def execute(text: str, file: str, module: types.ModuleType) -> None:
    """Run source text as a module; its lines are found by tracebacks under the name `file`."""
    module.__file__ = file
    sys.modules[module.__name__] = module
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    seed()
    exec(compile(text, file, "exec"), module.__dict__)
    torch.set_default_dtype(torch.float32)  # right answers are made with it as well


def seed(number: int = SEED) -> None:
    """The same randomness before every call, the learner's and the reference's."""
    torch.default_generator.manual_seed(number)  # torch.manual_seed also walks through GPUs: 3 ms
    random.seed(number)
    np.random.seed(number)


def explain_error(
    error: BaseException, name: str | None, file: str, language: str
) -> dict[str, Any]:
    """One sentence for an exception of the learner's code, and the learner's own frames."""
    frames = own_frames(error, file)
    lines = [
        say("frame", language, line=line, where=where, code=code)
        for line, where, code in frames[-5:]
    ]
    line = frames[-1][0] if frames else 1
    said = readable(error, str)
    text = f"{type(error).__name__}: {' '.join(said.split())[:300]}".rstrip(": .")
    where = say("where_line", language, line=line)
    if name:
        where = say("where", language, name=name, line=line)
    if isinstance(error, OutOfTime):
        lines_of_file = linecache.getlines(file)
        looping = any(in_loop(lines_of_file, number) for number, *_ in frames)
        key = "busy" if error.busy else "time_loop" if looping else "time"
        sentence = say(key, language, seconds=error.seconds, where=where)
    elif isinstance(error, MemoryError) or "can't allocate memory" in said:
        sentence = say("memory", language, where=where)
    elif isinstance(error, RecursionError) and (endless := _called_endlessly(frames)):
        line_only = say("where_line", language, line=line)
        sentence = say("recursion", language, name=endless, where=line_only)
    elif isinstance(error, (SystemExit, KeyboardInterrupt)):
        call_name = "sys.exit" if isinstance(error, SystemExit) else "KeyboardInterrupt"
        sentence = say("exit", language, call=call_name)
    elif isinstance(error, EOFError) and "reading a line" in said:
        sentence = say("input", language)
    elif isinstance(error, NameError) and error.name in IMPORTS:
        sentence = say("not_imported", language, word=error.name, statement=IMPORTS[error.name])
    elif name is None:
        sentence = say("import_raised", language, line=line, error=text)
    elif isinstance(error, TypeError) and not frames and re.search(r"\(\).*argument", text):
        sentence = say("arguments", language, name=name, error=text.removeprefix("TypeError: "))
    elif not frames and (kind := _kind_of_result(error)):
        several = re.search(r"not iterable|has no len|unpack|not subscriptable", str(error))
        key = "none" if kind == "NoneType" else "result_one" if several else "result"
        sentence = say(key, language, name=name, kind=type_word(kind, language))
    else:
        sentence = say("raised", language, name=name, error=text)
    if word := _close_word(error):
        sentence += " " + say("did_you_mean", language, word=word)
    return {"sentence": sentence, "lines": lines}


def _called_endlessly(frames: list[tuple[int, str, str]]) -> str | None:
    """The function that stands again and again on the way to an error."""
    calls = Counter(where for _, where, _ in frames).most_common(1)
    return calls[0][0] if calls and calls[0][1] > RECURRING else None


def _close_word(error: BaseException) -> str | None:
    """A name that the learner may have meant by one that does not exist."""
    known: list[str] = []
    if isinstance(error, AttributeError) and error.name:
        with contextlib.suppress(Exception):  # a module whose super().__init__ was not called
            known = [name for name in dir(error.obj) if isinstance(name, str)]
    elif isinstance(error, NameError) and error.name not in IMPORTS and error.__traceback__:
        *_, (frame, _) = traceback.walk_tb(error.__traceback__)
        known = [*frame.f_locals, *frame.f_globals]
    close = get_close_matches(str(getattr(error, "name", "")), known, n=1, cutoff=0.7)
    return close[0] if close else None


def _kind_of_result(error: BaseException) -> str | None:
    """The type of a result that our own code could not use: not a tensor or module."""
    kinds = "NoneType|list|tuple|dict|int|float|str|bool|ndarray"
    found = re.search(
        rf"'({kinds})' object|, not ({kinds})\b|got ({kinds})\b", readable(error, str)
    )
    return next(filter(None, found.groups()), None) if found else None


def _cut(code: str, place: int = 0) -> tuple[str, int]:
    """Of a long line what is around a place, and where the place is in that."""
    if len(code) <= LONGEST_LINE:
        return code, place
    start = max(0, min(place - QUOTED // 2, len(code) - QUOTED))
    end = start + QUOTED
    before, after = "... " * (start > 0), " ..." * (end < len(code))
    return f"{before}{code[start:end]}{after}", place - start + len(before)


def own_frames(error: BaseException, file: str) -> list[tuple[int, str, str]]:
    """The lines of a file on the way to an error: number, function, text."""
    found, traceback = [], error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
            where = traceback.tb_frame.f_code.co_name
            found.append((line, where, _cut(linecache.getline(file, line).strip())[0]))
        traceback = traceback.tb_next
    return found
