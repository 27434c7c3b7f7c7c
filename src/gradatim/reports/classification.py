"""What the report of every classifier shows: each class, and whether confidence can be believed.

Shapes: N test examples, K classes.
"""

from collections.abc import Sequence

from torch import Tensor

from gradatim.insight.html import page as html
from gradatim.insight.html.charts import lines
from gradatim.insight.html.page import Section
from gradatim.insight.metrics.calibration import reliability
from gradatim.stats import Interval, fraction

PER_CLASS_TEXT = (
    "Precision: of the examples that were given this class, how many have it. Recall: of the "
    "examples that have it, how many were found. Support: how many test examples have it. In "
    "brackets 95 % intervals, which are wide where there are few examples."
)
CALIBRATION_TEXT = (
    "Confidence along the bottom, accuracy upwards: on the diagonal, of the answers given with "
    "80 % confidence 80 % are right. Below it the network is too sure of itself."
)
FEWEST_FOR_CALIBRATION = 30
N_BINS = 10


def class_sections(probabilities: Tensor, labels: Tensor, classes: Sequence[str]) -> list[Section]:
    """Precision, recall and support of every class, and calibration.

    Args:
        probabilities: of the test examples, (N, K).
        labels: int64 (N,).
        classes: K names.
    """
    sections = [
        Section(
            title="Class by class",
            body=[
                html.paragraph(PER_CLASS_TEXT),
                html.table(*per_class(probabilities.argmax(1), labels, classes)),
            ],
        )
    ]
    if len(labels) >= FEWEST_FOR_CALIBRATION:
        sections.append(Section(title="Confidence", body=_calibration(probabilities, labels)))
    return sections


def per_class(
    answers: Tensor, labels: Tensor, classes: Sequence[str]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the table: of every class precision, recall and support."""
    rows = []
    for number, name in enumerate(classes):
        given, has = answers == number, labels == number
        both = int((given & has).sum())
        precision, recall = (_interval(both, int(n.sum())) for n in (given, has))
        rows.append([name, precision, recall, f"{int(has.sum()):,}"])
    return ["class", "precision", "recall", "support"], rows


def _interval(n_right: int, n: int) -> str:
    return percent(fraction(n_right, n)) if n else "–"


def percent(value: Interval) -> str:
    """A fraction with its interval, in percent."""
    return f"{100 * value.value:.1f} % ({100 * value.low:.0f} to {100 * value.high:.0f})"


def _calibration(probabilities: Tensor, labels: Tensor) -> list[str]:
    confidence, answers = probabilities.max(1)
    right = (answers == labels).numpy()
    found = reliability(confidence.numpy(), right, N_BINS)
    x, y = found.curve
    curve = {"this network": (x, y)}
    text = (
        f"{CALIBRATION_TEXT} On average confidence and accuracy are "
        f"{100 * found.error:.1f} points apart (expected calibration error, {N_BINS} bins, "
        f"{len(labels):,} examples)."
    )
    drawn = lines(curve, x="confidence", y="accuracy (%)", diagonal=True, width=4.5)
    return [html.paragraph(text), html.figure(drawn)]
