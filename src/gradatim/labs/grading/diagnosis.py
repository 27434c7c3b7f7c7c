"""Name a learner's mistake: by stored ones, by a repair, by relations, by a changed solution.

Each exercise stores its common mistakes as wrong solutions (`mistakes/`, its bank). They are run
on the learner's inputs; one whose outcome is wrong in the same way has the learner's mistake,
however differently it is written. A name needs evidence: at least one wrong part explained and none
that speaks against it. Where several explain the same, all are named.
"""

import re
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.changes.change_words import sentences
from gradatim.labs.grading.changes.changed_code import (
    Run,
    Stored,
    execute_code,
    remembered,
    run_changed,
    runner,
)
from gradatim.labs.grading.changes.repairs import Repair, repair
from gradatim.labs.grading.changes.small_changes import Change, changes
from gradatim.labs.grading.evidence import Agreement, Trial, agree, message
from gradatim.labs.grading.learner_source import execute
from gradatim.labs.grading.outcomes import call, inputs_of, judge
from gradatim.labs.grading.relations.findings import Finding, relations, sentence
from gradatim.labs.grading.spec import Check

SECONDS_OF_CHANGES = 0.4  # of CPU time: the answer must not wait for what may not help
SECONDS_OF_OTHERS = 0.2
SECONDS_OF_BANK = 1.5

