"""Name a learner's mistake: by stored ones, by a repair, by relations, by a changed solution.

Each exercise stores its common mistakes as wrong solutions (`mistakes/`, its bank). They are run
on the learner's inputs; one whose outcome is wrong in the same way has the learner's mistake,
however differently it is written. A name needs evidence: at least one wrong part explained and none
that speaks against it. Where several explain the same, all are named.
"""

import re
import time
import types
from collections.abc import Sequence

from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.bank import stored_mistakes
from gradatim.labs.grading.candidates import (
    Candidate,
    Diagnosis,
    agreement_of,
    alike_at_first,
    best_of,
    change_that_fits,
    passed_checks,
    passes,
    second_of,
)
from gradatim.labs.grading.changes.changed_code import Stored
from gradatim.labs.grading.changes.repairs import Repair, repair
from gradatim.labs.grading.changes.slips import slip, unused_argument, unused_part
from gradatim.labs.grading.changes.small_changes import text_of
from gradatim.labs.grading.changes.text_evidence import (
    TINY_NUMBER,
    marks,
    possible_by_text,
    shown_by_text,
)
from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import judge
from gradatim.labs.grading.pairs import Pair, pairs_that_fit
from gradatim.labs.grading.probing import probed
from gradatim.labs.grading.relations.behavior import (
    kept_between_calls,
    left_switched_off,
    overwritten,
    random_answer,
)
from gradatim.labs.grading.relations.conditions import conditions
from gradatim.labs.grading.relations.departure import departure
from gradatim.labs.grading.relations.errors import VIEW, first_error, of_first_error
from gradatim.labs.grading.relations.findings import relations
from gradatim.labs.grading.relations.patched import patched
from gradatim.labs.grading.spec import Check

SECONDS_OF_BANK = 1.5  # of CPU time
SECONDS_OF_SEARCH = 1.5  # after which no further kind of explanation is begun
VAGUE = {  # relations beside which a change still has something to say
    *("factor", "constant_added", "other_order", "right_in_first_only", "right_in_last_only"),
    *("wrong_in_first_only", "wrong_in_last_only", "wrong_at_zeros", "wrong_at_negatives"),
    *("wrong_at_positives", "wrong_at_false", "wrong_at_true", "all_equal", "all_zero"),
    *("wrong_in_entry", "too_large", "too_small", "nearly_right"),
}
WEAK = {  # relations that say where or how much is wrong, not why
    *("too_large", "too_small", "nearly_right", "wrong_in_entry"),
}
SAYS_LITTLE = {"other_order", "parts_exchanged"}  # beside the cause
WHOLE = ("rounded", "truncated")
# What makes whole numbers (a type beside an argument does not); else the inputs are whole.
INTEGERS = re.compile(r"//|\b(?:int|long|round|floor|ceil|trunc|divmod)_?\(|torch\.u?(?:int|long)")
PLACES = ("wrong_where_", "last_missing", "first_missing", "last_too_many", "first_too_many")
# What lacks something may hold something else in its place: to take that away cures nothing.
LACKING = re.compile(r"missing|forgotten|ignored|left_out|^no_|^not_")
OTHERS = {  # said of a mistake that explains the first inputs, but not all of them
    "en": " On other inputs something else is wrong as well.",
    "fr": " Sur d'autres entrées, autre chose encore est faux.",
}
# Said of one that does not explain why another check fails.
MORE = {"en": " Another check fails as well.", "fr": " Un autre test échoue aussi."}
PARTLY = {  # said of one that does not explain all parts
    "en": " It does not explain everything that is wrong.",
    "fr": " Cela n'explique pas tout ce qui est faux.",
}
MAX_ALTERNATIVES = 3
Named = Candidate | Stored | Repair | Diagnosis


