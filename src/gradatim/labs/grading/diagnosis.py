"""Name a learner's mistake: by stored ones, by a small change to the solution, by relations.

Each exercise stores its common mistakes as wrong solutions (`mistakes/`, its bank). They are run
on the learner's inputs; one whose outcome is wrong in the same way has the learner's mistake,
however differently it is written. A name needs evidence: at least one wrong part explained and none
that speaks against it.
"""

import contextlib
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.change_words import sentences
from gradatim.labs.grading.changes import Change, changes
from gradatim.labs.grading.evidence import Agreement, Trial, agree
from gradatim.labs.grading.learner_source import execute
from gradatim.labs.grading.outcomes import Outcome, call, inputs_of, judge
from gradatim.labs.grading.relations import Finding, relations, sentence
from gradatim.labs.grading.spec import Check

SECONDS_OF_CHANGES = 0.5  # of CPU time: the answer must not wait for what may not help
SECONDS_OF_OTHERS = 0.2
SECONDS_PER_CALL = 0.5  # a changed solution can loop for ever

# Changes so free that one of them explains any single input.
COINCIDENCES = {"other_name", "other_number", "index_missing", "other_slice", "call_missing"}
TELLING = {
    *("line_missing", "condition_ignored", "keyword_missing", "with_missing", "other_function"),
    *("other_operator", "transposed", "other_slice", "case_ignored"),
    *("lines_exchanged", "outside_loop", "inside_loop"),
}

Run = Callable[[Check, tuple], Outcome]


@dataclass(frozen=True)
class Diagnosis:
    """What is likely wrong: `name` for programs, `text` in each language for people."""

    name: str
    text: dict[str, str]


@dataclass
class Candidate:
    """An explanation and what speaks for it."""

    name: str
    text: dict[str, str]
    run: Run
    agreement: Agreement

    @property
    def score(self) -> int:
        return len(self.agreement.explained)

    @property
    def complete(self) -> bool:
        return not self.agreement.unexplained


def recognise(
    check: Check,
    trials: list[Trial],
    others: list[Check],
    learner: types.ModuleType,
    exercise: Exercise,
    source: str = "",
) -> Diagnosis | None:
    """The most likely mistake, None where nothing is known.

    Args:
        check: the check that failed.
        trials: what the learner's code did with its inputs.
        others: the other checks, which tell explanations apart that agree on this one.
        learner: the learner's module.
        exercise: whose bank is asked.
        source: the learner's text, whose names a sentence may quote.
    """
    seen = [exercise.path / name for name in ("starter.py", "task.en.md")]  # a hidden set has none
    known = source + "".join(path.read_text("utf-8") for path in seen if path.is_file())
    if not any(trial.difference for trial in trials):
        return None
    stored = [
        Candidate(name, text, run, agreement)
        for name, text, run in _stored(exercise)
        if (agreement := _agreement(check, trials, run)) is not None
    ]
    best = _best(stored, others, learner)
    if best is not None and best.complete:
        return Diagnosis(best.name, best.text)
    pair = _second(best, stored)
    if best is not None and pair is not None:
        return _both(best, pair)
    facts = relations(trials) or _overwritten(trials)
    change = _change(check, trials, exercise, known)
    if best is not None and (change is None or change.score <= best.score) and not facts:
        return Diagnosis(best.name, best.text)
    found = [(change.name, change.text)] if change is not None else []
    if change is not None:  # where the wrong numbers are says less than why
        facts = [fact for fact in facts if not fact[0].startswith(("wrong_", "right_in"))]
    found = [*facts[:2], *found]
    if best is not None and not (change and change.complete) and not facts:
        found = [(best.name, best.text)]
    if not found:
        return None
    return Diagnosis(
        " ".join(name for name, _ in found),
        {language: " ".join(text[language] for _, text in found) for language in ("en", "fr")},
    )


def _overwritten(trials: list[Trial]) -> list[Finding]:
    """The caller's tensor is changed, and nothing else is wrong."""
    wrong = [trial.difference for trial in trials if trial.difference is not None]
    if any(difference.kind != "mutated" for difference in wrong):
        return []
    return [sentence("input_overwritten", {"name": wrong[0].values["argument"]})]


def _both(first: Candidate, second: Candidate) -> Diagnosis:
    text = {
        "en": f"Two at once: {first.text['en']} And: {second.text['en']}",
        "fr": f"Deux à la fois : {first.text['fr']} Et : {second.text['fr']}",
    }
    return Diagnosis(f"{first.name} {second.name}", text)


