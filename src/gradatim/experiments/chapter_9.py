"""`gradatim critique`: chapter 9 as experiments that one command repeats.

Hard to interpret, biased by data, costly in energy, hallucinating, brittle: each claim becomes a
measurement with its interval and a page of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gradatim.errors import UserError
from gradatim.experiments.bias.bias_mitigation import compare_mitigation
from gradatim.experiments.energy import compare_energy
from gradatim.experiments.hallucination import compare_refusals
from gradatim.experiments.robustness import robustness
from gradatim.experiments.saliency_report import write_explanation
from gradatim.experiments.study import Study, StudyResult, run_studies
from gradatim.experiments.sweep import Condition, run_condition, run_conditions
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section, link, paragraph
from gradatim.spelling import given
from gradatim.training import RuntimeOptions

DIGITS = {
    "Perceptron": Condition("perceptron", "digits-perceptron"),
    "MLP": Condition("mlp", "digits-mlp"),
    "ConvNet": Condition("convnet", "digits-convnet"),
    "ResNet": Condition("resnet", "digits-resnet"),
}
# One epoch: 99 % of the test images are classified correctly, which is enough to explain.
EXPLAINED = Condition("mnist-convnet", "mnist-convnet", {"epochs": 1.0})
WIDE = {"hidden": (1024, 1024)}
WIDTHS = (
    Condition("MLP, 16", "digits-mlp", {"hidden": (16,)}),
    Condition("MLP, 64", "digits-mlp", {"hidden": (64,)}),
    Condition("MLP, 2 x 1024", "digits-mlp", WIDE),
    Condition("MLP, 2 x 1024, stopped early", "digits-mlp", {**WIDE, "patience": 3}),
)
BFLOAT16 = Condition("MLP, 2 x 1024, bfloat16", "digits-mlp", WIDE)


def critique(
    parts: Sequence[str] = (),
    out: Path = Path("runs/critique"),
    *,
    n_seeds: int | None = None,
    options: RuntimeOptions | None = None,
) -> Path:
    """Run the experiments of chapter 9 and write a page that links to each.

    Args:
        parts: some of `PARTS`; all of them when none are given.
        out: folder of the runs and pages.
        n_seeds: repetitions of each training, of the parts that repeat it; 5 by default.
        options: where to compute.

    Raises:
        UserError: no such part, no seeds, or seeds of parts that train once.
    """
    command = "gradatim critique"
    if n_seeds is not None and parts and TRAINED_ONCE.issuperset(parts):
        raise UserError(
            f"{given('n_seeds', n_seeds)}, and every training of {' and '.join(parts)} is done "
            "once: leave it out."
        )
    n_seeds = 5 if n_seeds is None else n_seeds
    done = run_studies(PARTS, parts, out, n_seeds=n_seeds, options=options, command=command)
    sections = [
        Section(
            title=study.result.title, body=(paragraph(study.result.lead), link(study.page.name))
        )
        for study in done
    ]
    minutes = sum(study.seconds for study in done) / 60
    index = html.page(
        "The critique, measured",
        f"{len(done)} experiments, {n_seeds} seeds where training is repeated, {minutes:.1f} min.",
        sections,
        f"`{command}` measures this again; finished runs are not trained again.",
    )
    return html.write(out / "index.html", index)


def interpretability(
    out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Explain a convolutional network, with the checks of its saliency maps."""
    run = run_condition(EXPLAINED, out / "explain", options=options)[0]
    page = write_explanation(run.folder, (), out / "explain.html")
    return StudyResult(
        title="Can one look inside?",
        lead=f"Four saliency maps of a convolutional network, and two checks of each: {page.name}.",
    )


def energy(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> StudyResult:
    """Networks, widths, early stopping, precision: what they reach and what they cost."""
    trained = _train_digits(out, options)
    # Widths are compared in one number format, whatever was asked for; then the formats.
    options = replace(options or RuntimeOptions(), precision="float32")
    found = run_conditions(WIDTHS, out / "energy", options=options, title="widths")
    options = replace(options, precision="bfloat16")
    found |= run_conditions([BFLOAT16], out / "energy", options=options, title="precision")
    return compare_energy(trained | {label: runs[0].folder for label, runs in found.items()})


def brittleness(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> StudyResult:
    """Test every network of the digits on corrupted and adversarial images."""
    # All 360 test images; the runs are those of `energy`, whichever of the two comes first.
    return robustness(_train_digits(out, options), n_images=360)


def _train_digits(out: Path, options: RuntimeOptions | None) -> dict[str, Path]:
    """Train the networks of the lecture on the digits; name to folder."""
    conditions = list(DIGITS.values())
    found = run_conditions(conditions, out / "digits", options=options, title="digits")
    return {name: found[condition.label][0].folder for name, condition in DIGITS.items()}


PARTS: dict[str, Study] = {
    "explain": interpretability,
    "bias": compare_mitigation,
    "energy": energy,
    "hallucination": compare_refusals,
    "robustness": brittleness,
}
TRAINED_ONCE = {"explain", "energy", "robustness"}  # one run of each network, whatever the seeds