def recognize(
    check: Check,
    trials: list[Trial],
    others: list[Check],
    learner: types.ModuleType,
    exercise: Exercise,
    source: str = "",
    slow: bool = False,
    known_passed: Sequence[Check] = (),
    shown: Trial | None = None,
) -> Diagnosis | None:
    """The most likely mistake, None where nothing is known; first what the text shows by itself.

    Args:
        check: the check that failed.
        trials: what the learner's code did with its inputs.
        others: the other checks, which tell explanations apart that agree on this one.
        learner: the learner's module.
        exercise: whose bank is asked.
        source: the learner's text, which repairs change and run; empty where it must not run.
        slow: one call takes so long that only the bank is asked, not a hundred changes.
        known_passed: other checks, of any name, that the learner's code is known to pass.
        shown: the input that the learner sees, where it is none of those.
    """
    if not any(trial.difference for trial in trials):
        return None
    shown = shown or next(trial for trial in trials if trial.difference is not None)
    found = _by_values(check, trials, others, learner, exercise, source, slow, known_passed, shown)
    # What stands in the text is certain, where values only make it likely.
    seen = slip(source, check.name) if source else None
    says_little = found is None or found.name in WEAK or found.name.startswith(PLACES)
    if seen is None and source and says_little and not check.slow:
        seen = unused_argument(source, exercise.solution, check.name)
        seen = seen or unused_part(source, exercise.solution, check.name)
    if seen is None:
        return found
    if found is None or says_little:
        return Diagnosis(*seen)
    name, text = seen
    both = {language: f"{text[language]} {found.text[language]}" for language in text}
    return Diagnosis(f"{name} {found.name}", both)