def _stored(exercise: Exercise) -> Iterator[tuple[str, dict[str, str], Run]]:
    """The mistakes of the bank, each with a function that runs it."""
    base = compile(exercise.solution, str(exercise.path / "solution.py"), "exec")
    for mistake in exercise.mistakes:
        module = types.ModuleType("learner")
        try:
            _execute(base, module)
            execute(mistake.path.read_text("utf-8"), str(mistake.path), module)
        except Exception:
            continue  # `gradatim lab verify` reports a broken mistake to its author
        yield mistake.name, mistake.text, _runner(module)


def _execute(code: CodeType, module: types.ModuleType) -> None:
    sys.modules[module.__name__] = module
    exec(code, module.__dict__)


def run_changed(code: CodeType) -> Run | None:
    """A function that runs a changed solution, None where it cannot even be loaded."""
    module = types.ModuleType("learner")
    try:
        _execute(code, module)
    except Exception:
        return None
    return _runner(module)


def _runner(module: types.ModuleType) -> Run:
    def run(check: Check, case: tuple) -> Outcome:
        sys.modules[module.__name__] = module
        with _limited(SECONDS_PER_CALL):
            return call(check, module, case)

    return run


class _TooSlow(BaseException):
    """Raised in a stored mistake or a changed solution that takes too long."""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop what runs longer, where the system can; outcomes.call makes it an error of that code."""
    if (
        not hasattr(signal, "ITIMER_VIRTUAL")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def expire(signum: int, frame: Any) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, expire)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _agreement(check: Check, trials: list[Trial], run: Run) -> Agreement | None:
    """What an explanation says on all inputs, None where one speaks against it.

    Failing inputs come first: most explanations are given up at the first of them.
    """
    total = Agreement()
    order = sorted(range(len(trials)), key=lambda i: trials[i].difference is None)
    for i in order:
        total += agree(i, trials[i], run(check, trials[i].case))
        if total.against:
            return None
    return total if total.explained else None


def _best(
    candidates: list[Candidate], others: list[Check], learner: types.ModuleType
) -> Candidate | None:
    """The one that explains most; the other checks decide between equals."""
    if not candidates:
        return None
    top = max((c.complete, c.score) for c in candidates)
    equal = [c for c in candidates if (c.complete, c.score) == top]
    if len(equal) > 1:
        equal.sort(key=lambda c: _contradictions(c.run, others, learner))
    return equal[0]


def _contradictions(run: Run, others: list[Check], learner: types.ModuleType) -> int:
    """On how many inputs of the other checks one is right and the other is not, in little time."""
    count, start = 0, time.process_time()
    for other in others:
        if time.process_time() - start > SECONDS_OF_OTHERS or not hasattr(learner, other.name):
            continue
        for case in inputs_of(other):
            mine = judge(other, call(other, learner, case), case)
            count += (mine is None) != (judge(other, run(other, case), case) is None)
    return count


def _telling(change: Change) -> bool:
    """Whether the same error is evidence: much goes wrong in one way where a whole term is gone."""
    if change.key == "call_missing":
        return change.words["call"].startswith(".")
    return change.key in TELLING


def _second(first: Candidate | None, candidates: list[Candidate]) -> Candidate | None:
    """A mistake that explains just what the first one leaves unexplained."""
    if first is None:
        return None
    rest = first.agreement.unexplained
    fitting = [c for c in candidates if rest and rest <= c.agreement.explained and c is not first]
    return fitting[0] if fitting else None


def _change(check: Check, trials: list[Trial], exercise: Exercise, known: str) -> Candidate | None:
    """The change to a right solution that explains most, of those tried in time."""
    start = time.process_time()
    best: Candidate | None = None
    sources = [exercise.solution, *map(exercise.over_solution, exercise.alternatives)]
    pairs = ((text, change) for text in sources for change in changes(text, check.name))
    for text_of, change in pairs:
        if time.process_time() - start > SECONDS_OF_CHANGES:
            break
        if text_of is not exercise.solution and change.key == "call_missing":
            continue  # a detour that a learner need not know
        text = sentences(change.key, change.words, known)
        run = run_changed(change.code) if text else None
        agreement = _agreement(check, trials, run) if run else None
        if not (run and text and agreement) or not (agreement.by_values or _telling(change)):
            continue
        inputs = {i for i, _ in agreement.explained}
        if change.key in COINCIDENCES and len(inputs) < 2:
            continue
        candidate = Candidate(change.key, text, run, agreement)
        if best is None or (candidate.complete, candidate.score) > (best.complete, best.score):
            best = candidate
    return best
