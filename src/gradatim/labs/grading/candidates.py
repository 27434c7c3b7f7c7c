"""Explanations of a learner's answers, and how well each fits: what diagnosis.py chooses from."""

import re
import time
import types
from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.changes.change_words import sentences
from gradatim.labs.grading.changes.changed_code import Run, Stored, TooSlow, run_changed
from gradatim.labs.grading.changes.line_places import LINES, stands_so
from gradatim.labs.grading.changes.small_changes import Change, changes, has_loop, text_of
from gradatim.labs.grading.evidence import Agreement, Trial, agree, as_numbers, message
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.spec import Check

SECONDS_OF_CHANGES = 0.4  # of CPU time: the answer must not wait for what may not help
SECONDS_OF_OTHERS = 0.2
EXTREME = 80.0
MIN_CHOICES = 3  # single whole numbers, such as a choice among few, that a change must explain
MIN_NUMBERS = 3  # different ones, that a free explanation must get right

# Changes so free that one of them explains any single input.
COINCIDENCES = {"other_name", "other_number", "index_missing", "other_slice", "call_missing"}
WRITTEN = {"other_function", "other_operator", "other_name"}  # must stand in the learner's file
DETOURS = ("call_missing", "sign_missing", "other_number", "other_name", "index_missing")
LEFT_OUT = (
    "condition_ignored",
    "branch_missing",
    "line_missing",
    "with_missing",
    "keyword_missing",
)
SMALL = ("0", "1", "2", "0.0", "1.0")
UNTOLD = ("raised", "nan", "unreadable_value")
TELLING = {
    *("line_missing", "condition_ignored", "branch_missing", "keyword_missing", "with_missing"),
    *("other_function", "other_operator", "transposed", "other_slice", "case_ignored"),
    *("lines_exchanged", "outside_loop", "inside_loop"),
}


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

    def enough(self, trials: list[Trial]) -> bool:
        """It is nowhere right where the learner is wrong, or explains more than it leaves.

        The first wrong input must be among it. A judge's sentence says too little of the numbers
        for that. Where one raises and the other does not, no matter.
        """
        if not self.agreement.contrary:
            return True
        first = next(i for i, trial in enumerate(trials) if trial.difference is not None)
        shown = any(i == first for i, _ in self.agreement.explained)
        return shown and not trials[0].check.judge and self.score > self.agreement.contrary

    def is_slight(self, trials: list[Trial]) -> bool:
        """Whether all that it explains is one number on one of several inputs."""
        inputs = {i for i, _ in self.agreement.explained}
        right = sum(trial.difference is None for trial in trials)
        return len(inputs) == 1 < right and numbers_of(trials, self.agreement) == 1


def agreement_of(check: Check, trials: list[Trial], run: Run) -> Agreement | None:
    """What an explanation says on all inputs, None where one speaks against it.

    Failing inputs come first: most explanations are given up at the first of them.
    """
    total = Agreement()
    order = sorted(range(len(trials)), key=lambda i: trials[i].difference is None)
    for i in order:
        theirs = run(check, trials[i].case)
        if isinstance(theirs.error, TooSlow):
            return None
        total += agree(i, trials[i], theirs)
        if total.against:
            return None
    return total if total.explained else None


def alike_at_first(
    check: Check, trials: list[Trial], bank: list[Stored], passed: list[Check]
) -> Stored | None:
    """The one mistake that explains the first failing inputs, and all with ordinary numbers.

    On those with extreme numbers both are wrong, in two ways: the mistake is made where it shows
    first, and another one, an overflow for instance, on top of it.
    """
    wrong = [i for i, trial in enumerate(trials) if trial.difference is not None]
    if check.judge is not None or len(wrong) < 2:
        return None
    found: dict[str, Stored] = {}
    for mistake in bank:
        explained: list[int] = []
        total = Agreement()
        for i, trial in enumerate(trials):
            one = agree(i, trial, mistake.run(check, trial.case))
            if i in wrong and one.by_values and not one.against and not one.unexplained:
                explained.append(i)
                total += one
            elif (one.against or one.unexplained) and not (i in wrong and _is_extreme(trial)):
                break
        else:
            enough = wrong[0] in explained and len(explained) > 1
            if enough and numbers_of(trials, total) >= MIN_NUMBERS and passes(mistake.run, passed):
                found[mistake.name] = mistake
    return next(iter(found.values())) if len(found) == 1 else None


def _is_extreme(trial: Trial) -> bool:
    """Whether an input holds numbers at which exp overflows, or becomes 0."""
    tensors = [value for value in trial.case if isinstance(value, Tensor) and value.numel()]
    return any(bool(value.abs().max() > EXTREME) for value in tensors if value.is_floating_point())


def best_of(
    candidates: list[Candidate], others: list[Check], learner: types.ModuleType
) -> list[Candidate]:
    """Those that explain most; of equals, those that the other checks contradict least."""
    if not candidates:
        return []
    top = max((c.complete, c.score) for c in candidates)
    equal = [c for c in candidates if (c.complete, c.score) == top]
    if len(equal) == 1:
        return equal
    counts = [_contradictions(candidate.run, others, learner) for candidate in equal]
    return [c for c, count in zip(equal, counts, strict=True) if count == min(counts)]


def _contradictions(run: Run, others: list[Check], learner: types.ModuleType) -> int:
    """On how many inputs of the other checks one is right and the other is not, in little time."""
    count, start = 0, time.thread_time()
    for other in others:
        late = time.thread_time() - start > SECONDS_OF_OTHERS
        if late or other.slow or not hasattr(learner, other.name):
            continue
        for case in inputs_of(other):
            mine = judge(other, call(other, learner, case), case)
            count += (mine is None) != (judge(other, run(other, case), case) is None)
    return count


