"""The card of a model that is handed on: what it takes and gives, its data, figures, limits, cost.

The headings follow Mitchell et al. 2019, "Model cards for model reporting", arXiv:1810.03993.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gradatim.data.catalog import SOURCES
from gradatim.data.info import ImageInfo, OwnTableInfo, SoundInfo
from gradatim.recipes.base import Recipe
from gradatim.recipes.export.graph import Graph
from gradatim.recipes.options import values_of
from gradatim.recipes.repeat import train_command
from gradatim.stats import fraction
from gradatim.training import Run
from gradatim.training.progress import format_number

FEW_TEST_EXAMPLES = 100
DATA_OPTIONS = ("data", "text", "pairs")
OPENED_BY = {
    "model.onnx": "onnxruntime.InferenceSession('{file}').run(None, {{{inputs}}})",
    "model.pt2": "torch.export.load('{file}').module()({inputs})",
    "model.safetensors": "gradatim.load('.')",
}


def model_card(
    run: Run, recipe: Recipe, info: Any, graph: Graph | None, file: Path, check: str
) -> str:
    """Write the card as Markdown.

    Args:
        run: that is handed on, finished.
        recipe, info: of it.
        graph: what the model takes and gives; None where that is not known.
        file: of the exported model.
        check: the largest difference from the original, and on what.
    """
    return "\n".join(_lines(run, recipe, info, graph, file, check)) + "\n"


def _lines(
    run: Run, recipe: Recipe, info: Any, graph: Graph | None, file: Path, check: str
) -> Iterator[str]:
    summary = run.summary()
    yield f"# {run.folder.name}: {run.config['recipe']}"
    yield ""
    yield f"Written by gradatim as `{file.name}` ({file.stat().st_size:,} bytes,"
    yield f"{summary['parameters']:,} parameters)."
    yield f"Largest difference from the original: {check}."
    yield ""
    yield "## What it takes and gives"
    yield ""
    if graph is not None:
        for name, what in graph.takes.items():
            yield f"- takes `{name}` {what}"
        for name, what in (graph.gives or {"output": "what the recipe's model gives"}).items():
            yield f"- gives `{name}` {what}"
    pattern = OPENED_BY[file.name]
    names = list(graph.inputs) if graph else []
    inputs = ", ".join(f"'{n}': {n}" if file.suffix == ".onnx" else n for n in names)
    opened = pattern.format(file=file.name, inputs=inputs)
    # Weights without their run are in the layout of the transformers library.
    is_checkpoint = file.suffix == ".safetensors" and not (file.parent / "summary.json").is_file()
    if is_checkpoint:
        opened = "transformers.AutoModel.from_pretrained('.')"
    yield f"- opens with `{opened}`"
    yield ""
    yield "## Data"
    yield ""
    yield from _data(run, recipe)
    yield ""
    yield "## Figures"
    yield ""
    yield "Measured at the end, on examples that were never trained on:"
    yield ""
    for name, value in summary["metrics"].items():
        figure = stated_figure(name, value, summary.get("test_examples"))
        yield f"- {name.replace('_', ' ')}: {figure}"
    yield ""
    yield "One training run; another seed gives other figures."
    yield ""
    yield "## Limits"
    yield ""
    yield from (f"- {limit}" for limit in stated_limits(info, summary, graph))
    yield ""
    yield "## Cost"
    yield ""
    energy = summary["energy"]
    steps = f"{summary['steps']:,} steps"
    yield f"- training: {summary['seconds']:,.1f} s on {summary['device']}, {steps}"
    yield f"- energy of the training: {energy['joules']:,.0f} J, {energy['source']}"
    yield ""
    yield "## Again"
    yield ""
    yield f"    {train_command(run)}"
    yield ""
    versions = ", ".join(f"{k} {v}" for k, v in run.config.get("versions", {}).items())
    yield f"Trained with {versions}."


def _data(run: Run, recipe: Recipe) -> Iterator[str]:
    values = values_of(recipe)
    name = next((str(values[option]) for option in DATA_OPTIONS if values.get(option)), None)
    yield f"- {name}" if name else f"- that of the recipe {run.config['recipe']}"
    if name in SOURCES:
        source = SOURCES[name]
        yield f"- license: {source.license}"
        yield f"- source: {source.citation}"
    # One's own data: only their owner knows the license.
    elif name and Path(name).exists():
        yield "- license: say here what yours allows"
    for part, known in run.config.get("data", {}).items():
        yield f"- {part}: {known['size']:,} examples, SHA-256 {known['sha256'][:16]}"


def stated_figure(name: str, value: float, n_test: int | None) -> str:
    # Fractions of counted examples have a binomial interval; a loss has none that follows from n.
    if n_test and name in ("accuracy", "answered_unknown"):
        # Back to the count of right answers, of which the interval is made.
        found = fraction(round(value * n_test), n_test)
        return (
            f"{100 * value:.2f} % of {n_test:,}, 95 % interval {100 * found.low:.1f} to "
            f"{100 * found.high:.1f} %"
        )
    return format_number(name, value)


def stated_limits(info: Any, summary: dict[str, Any], graph: Graph | None) -> Iterator[str]:
    n_test = summary.get("test_examples")
    if n_test and n_test < FEW_TEST_EXAMPLES:
        yield f"{n_test} test examples: the interval above is wide."
    yield (
        "The test examples come from where the training examples come from: of other cameras, "
        "voices, places or years nothing was measured."
    )
    if graph is not None and "probabilities" in graph.gives:
        if "known" in graph.gives:
            yield (
                "What is none of its classes is refused in part only (`known` is false): measure "
                "it on examples of none of your classes before it decides anything."
            )
        else:
            yield "It names one of its classes whatever it is shown, and may be sure of it."
    if isinstance(info, ImageInfo | SoundInfo):
        yield f"Its classes: {', '.join(info.classes)}. There is no answer beside them."
    if isinstance(info, OwnTableInfo):
        yield "It learned what goes together, not what causes what."
    if hasattr(info, "vocabulary_size"):
        yield "It writes what is likely, true or not."
