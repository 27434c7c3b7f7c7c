"""How well an explanation fits a learner's answers, and which one is chosen."""

import types

import torch

from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.bank import stored_mistakes
from gradatim.labs.grading.candidates import (
    Candidate,
    agreement_of,
    best_of,
    change_that_fits,
    passed_checks,
    passes,
)
from gradatim.labs.grading.changes.changed_code import run_changed
from gradatim.labs.grading.evidence import Agreement, Trial
from gradatim.labs.grading.grader import load_checks
from gradatim.labs.grading.outcomes import call, inputs_of, judge

MASKS = find("02-masks", exercises())
CHECKS = {check.name: check for check in load_checks(MASKS)}
POSITIVES = CHECKS["positives"]
OTHERS = [check for name, check in CHECKS.items() if name != "positives"]


def learner(body: str) -> types.ModuleType:
    made = types.ModuleType("learner")
    exec(f"{MASKS.solution}\ndef positives(x): {body}\n", made.__dict__)
    return made


def trials_of(module: types.ModuleType) -> list[Trial]:
    found = []
    for case in inputs_of(POSITIVES):
        outcome = call(POSITIVES, module, case)
        found.append(Trial(POSITIVES, case, outcome, judge(POSITIVES, outcome, case)))
    return found


def agreement(mine: str, theirs: str):
    run = run_changed([compile(f"def positives(x): {theirs}", "<test>", "exec")])
    assert run is not None
    return agreement_of(POSITIVES, trials_of(learner(mine)), run), run


def test_the_same_wrong_values_speak_for_an_explanation_and_others_against_it():
    found, _ = agreement("return x[x >= 0]", "return x[~(x < 0)]")
    assert found is not None
    assert found.by_values
    assert not found.unexplained
    assert agreement("return x[x >= 0]", "return x[x < 0]")[0] is None


def test_of_two_that_explain_the_same_the_rest_of_the_file_decides():
    found, run = agreement("return x[x >= 0]", "return x[~(x < 0)]")
    assert found is not None
    every = [Candidate(name, {}, run, found) for name in ("one", "other")]
    assert best_of(every[:1], OTHERS, learner("return x[x >= 0]")) == every[:1]
    assert best_of(every, OTHERS, learner("return x[x >= 0]")) == every
    assert best_of([], OTHERS, learner("return x")) == []


def explanation(agreement: Agreement) -> Candidate:
    return Candidate(
        "mistake", {}, lambda check, case: call(check, learner("pass"), case), agreement
    )


def test_what_is_right_where_the_learner_is_wrong_must_be_outweighed():
    trials = trials_of(learner("return x * 2 + 1"))
    wrong = [(i, "") for i, trial in enumerate(trials) if trial.difference is not None]
    some, rest = frozenset(wrong[:-1]), frozenset(wrong[-1:])
    assert explanation(Agreement(some, True, rest, contrary=1)).enough(trials)
    assert not explanation(Agreement(rest, True, some, contrary=len(some))).enough(trials)
    assert explanation(Agreement(rest, True)).enough(trials)


def test_one_number_on_one_input_is_slight_evidence():
    code = "return x[x > 0] if x.numel() != 2 else x.sum()"
    trials = trials_of(learner(code))
    wrong = [(i, "") for i, trial in enumerate(trials) if trial.difference is not None]
    assert explanation(Agreement(frozenset(wrong[:1]), True)).is_slight(trials)
    assert not explanation(Agreement(frozenset(wrong), True)).is_slight(trials)
    everywhere = trials_of(learner("return x.sum()"))
    assert not explanation(Agreement(frozenset(wrong[:1]), True)).is_slight(everywhere)


def test_checks_that_the_file_passes_are_known():
    assert passed_checks(OTHERS, learner("return x")) == OTHERS
    mistake = next(m for m in stored_mistakes(MASKS, "positives") if m.name.startswith("zero"))
    assert passes(mistake.run, OTHERS)
    assert not passes(mistake.run, [POSITIVES])


def test_a_change_of_the_solution_is_found_that_gives_the_same():
    source = f"{MASKS.solution}\ndef positives(x): return x[x < 0]\n"
    trials = trials_of(learner("return x[x < 0]"))
    found = change_that_fits(POSITIVES, trials, MASKS, source, source)
    assert found is not None
    assert found.complete
    assert found.name == "other_operator"
    case = (torch.tensor([-1.0, 1.0]),)
    assert found.run(POSITIVES, case).value.tolist() == [-1]
