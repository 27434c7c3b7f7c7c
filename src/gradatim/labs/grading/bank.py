"""The stored mistakes of an exercise, each with a function that runs it, alone or with another.

A mistake is laid over the solution, so it holds only the functions that differ.
"""

import ast
import types
from collections.abc import Collection, Iterator
from pathlib import Path

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.changes.changed_code import Run, Stored, execute_code, remembered, runner
from gradatim.labs.grading.changes.merging import laid_over

DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


# Many answers to one exercise can be graded in one process. What is kept keeps its id.
_kept: dict[tuple[int, str], tuple[Exercise, list[Stored]]] = {}


def stored_mistakes(exercise: Exercise, name: str) -> list[Stored]:
    """The mistakes that can show where the function or class `name` is checked."""
    key = id(exercise), name
    if key not in _kept:
        _kept[key] = exercise, [*_read(exercise, name)]
    return _kept[key][1]


def _read(exercise: Exercise, name: str) -> Iterator[Stored]:
    base = compile(exercise.solution, str(exercise.path / "solution.py"), "exec")
    solution = _uses(ast.parse(exercise.solution))
    used = _reached(name, solution)
    # A check that looks other functions up in the learner's module can show any mistake.
    every = "sys.modules" in (exercise.path / "check.py").read_text("utf-8")
    for mistake in exercise.mistakes:
        tree = ast.parse(mistake.path.read_text("utf-8"))
        changed = {defined for node in tree.body for defined in _defined(node)}
        if not every and not changed & used:
            continue
        run = _run((base, tree), str(mistake.path))
        if run is not None:  # `gradatim lab verify` reports a broken mistake to its author
            yield Stored(mistake.name, mistake.text, remembered(run), tree)


def pairs(exercise: Exercise, mistakes: list[Stored]) -> Iterator[tuple[Stored, Stored, Run]]:
    """Two mistakes at once, where their code can be joined, and a function that runs both."""
    base = compile(exercise.solution, str(exercise.path / "solution.py"), "exec")
    solution = ast.parse(exercise.solution)
    for i, one in enumerate(mistakes):
        for other in mistakes[:i]:
            trees = laid_over(solution, one.tree, other.tree)
            run = _run((base, *trees), "<two mistakes>") if trees else None
            if run is not None:
                yield other, one, run


def _run(parts: Collection, file: str | Path) -> Run | None:
    """A function that runs code laid over each other, None where it cannot even be loaded."""
    module = types.ModuleType("learner")
    try:
        for part in parts:
            code = part if isinstance(part, types.CodeType) else compile(part, str(file), "exec")
            execute_code(code, module)
    except Exception:
        return None
    return runner(module)


def _reached(name: str, solution: dict[str, set[str]]) -> set[str]:
    """What a function or class of the solution uses, itself included."""
    todo, seen = [name], set()
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += solution.get(one, ())
    return seen


def _uses(tree: ast.Module) -> dict[str, set[str]]:
    """The names that each definition of a module uses."""
    return {
        defined: {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for node in tree.body
        for defined in _defined(node)
    }


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, DEFINITIONS):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]
