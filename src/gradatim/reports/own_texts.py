"""What the report of texts shows: whether counted words would do, each class, confidence, mistakes.

Shapes: N test texts, K classes.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from gradatim.data.language import labeled_texts
from gradatim.data.own.labeled_files import own_path
from gradatim.insight.html import figures
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.recipes.language.counted_words import counted_answers
from gradatim.recipes.language.text_classifier import (
    OwnTextClassifier,
    TextClassification,
)
from gradatim.recipes.runs import open_run, open_task
from gradatim.reports.classification import class_sections, percent
from gradatim.reports.images import confusion_counts
from gradatim.stats import fraction, mcnemar

BESIDE = "TF-IDF and logistic regression (scikit-learn)"
BESIDE_TEXT = (
    "The same texts are learned by the usual first try: words weighted by how rare they are "
    "(TF-IDF), and logistic regression, both with the defaults of scikit-learn and the validation "
    "texts besides; measured on the same test texts."
)
N_MISTAKES, SHOWN = 10, 200  # texts, and characters of each


def text_sections(folder: Path) -> list[Section]:
    """The sections about one run on texts of one's own."""
    outputs, labels = answers_of(folder)
    recipe, _, info, _ = open_run(folder)
    assert isinstance(recipe, OwnTextClassifier)  # `run_report.SECTIONS` asks only for these
    texts = labeled_texts.load(own_path(recipe.data), recipe.val_fraction, recipe.target)
    counts = confusion_counts(labels, outputs.argmax(1), len(info.classes))
    drawn = html.figure(figures.confusion_matrix(counts, info.classes))
    return [
        _beside_counts(texts, outputs.argmax(1).numpy(), labels.numpy()),
        Section(title="Confusion matrix", body=[drawn]),
        *class_sections(outputs.softmax(1), labels, info.classes),
        *mistakes(texts, outputs.softmax(1), labels),
    ]


def _beside_counts(
    texts: labeled_texts.LabeledTexts, network: np.ndarray, truth: np.ndarray
) -> Section:
    """The honest table."""
    counted = counted_answers(texts)
    learned = [label for _, label in texts.parts["train"]]
    usual = np.full(len(truth), np.bincount(learned).argmax())
    named = {"this network": network, BESIDE: counted, "always the commonest class": usual}
    rows = [
        [name, percent(fraction(int((answers == truth).sum()), len(truth)))]
        for name, answers in named.items()
    ]
    points = 100 * float((network == truth).mean() - (counted == truth).mean())
    chance = mcnemar(network == truth, counted == truth)
    verdict = "more than chance" if chance < 0.05 else "which may be chance"
    more = "more" if points >= 0 else "fewer"
    said = (
        f"The network is right on {abs(points):.1f} points {more} of the same {len(truth):,} test "
        f"texts (McNemar's exact test, p = {chance:.2g}): {verdict}."
    )
    table = html.table(["", "accuracy (95 % interval)"], rows)
    body = [html.paragraph(BESIDE_TEXT), table, html.paragraph(said)]
    return Section(title="Beside counted words", body=body)


def mistakes(
    texts: labeled_texts.LabeledTexts, probabilities: Tensor, labels: Tensor
) -> list[Section]:
    """The wrong answers with the highest probability; none where there are none."""
    confidence, answers = probabilities.max(1)
    wrong = (answers != labels).nonzero().flatten()
    worst = wrong[confidence[wrong].argsort(descending=True)][:N_MISTAKES].tolist()
    if not worst:
        return []
    names = texts.classes
    rows = [
        [
            texts.parts["test"][i][0][:SHOWN],
            names[labels[i]],
            f"{names[answers[i]]} ({100 * confidence[i]:.0f} %)",
        ]
        for i in worst
    ]
    table = html.table(["text", "class", "answer"], rows)
    return [Section(title="Most confident mistakes", body=[table])]


@torch.no_grad()
def answers_of(folder: Path) -> tuple[Tensor, Tensor]:
    """Outputs (N, K) of a run for its test texts, and their classes (N,)."""
    task, _ = open_task(folder)
    assert isinstance(task, TextClassification)  # it is asked for such runs only
    return task.logits(task.test)