def _by_values(
    check: Check,
    trials: list[Trial],
    others: list[Check],
    learner: types.ModuleType,
    exercise: Exercise,
    source: str,
    slow: bool,
    known_passed: Sequence[Check],
    shown: Trial,
) -> Diagnosis | None:
    """The most likely mistake by what the code gives, as told at the head of this file."""
    seen = [exercise.path / name for name in ("starter.py", "task.en.md")]  # a hidden set has none
    task = "".join(path.read_text("utf-8") for path in seen[1:] if path.is_file())
    starter = "".join(path.read_text("utf-8") for path in seen if path.is_file())
    known = starter + (text_of(source, check.name) if source else "")
    first_call = trials[0].difference is not None and not known_passed
    kept = None if first_call or slow else kept_between_calls(check, trials, source)
    if (left := left_switched_off(trials) or kept) is not None:
        return Diagnosis(*left)
    small = probed(check, learner, exercise, trials)
    acting = [one for one in small.fitting if passes(one.run, known_passed)] if small else []
    if acting and not first_error(trials):
        return _alternatives([(one.name, one.text) for one in acting])
    possible = {one.name for one in small.possible} if small else None
    start = time.thread_time()
    # A mistake that fails another check of the same class, which this code passes, is another one.
    open_ones = [o for o in others if o.name == check.name and o not in known_passed]
    passed = [*known_passed, *passed_checks(open_ones, learner)]
    bank: list[Stored] = []
    stored: list[Candidate] = []
    for mistake in stored_mistakes(exercise, check.name):
        if time.thread_time() - start > SECONDS_OF_BANK:
            break
        if possible is not None and mistake.name not in possible:
            continue  # it acts otherwise, and to play whole games with it takes long
        bank.append(mistake)
        agreement = agreement_of(check, trials, mistake.run)
        # One that changes other functions only must not fail what is known to be right.
        direct = any(getattr(node, "name", "") == check.name for node in mistake.tree.body)
        needed = [p for p in passed if p.name == check.name] if direct else passed
        if agreement is not None and passes(mistake.run, needed):
            stored.append(Candidate(mistake.name, mistake.text, mistake.run, agreement))
    slow = slow or time.thread_time() - start > SECONDS_OF_BANK / 3
    equal = best_of(stored, others, learner)
    best = equal[0] if equal else None
    if best is not None and best.complete:
        found_one = either(equal)
        if best.is_slight(trials):
            return _as_likely(check, trials, equal, bank, source, exercise.solution)
        failed = [other for other in open_ones if other not in passed and not other.slow]
        if any(passes(best.run, [other]) for other in failed):
            return _with(MORE, found_one)
        return found_one

    if (spoiled := overwritten(trials, source, check.name)) is not None:
        return Diagnosis(*spoiled)

    def time_left() -> float:
        return 0.0 if slow else SECONDS_OF_SEARCH - (time.thread_time() - start)

    found = None
    # No hundred changes, each of which plays whole games, unless it stops at once.
    slow = slow or (small is not None and not first_error(trials))
    if source and time_left() > 0:
        found = repair(check, trials, others, source, bank, exercise.solution, task)
        if found is not None and found.rest is not None and not passes(found.rest.run, passed):
            found = None
    if found is not None and found.rest is None:
        return _with_repair(best, found)
    if (drawn := random_answer(check, trials, learner, source)) is not None:
        return Diagnosis(*drawn)
    pair = second_of(best, stored) if check.judge is None else None
    if best is not None and pair is not None:
        return _both(best, pair)
    if found is not None and found.rest is not None:
        if found.name.endswith("_missing") and LACKING.search(found.rest.name):
            return Diagnosis(found.rest.name, found.rest.text)
        return _both(found.rest, found)
    if (meant := of_first_error(trials)) is not None and meant[0] == VIEW:
        return Diagnosis(*meant)
    change = change_that_fits(check, trials, exercise, known, source) if time_left() > 0 else None
    if time_left() > 0 and not (change and change.complete):
        two = pairs_that_fit(check, trials, exercise, bank, passed, known, source, time_left())
        if two:
            return _pairs(two)
    if best is not None and not best.enough(trials):
        best, equal = None, []
    facts = [one for one in relations(trials) if one[0] not in WHOLE or _makes_whole(source)]
    if change is not None or best is not None:  # where wrong numbers are says less than why
        places = ("wrong_", "right_in", "too_", "nearly_")
        facts = [fact for fact in facts if not fact[0].startswith(places)]
    if best is not None and (change is None or change.score <= best.score) and not facts:
        return _with(PARTLY, either(equal)) if best.agreement.contrary else either(equal)
    named = [(change.name, change.text)] if change is not None else []
    certain = [fact for fact in facts if fact[0] not in VAGUE]
    named = certain[:1] or [*facts[:1], *named]
    if best is not None and not (change and change.complete) and not facts:
        named = [(best.name, best.text)]
    if not named and meant is not None:
        named = [meant]
    weak = not named or named[0][0] in WEAK
    open_still = weak or (change is not None and not change.complete)
    like = alike_at_first(check, trials, bank, passed) if open_still else None
    if like is not None:
        return _with(OTHERS, Diagnosis(like.name, like.text))
    if weak and (found_ones := _of_another_size(check, trials, bank, source, exercise.solution)):
        return _alternatives(found_ones)
    vague = named == [meant] or {name for name, _ in named} <= VAGUE | SAYS_LITTLE
    cause = patched(check, shown, trials, exercise, source) if vague else []
    if weak:
        where = conditions(trials, task)[:1]
        named = where if where or cause else [*named, *departure(check, trials, exercise, source)]
    named = [one for one in named if not cause or one[0] not in SAYS_LITTLE] + cause
    if not named:
        return None
    return Diagnosis(
        " ".join(name for name, _ in named),
        {language: " ".join(text[language] for _, text in named) for language in ("en", "fr")},
    )


def _makes_whole(source: str) -> bool:
    return not source or INTEGERS.search(source) is not None


def _both(first: Named, second: Named) -> Diagnosis:
    text = {
        "en": f"Two at once: {first.text['en']} And: {second.text['en']}",
        "fr": f"Deux à la fois : {first.text['fr']} Et : {second.text['fr']}",
    }
    return Diagnosis(f"{first.name} {second.name}", text)


