"""What code does besides giving a value: it overwrites, remembers, draws at random."""

import ast
import copy
import re
import types
from collections.abc import Iterable, Iterator
from typing import Any

from gradatim.labs.grading.changes.changed_code import run_changed
from gradatim.labs.grading.changes.small_changes import line_of, reached
from gradatim.labs.grading.evidence import Trial, parts_of, same_part
from gradatim.labs.grading.learner_source import SEED, seed
from gradatim.labs.grading.outcomes import call, judge
from gradatim.labs.grading.spec import Check

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French
CHANGING = {"append", "extend", "insert", "pop", "remove", "reverse", "sort", "update", "clear"}
RANDOM = re.compile(r"rand|shuffle|sample|choice|normal|uniform|bernoulli|multinomial|draw|init")
LAYER = re.compile(r"\b(?:Linear|Conv\dd|Embedding|Bilinear|LazyLinear)\(")
WORDS: dict[str, tuple[str, str]] = {
    "input_overwritten": (
        "Something writes into `{name}` (`+=`, `{name}[...] =`, `pop` or a method that ends in "
        "`_`): work on a copy, or make a new value.",
        "Quelque chose écrit dans `{name}` (`+=`, `{name}[...] =`, `pop` ou une méthode finissant "
        "par `_`) : travaillez sur une copie, ou faites une nouvelle valeur.",
    ),
    "line_overwrites": (
        "Line {line}, `{code}`, writes into what `{name}` holds: work on a copy, or make a new "
        "value.",
        "Ligne {line} : `{code}` écrit dans ce que contient `{name}` ; travaillez sur une copie, "
        "ou faites une nouvelle valeur.",
    ),
    "gradients_switched_off": (
        "`torch.set_grad_enabled(False)` is never taken back; write `with torch.no_grad():` or "
        "`@torch.no_grad()`.",
        "`torch.set_grad_enabled(False)` n'est jamais annulé ; écrivez `with torch.no_grad():` ou "
        "`@torch.no_grad()`.",
    ),
    "kept_between_calls": (
        "Called first, it is right here; after other calls it is wrong: something is kept from one "
        "call to the next, as a global variable, a class attribute or a default argument `=[]` is.",
        "Appelée en premier, elle est juste ici ; après d'autres appels, elle est fausse : quelque "
        "chose est gardé d'un appel à l'autre, comme une variable globale, un attribut de classe "
        "ou une valeur par défaut `=[]`.",
    ),
    "random_layer": (
        "Called twice, it gives two answers: a layer that it makes starts with random weights or a "
        "random bias, which nothing replaces.",
        "Appelée deux fois, elle donne deux réponses : une couche qu'elle crée part de poids ou "
        "d'un biais tirés au hasard, que rien ne remplace.",
    ),
    "random_answer": (
        "Called twice, it gives two answers: something is drawn at random, but only one answer is "
        "right here.",
        "Appelée deux fois, elle donne deux réponses : quelque chose est tiré au hasard, mais une "
        "seule réponse est juste ici.",
    ),
}


def _finding(key: str, **words: str) -> Finding:
    english, french = WORDS[key]
    return key, {"en": english.format(**words), "fr": french.format(**words)}


def _first(trials: list[Trial]) -> Trial:
    return next(trial for trial in trials if trial.difference is not None)


def left_switched_off(trials: list[Trial]) -> Finding | None:
    """Gradients that are switched off for all that follows."""
    difference = _first(trials).difference
    if difference is None or difference.kind != "switched_off":
        return None
    return _finding("gradients_switched_off")


def kept_between_calls(check: Check, trials: list[Trial], source: str) -> Finding | None:
    """What is right when the file is run afresh, and called on nothing else before."""
    run = run_changed([compile(source, "<learner>", "exec")]) if source else None
    case = _first(trials).case
    if run is None or judge(check, run(check, case), case) is not None:
        return None
    return _finding("kept_between_calls")


def overwritten(trials: list[Trial], source: str, function: str) -> Finding | None:
    """What the caller still needs is changed, which can spoil the values of other inputs.

    Where one line alone can do it, that line.
    """
    difference = _first(trials).difference
    if difference is None or difference.kind != "mutated":
        return None
    name = difference.values["argument"]
    parts = reached(ast.parse(source), function) if source else []
    lines = {line for part in parts for line in _writing(part, name)}
    if len(lines) != 1:
        return _finding("input_overwritten", name=name)
    line, code = lines.pop()
    _, text = _finding("line_overwrites", name=name, line=str(line), code=code)
    return "input_overwritten", text


def _writing(part: ast.AST, name: str) -> Iterator[tuple[int, str]]:
    """The lines that write into something: into the argument itself, if any does, or a part."""
    nodes: Iterable[Any] = ast.walk(part)
    found = [(node, target) for node in nodes for target in _written(node)]
    own = [pair for pair in found if _root(pair[1]) == name]
    for node, _ in own or found:
        yield node.lineno, line_of(node)


def _written(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement or a call changes in place."""
    match node:
        case ast.AugAssign(target=target):
            yield target
        case ast.Assign(targets=targets):
            yield from (target for target in targets if isinstance(target, ast.Subscript))
        case ast.Delete(targets=targets):
            yield from targets
        case ast.Call(func=ast.Attribute(value=value, attr=method)):
            if (method.endswith("_") and method[0] != "_") or method in CHANGING:
                yield value


def _root(node: ast.expr) -> str:
    """The name that an expression such as `x.T[0]` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", "")


def random_answer(
    check: Check, trials: list[Trial], learner: types.ModuleType, source: str
) -> Finding | None:
    """Another answer with other random numbers, where the right one is always the same."""
    trial = _first(trials)
    drawn = RANDOM.search(source)
    if check.expected is None or trial.outcome.error is not None:
        return None
    if not drawn and not LAYER.search(source):
        return None
    if trial.difference is not None and trial.difference.kind in ("type", "none"):
        return None  # no two generators are equal
    again = parts_of(call(check, learner, trial.case, SEED + 1).value)
    seed(SEED + 1)
    right = parts_of(check.expected(*copy.deepcopy(trial.case)))
    seed()
    steady = all(same_part(check, right.get(path), trial.right_parts[path]) for path in right)
    alike = again.keys() == trial.parts.keys() and all(
        same_part(check, again[path], trial.parts[path]) for path in again
    )
    found = _finding("random_answer" if drawn else "random_layer")
    return found if steady and not alike else None
