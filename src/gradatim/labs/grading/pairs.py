"""Two mistakes at once: stored ones together, or a stored one and a small change to its code.

Two explain more by chance than one, and what one small change makes of a wrong answer is often just
another wrong answer. So one of the two must be seen by itself: in some number that is as wrong as
this mistake alone makes it; or it is only a factor that lies between it and the answer.
"""

import ast
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.bank import pairs
from gradatim.labs.grading.candidates import (
    COINCIDENCES,
    MIN_NUMBERS,
    Diagnosis,
    agreement_of,
    numbers_of,
    only_whole,
    passes,
    written,
)
from gradatim.labs.grading.changes.change_words import sentences
from gradatim.labs.grading.changes.changed_code import Run, Stored, run_changed
from gradatim.labs.grading.changes.separate import is_separate
from gradatim.labs.grading.changes.small_changes import changes
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.spec import Check

SECONDS_OF_PAIRS = 0.6  # of CPU time
CRYPTIC = ("case_ignored", "sign_missing")  # said of code that the learner has never seen


@dataclass(frozen=True)
class Pair:
    """Two mistakes that together give the learner's answers: stored ones, or one and a change."""

    first: Stored
    second: Stored | Diagnosis


def pairs_that_fit(
    check: Check,
    trials: list[Trial],
    exercise: Exercise,
    bank: list[Stored],
    passed: list[Check],
    known: str,
    source: str,
    seconds: float,
) -> list[Pair]:
    """The pairs that explain everything that is wrong, as found in `seconds` of CPU time.

    Two explain more by chance than one, so several numbers on several inputs are asked for.
    """
    wrong = [trial for trial in trials if trial.difference is not None]
    if check.judge is not None or len(wrong) < 2:
        return []
    start = time.thread_time()
    found: list[Pair] = []
    for pair, run in itertools.chain(
        ((Pair(one, other), run) for one, other, run in pairs(exercise, bank)),
        _with_change(check, exercise, bank, known, source),
    ):
        if time.thread_time() - start > min(seconds, SECONDS_OF_PAIRS):
            break
        if found and isinstance(pair.second, Diagnosis) and isinstance(found[0].second, Stored):
            break
        agreement = agreement_of(check, trials, run)
        if agreement is None or agreement.unexplained or not agreement.by_values:
            continue
        few = only_whole(trials, agreement)  # a choice among few
        if few or len({i for i, _ in agreement.explained}) < 2 or not passes(run, passed):
            continue
        if numbers_of(trials, agreement) >= MIN_NUMBERS and _seen(trials, pair):
            found.append(pair)
    return found


def _seen(trials: list[Trial], pair: Pair) -> bool:
    """Whether one of the two stored mistakes, or the only one, is seen by itself."""
    stored = [one for one in (pair.first, pair.second) if isinstance(one, Stored)]
    return any(is_separate(trials, one.run) for one in stored)


def _with_change(
    check: Check, exercise: Exercise, bank: list[Stored], known: str, learner: str
) -> Iterator[tuple[Pair, Run]]:
    """Each stored mistake with each small change to its code.

    What the change takes away must stand in the solution: a line that only the mistake has is no
    advice.
    """
    right = ast.unparse(ast.parse(exercise.solution))
    for mistake in bank:
        source = f"{exercise.solution}\n{ast.unparse(mistake.tree)}"
        for change in changes(source, check.name, without=(*COINCIDENCES, *CRYPTIC)):
            if change.key.endswith("_missing") and not _all_stand_in(right, change.words):
                continue
            reduced = change.words.get("new") in ("sum", "mean")  # can be written in many ways
            if not reduced and not written(change, learner, check.name, exercise.solution):
                continue
            text = sentences(change.key, change.words, known)
            run = run_changed(change.code) if text else None
            if run and text:
                yield Pair(mistake, Diagnosis(change.key, text)), run


def _all_stand_in(text: str, words: dict[str, str]) -> bool:
    """Whether the text holds every piece of code that the words quote."""
    return all(str(word) in text for word in words.values())