# Changes so free that one of them explains any single input.
COINCIDENCES = {"other_name", "other_number", "index_missing", "other_slice", "call_missing"}
WRITTEN = {"other_function", "other_operator", "other_name"}  # must stand in the learner's file
VAGUE = {  # relations beside which a change still has something to say
    *("factor", "constant_added", "other_order", "right_in_first_only", "right_in_last_only"),
    *("wrong_in_first_only", "wrong_in_last_only", "wrong_at_zeros", "wrong_at_negatives"),
    *("wrong_at_positives", "wrong_at_false", "wrong_at_true", "all_equal", "all_zero"),
}
MAX_ALTERNATIVES = 3
UNTOLD = ("raised", "nan", "unreadable_value")
TELLING = {
    *("line_missing", "condition_ignored", "keyword_missing", "with_missing", "other_function"),
    *("other_operator", "transposed", "other_slice", "case_ignored"),
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

    @property
    def enough(self) -> bool:
        """It explains at least as much as it leaves; where the learner's code raises, no matter."""
        return self.score >= self.agreement.contrary


def recognise(
    check: Check,
    trials: list[Trial],
    others: list[Check],
    learner: types.ModuleType,
    exercise: Exercise,
    source: str = "",
    slow: bool = False,
) -> Diagnosis | None:
    """The most likely mistake, None where nothing is known.

    Args:
        check: the check that failed.
        trials: what the learner's code did with its inputs.
        others: the other checks, which tell explanations apart that agree on this one.
        learner: the learner's module.
        exercise: whose bank is asked.
        source: the learner's text, which repairs change and run; empty where it must not run.
        slow: one call takes so long that only the bank is asked, not a hundred changes.
    """
    seen = [exercise.path / name for name in ("starter.py", "task.en.md")]  # a hidden set has none
    task = "".join(path.read_text("utf-8") for path in seen[1:] if path.is_file())
    known = source + "".join(path.read_text("utf-8") for path in seen if path.is_file())
    if not any(trial.difference for trial in trials):
        return None
    start = time.process_time()
    # A mistake that fails another check of the same class, which this code passes, is another one.
    passed = _passed([other for other in others if other.name == check.name], learner)
    bank: list[Stored] = []
    stored: list[Candidate] = []
    for mistake in _stored(exercise):
        if time.process_time() - start > SECONDS_OF_BANK:
            break
        if not _passes(mistake.run, passed):
            continue
        bank.append(mistake)
        agreement = _agreement(check, trials, mistake.run)
        if agreement is not None:
            stored.append(Candidate(mistake.name, mistake.text, mistake.run, agreement))
    slow = slow or time.process_time() - start > SECONDS_OF_BANK / 3
    equal = _best(stored, others, learner)
    best = equal[0] if equal else None
    if best is not None and best.complete:
        return either(equal)
    found = None
    if source and not slow:
        found = repair(check, trials, others, source, bank, exercise.solution, task)
    if found is not None and found.rest is None:
        return _with_repair(best, found)
    pair = _second(best, stored)
    if best is not None and pair is not None:
        return _both(best, pair)
    if found is not None and found.rest is not None:
        return _both(found.rest, found)
    if best is not None and not best.enough:
        best, equal = None, []
    facts = relations(trials) or _overwritten(trials)
    change = None if slow else _change(check, trials, exercise, known, source)
    if best is not None and (change is None or change.score <= best.score) and not facts:
        return either(equal)
    named = [(change.name, change.text)] if change is not None else []
    if change is not None:  # where the wrong numbers are says less than why
        facts = [fact for fact in facts if not fact[0].startswith(("wrong_", "right_in"))]
    certain = [fact for fact in facts if fact[0] not in VAGUE]
    named = certain[:1] or [*facts[:1], *named]
    if best is not None and not (change and change.complete) and not facts:
        named = [(best.name, best.text)]
    if not named:
        return None
    return Diagnosis(
        " ".join(name for name, _ in named),
        {language: " ".join(text[language] for _, text in named) for language in ("en", "fr")},
    )


def _overwritten(trials: list[Trial]) -> list[Finding]:
    """The caller's tensor is changed, and nothing else is wrong."""
    wrong = [trial.difference for trial in trials if trial.difference is not None]
    if any(difference.kind != "mutated" for difference in wrong):
        return []
    return [sentence("input_overwritten", {"name": wrong[0].values["argument"]})]


def _both(first: Candidate | Stored, second: Candidate | Repair) -> Diagnosis:
    text = {
        "en": f"Two at once: {first.text['en']} And: {second.text['en']}",
        "fr": f"Deux à la fois : {first.text['fr']} Et : {second.text['fr']}",
    }
    return Diagnosis(f"{first.name} {second.name}", text)


def _with_repair(best: Candidate | None, found: Repair) -> Diagnosis:
    """A repair, after the stored mistake that explains most of what is wrong."""
    if best is None or len(best.agreement.unexplained) > best.score:
        return Diagnosis(found.name, found.text)
    both = {language: f"{best.text[language]} {found.text[language]}" for language in found.text}
    return Diagnosis(f"{best.name} {found.name}", both)


def either(equal: list[Candidate]) -> Diagnosis:
    """The one that fits, or the first of those that fit equally well."""
    if len(equal) == 1:
        return Diagnosis(equal[0].name, equal[0].text)
    named = equal[:MAX_ALTERNATIVES]
    text = {
        "en": "Either: " + " Or: ".join(candidate.text["en"] for candidate in named),
        "fr": "Soit : " + " Soit : ".join(candidate.text["fr"] for candidate in named),
    }
    return Diagnosis("|".join(candidate.name for candidate in named), text)


def _stored(exercise: Exercise) -> Iterator[Stored]:
    """The mistakes of the bank, each with a function that runs it."""
    base = compile(exercise.solution, str(exercise.path / "solution.py"), "exec")
    for mistake in exercise.mistakes:
        module = types.ModuleType("learner")
        try:
            execute_code(base, module)
            execute(mistake.path.read_text("utf-8"), str(mistake.path), module)
        except Exception:
            continue  # `gradatim lab verify` reports a broken mistake to its author
        yield Stored(mistake.name, mistake.text, remembered(runner(module)))


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
    count, start = 0, time.process_time()
    for other in others:
        if time.process_time() - start > SECONDS_OF_OTHERS or not hasattr(learner, other.name):
            continue
        for case in inputs_of(other):
            mine = judge(other, call(other, learner, case), case)
            count += (mine is None) != (judge(other, run(other, case), case) is None)
    return count


def _passed(others: list[Check], learner: types.ModuleType) -> list[Check]:
    """The other checks that the learner's code passes."""
    return [
        other
        for other in others
        if all(judge(other, call(other, learner, case), case) is None for case in inputs_of(other))
    ]


def _passes(run: Run, checks: list[Check]) -> bool:
    """Whether no value is wrong; the same mistake can be written so that it raises or gives nan."""
    differences = (
        judge(check, run(check, case), case) for check in checks for case in inputs_of(check)
    )
    return all(found is None or found.kind in UNTOLD for found in differences)


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


def _written(change: Change, source: str) -> bool:
    """Whether the learner's file holds what the changed solution has in the place of the right."""
    if not source or "new" not in change.words or change.key not in WRITTEN:
        return True
    new = str(change.words["new"])
    if new.isidentifier():
        return re.search(rf"\b{new}\b", source) is not None
    return new in source.replace("'", '"') or new in source


def _second(first: Candidate | None, candidates: list[Candidate]) -> Candidate | None:
    """A mistake that explains just what the first one leaves unexplained."""
    if first is None:
        return None
    rest = first.agreement.unexplained
    fitting = [c for c in candidates if rest and rest <= c.agreement.explained and c is not first]
    return fitting[0] if fitting else None


def _change(
    check: Check, trials: list[Trial], exercise: Exercise, known: str, source: str
) -> Candidate | None:
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
        if not _written(change, source):
            continue
        text = sentences(change.key, change.words, known)
        run = run_changed(change.code) if text else None
        agreement = _agreement(check, trials, run) if run else None
        if not (run and text and agreement) or not (
            agreement.by_values or _telling(change, trials)
        ):
            continue
        inputs = {i for i, _ in agreement.explained}
        if agreement.contrary or (change.key in COINCIDENCES and len(inputs) < 2):
            continue
        candidate = Candidate(change.key, text, run, agreement)
        if best is None or (candidate.complete, candidate.score) > (best.complete, best.score):
            best = candidate
    return best