def _with(more: dict[str, str], found: Diagnosis) -> Diagnosis:
    """A mistake that does not explain all, with the sentence that says so."""
    return Diagnosis(found.name, {key: found.text[key] + more[key] for key in found.text})


def _as_likely(
    check: Check,
    trials: list[Trial],
    equal: list[Candidate],
    bank: list[Stored],
    source: str,
    solution: str,
) -> Diagnosis:
    """Where one number is all that fits, what is wrong on just the same inputs is as likely.

    Then the text decides, if it can.
    """
    wrong = [trial.difference is not None for trial in trials]
    alike = [one for one in bank if _is_wrong(check, trials, one) == wrong]
    possible = possible_by_text(source, check.name, alike)
    shown = shown_by_text(source, check.name, alike, solution)
    names = {one.name for one in possible}
    first = [(one.name, one.text) for one in equal if one.name in names]
    rest = [(one.name, one.text) for one in shown or possible]
    return _alternatives(rest if shown else first + rest)


def _of_another_size(
    check: Check, trials: list[Trial], bank: list[Stored], source: str, solution: str
) -> list[tuple[str, dict[str, str]]]:
    """A stored mistake that the text shows, where its tiny number alone is another one."""
    tiny = [one for one in bank if TINY_NUMBER in marks(one.tree, check.name)]
    if check.judge is not None or not source or not tiny:
        return []  # without trying the whole bank
    mine = {i for i, trial in enumerate(trials) if trial.difference is not None}
    alike = []
    for one in bank:
        theirs = {i for i, wrong in enumerate(_is_wrong(check, trials, one)) if wrong}
        if theirs and (theirs <= mine or mine <= theirs):  # one is wrong wherever the other is
            alike.append(one)
    shown = shown_by_text(source, check.name, alike, solution)
    return [(one.name, one.text) for one in shown if one in tiny]


def _is_wrong(check: Check, trials: list[Trial], one: Stored) -> list[bool]:
    """Input by input, whether a stored mistake is wrong there."""
    return [judge(check, one.run(check, t.case), t.case) is not None for t in trials]


def _pairs(fitting: list[Pair]) -> Diagnosis:
    """Two mistakes at once; where one of them is in every pair, the others are alternatives."""
    shared: list[Named] = [
        one
        for one in (fitting[0].first, fitting[0].second)
        if all(one in (pair.first, pair.second) for pair in fitting)
    ]
    if not shared:
        every = [_both(pair.first, pair.second) for pair in fitting]
        return _alternatives([(one.name, one.text) for one in every])
    rest = [pair.second if pair.first is shared[0] else pair.first for pair in fitting]
    second = _alternatives([(one.name, one.text) for one in rest])
    return _both(shared[0], second)


def _with_repair(best: Candidate | None, found: Repair) -> Diagnosis:
    """A repair, after the stored mistake that explains most of what is wrong."""
    if best is None or best.agreement.contrary:
        return Diagnosis(found.name, found.text)
    both = {language: f"{best.text[language]} {found.text[language]}" for language in found.text}
    return Diagnosis(f"{best.name} {found.name}", both)


def either(equal: list[Candidate]) -> Diagnosis:
    """The one that fits, or the first of those that fit equally well."""
    return _alternatives([(candidate.name, candidate.text) for candidate in equal])


def _alternatives(named: list[tuple[str, dict[str, str]]]) -> Diagnosis:
    named = list({name: (name, text) for name, text in named}.values())  # forms of one mistake
    if len(named) == 1:
        return Diagnosis(*named[0])
    # More than three would be read by nobody.
    named = named[:MAX_ALTERNATIVES]
    text = {
        "en": "Either: " + " Or: ".join(text["en"] for _, text in named),
        "fr": "Soit : " + " Soit : ".join(text["fr"] for _, text in named),
    }
    return Diagnosis("|".join(name for name, _ in named), text)