def passed_checks(others: list[Check], learner: types.ModuleType) -> list[Check]:
    """The other checks that the learner's code passes, of those that take little time."""
    return [
        other
        for other in others
        if not other.slow
        and all(judge(other, call(other, learner, case), case) is None for case in inputs_of(other))
    ]


def passes(run: Run, checks: Sequence[Check]) -> bool:
    """Whether no value is wrong; the same mistake can be written so that it raises or gives nan."""
    differences = (
        judge(check, run(check, case), case) for check in checks for case in inputs_of(check)
    )
    return all(found is None or found.kind in UNTOLD for found in differences)


def numbers_of(trials: list[Trial], agreement: Agreement) -> int:
    """How many different numbers an explanation gets right."""
    parts = (as_numbers(trials[i].parts.get(path)) for i, path in agreement.explained)
    return sum(len(part.unique()) for part in parts if part is not None)


def change_that_fits(
    check: Check, trials: list[Trial], exercise: Exercise, known: str, source: str
) -> Candidate | None:
    """The change to a right solution that explains most, of those tried in time."""
    start = time.thread_time()
    best: Candidate | None = None
    sources = [exercise.solution, *map(exercise.over_solution, exercise.alternatives)]
    pairs = ((text, change) for text in sources for change in changes(text, check.name))
    for origin, change in pairs:
        if time.thread_time() - start > SECONDS_OF_CHANGES:
            break
        if origin is not exercise.solution and change.key in DETOURS:
            continue  # which a learner need not know
        if not written(change, source, check.name, origin) or _is_there(change, source):
            continue
        text = sentences(change.key, change.words, known)
        run = run_changed(change.code) if text else None
        agreement = agreement_of(check, trials, run) if run else None
        if not (run and text and agreement) or not (
            agreement.by_values or _telling(change, trials)
        ):
            continue
        if _only_zeros(trials, agreement):
            continue
        inputs = {i for i, _ in agreement.explained}
        if check.judge is not None and change.key == "other_operator":
            continue  # a judge's sentence says too little of the numbers
        if agreement.contrary or (change.key in COINCIDENCES and len(inputs) < 2):
            continue
        if change.key == "other_operator" and (agreement.unexplained or len(inputs) < 2):
            continue  # a + or - stands in every file
        if len(inputs) < MIN_CHOICES and only_whole(trials, agreement):
            continue
        candidate = Candidate(change.key, text, run, agreement)
        if best is None or (candidate.complete, candidate.score) > (best.complete, best.score):
            best = candidate
    return best


def only_whole(trials: list[Trial], agreement: Agreement) -> bool:
    """Whether all that is explained are whole numbers or words, of which few are possible.

    What is only missing counts as little.
    """
    parts = (trials[i].parts.get(path) for i, path in agreement.explained)
    return all(part is None or isinstance(part, (int, str)) for part in parts)


def _only_zeros(trials: list[Trial], agreement: Agreement) -> bool:
    """Whether all that is explained is 0: many changes lead there."""
    parts = [as_numbers(trials[i].parts.get(path)) for i, path in agreement.explained]
    return all(part is not None and part.numel() and not part.any() for part in parts)


def _telling(change: Change, trials: list[Trial]) -> bool:
    """Whether the same error or sentence is evidence: it holds numbers, so it is not any error."""
    told = [
        message(trial.outcome) + str(trial.difference.values.get("en", ""))
        for trial in trials
        if trial.difference is not None
    ]
    specific = all(re.search(r"\d", text) for text in told)
    whole = change.key != "call_missing" or change.words["call"].startswith(".")
    return specific and whole and change.key in TELLING


def _is_there(change: Change, source: str) -> bool:
    """Whether the learner's file holds what the change leaves out: that speaks against it.

    And whether it is only one of the numbers 0, 1, 2 in the place of another, or of True and False:
    of which, in code that the learner has never seen?
    """
    if change.words.get("new") in ("True", "False") and str(change.words["new"]) not in source:
        return True
    if change.key == "other_number":
        return all(change.words[word].lstrip("-") in SMALL for word in ("old", "new"))
    code = str(change.words.get("code", ""))
    if change.key in ("condition_ignored", "branch_missing"):
        code = f"if {code}"
    return change.key in LEFT_OUT and bool(code) and code in source


def written(change: Change, source: str, name: str, origin: str) -> bool:
    """Whether the learner's file holds what the change is about.

    That is what the changed solution has in the place of the right, or the line that it moves,
    which must stand where the change puts it.
    """
    if not source:
        return True
    if change.key.startswith("loop_"):
        return has_loop(source, name)
    if change.key in LINES:
        return stands_so(change, source, name, origin)
    if change.key == "arguments_exchanged":
        return f"{change.words['b']}, {change.words['a']}" in source
    if change.key == "other_axis":
        own = text_of(source, name)
        return re.search(rf"[=(,] ?{change.words['new']}[),]", own) is not None
    if "new" not in change.words or change.key not in WRITTEN:
        return True
    new = str(change.words["new"])
    if new.isidentifier():
        return re.search(rf"\b{new}\b", source) is not None
    return new in source.replace("'", '"') or new in source


def second_of(first: Candidate | None, candidates: list[Candidate]) -> Candidate | None:
    """Another mistake that explains just what the first one leaves unexplained."""
    if first is None:
        return None
    rest = first.agreement.unexplained
    fitting = [c for c in candidates if rest and rest <= c.agreement.explained]
    return next((c for c in fitting if c.name != first.name), None)
