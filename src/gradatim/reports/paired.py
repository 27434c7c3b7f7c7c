"""Is one network better than another, or was it luck? Asked on the same test examples.

Shapes: N test examples, K classes.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from torch import Tensor

from gradatim.errors import UserError
from gradatim.recipes.runs import reopen
from gradatim.reports import images, own_sounds, own_tables, own_texts
from gradatim.stats import bootstrap, mcnemar, sign_flip
from gradatim.training import Run

MOST_RUNS = 4  # of more there would be too many pairs to read
ANSWERS: dict[str, Callable[[Path], tuple[Tensor, Tensor]]] = {
    "ImageClassification": images.answers_of,
    "OwnTable": own_tables.answers_of,
    "OwnSoundClassification": own_sounds.answers_of,
    "OwnTextClassifier": own_texts.answers_of,
}
CHANCE = 0.05


def paired_sentences(runs: Mapping[str, Run]) -> list[str]:
    """Of every two runs with the same test examples, whether they differ by more than chance.

    Args:
        runs: name to show -> run.
    """
    known = {}
    if len(runs) > MOST_RUNS:
        return []
    for name, run in runs.items():
        if (found := _measured(run)) is not None:
            known[name] = found
    names = list(known)
    return [
        (sentence if known[a][1].dtype == bool else error_sentence)(a, known[a][1], b, known[b][1])
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if known[a][0] == known[b][0]
    ]


def different_tests(runs: Mapping[str, Run]) -> list[str]:
    """Say it where runs were tested on different data, so that their figures do not compare."""
    tested: dict[str, list[str]] = {}  # the data, by checksum -> the runs
    names: dict[str, str] = {}
    for name, run in runs.items():
        data = run.config.get("data", {})
        marks = {k: v for k, v in data.items() if "test" in k} or data
        if marks:  # the others keep no checksum of what they are tested on
            mark = str(sorted((value["sha256"], value["size"]) for value in marks.values()))
            tested.setdefault(mark, []).append(name)
            option = run.config["options"].get("data")
            names[mark] = str(option or run.config["recipe"])
    if len(tested) < 2:
        return []
    several = len(set(names.values())) < len(names)  # a folder whose files have changed
    parts = [
        f"{' and '.join(runs)} on {names[mark]}{f' ({i} of {len(tested)})' if several else ''}"
        for i, (mark, runs) in enumerate(tested.items(), 1)
    ]
    return [f"The test data differ ({', '.join(parts)}), so these figures do not compare."]


def _measured(run: Run) -> tuple[tuple[str, bytes], np.ndarray] | None:
    """What the run was tested on, and which examples it got right; None where this is not known.

    Of a quantity the errors of the examples.
    """
    try:
        kinds = [kind.__name__ for kind in type(reopen(run)).__mro__]
        answers = next((ANSWERS[kind] for kind in kinds if kind in ANSWERS), None)
        if answers is None or not run.summary():
            return None
        outputs, labels = answers(run.folder)
    except UserError:
        return None  # the data are not there any more, or others
    where = (str(run.config["info"].get("data", "")), labels.numpy().tobytes())
    return where, (outputs if outputs.ndim == 1 else outputs.argmax(1) == labels).numpy()


def sentence(a: str, right_a: np.ndarray, b: str, right_b: np.ndarray) -> str:
    """Say which of two is right more often on the same examples, and how sure that is."""
    better, worse = (a, b) if right_a.mean() >= right_b.mean() else (b, a)
    first, second = (right_a, right_b) if better == a else (right_b, right_a)
    gain = bootstrap(lambda d: float(d.mean()), first.astype(float) - second)
    chance = mcnemar(first, second)
    if gain.value == 0:
        return f"{a} and {b} are right on as many of the same {len(first):,} test examples."
    verdict = "more than chance" if chance < CHANCE else "which may be chance"
    return (
        f"{better} is right on {100 * gain.value:.2f} points more than {worse} of the same "
        f"{len(first):,} test examples (95 % interval {100 * gain.low:.2f} to "
        f"{100 * gain.high:.2f}; McNemar's exact test, p = {chance:.2g}): {verdict}."
    )


def error_sentence(a: str, errors_a: np.ndarray, b: str, errors_b: np.ndarray) -> str:
    """Say which of two predicts a quantity with smaller errors, and how sure that is."""
    better, worse = (a, b) if errors_a.mean() <= errors_b.mean() else (b, a)
    first, second = (errors_a, errors_b) if better == a else (errors_b, errors_a)
    gain = bootstrap(lambda d: float(d.mean()), second - first)
    if gain.value == 0:
        return f"{a} and {b} are as far off on the same {len(first):,} test examples."
    chance = sign_flip(second - first)
    verdict = "more than chance" if chance < CHANCE else "which may be chance"
    return (
        f"{better} is off by {gain.value:.4g} less than {worse} on average of the same "
        f"{len(first):,} test examples (95 % interval {gain.low:.4g} to {gain.high:.4g}; "
        f"permutation test, p = {chance:.2g}): {verdict}."
    )
