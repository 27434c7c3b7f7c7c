"""What code does besides giving a value: it overwrites, remembers, draws at random."""

import copy
import re
import types

from gradatim.labs.grading.changes.changed_code import run_changed
from gradatim.labs.grading.evidence import Trial, parts_of, same_part
from gradatim.labs.grading.learner_source import SEED, seed
from gradatim.labs.grading.outcomes import call, judge
from gradatim.labs.grading.spec import Check

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French
RANDOM = re.compile(r"rand|shuffle|sample|choice|normal|uniform|bernoulli|multinomial|draw|init")
WORDS: dict[str, tuple[str, str]] = {
    "input_overwritten": (
        "Something writes into `{name}` (`+=`, `{name}[...] =`, `pop` or a method that ends in "
        "`_`): work on a copy, or make a new value.",
        "Quelque chose écrit dans `{name}` (`+=`, `{name}[...] =`, `pop` ou une méthode finissant "
        "par `_`) : travaillez sur une copie, ou faites une nouvelle valeur.",
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


def overwritten(trials: list[Trial]) -> Finding | None:
    """What the caller still needs is changed, which can spoil the values of other inputs."""
    difference = _first(trials).difference
    if difference is None or difference.kind != "mutated":
        return None
    return _finding("input_overwritten", name=difference.values["argument"])


def random_answer(
    check: Check, trials: list[Trial], learner: types.ModuleType, source: str
) -> Finding | None:
    """Another answer with other random numbers, where the right one is always the same."""
    trial = _first(trials)
    if check.expected is None or trial.outcome.error is not None or not RANDOM.search(source):
        return None
    again = parts_of(call(check, learner, trial.case, SEED + 1).value)
    seed(SEED + 1)
    right = parts_of(check.expected(*copy.deepcopy(trial.case)))
    seed()
    steady = all(same_part(check, right.get(path), trial.right_parts[path]) for path in right)
    alike = again.keys() == trial.parts.keys() and all(
        same_part(check, again[path], trial.parts[path]) for path in again
    )
    return _finding("random_answer") if steady and not alike else None
