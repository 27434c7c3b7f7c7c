"""`gradatim scaling`: loss against size and text, a prediction, and the run that tests it.

Five LLaMAs learn from four amounts of text. A law is fitted to the twenty losses; it predicts a run
of four times the computation of the largest, and only then is that run trained.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gradatim.data.info import to_json
from gradatim.data.language.lm_batches import WindowBatches
from gradatim.data.language.tokenizers import encode_passage, from_text
from gradatim.errors import UserError
from gradatim.experiments.scaling.law import Law, Measurement, fit_law
from gradatim.experiments.scaling.page import COMPUTE, diet_figure, law_figure
from gradatim.experiments.study import ResultTable, StudyResult
from gradatim.files import write_json
from gradatim.insight.html.page import Section, figure, paragraph, table
from gradatim.recipes.language.chat.pretraining import StoryModel, StoryTask
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.training import Run, Runtime, RuntimeOptions, train

NAME = "everyday-llama"
# Shorter runs are mostly warm-up: those of 50 and 100 steps do not lie on a law.
WIDTHS, STEPS = (16, 24, 40, 64, 96), (200, 300, 420, 600)
LARGE_WIDTH, LARGE_STEPS = 144, 1200  # about four times the computation of the largest
DIET_WIDTH, FRACTIONS = 64, (0.01, 0.03, 0.1, 0.3, 1.0)
CONTEXT, BATCH = 64, 16


class Trainings:
    """Runs of one text and one tokenizer, each in a folder; finished ones are not trained again.

    Args:
        text: name of a text, or file of one's own.
        folder: of the runs.
        vocabulary: tokens that are learned from the text.
    """

    def __init__(self, text: str, folder: Path, vocabulary: int = 512) -> None:
        self.folder = folder
        recipe = change(NAME, get(NAME), {"text": text, "vocabulary": vocabulary})
        assert isinstance(recipe, StoryModel)
        self.recipe = _sized(recipe, WIDTHS[0], STEPS[0])
        task = self.recipe.build(torch.device("cpu"))
        assert isinstance(task, StoryTask)
        self.task = task
        self.task.test = self.task.validation  # the same first tokens for all, which is quicker
        tokenizer = from_text(task.files["tokenizer.json"])
        self.tokens = encode_passage(tokenizer, self.recipe.data.load().train)

    def run(self, width: int, steps: int, fraction: float = 1.0) -> Measurement:
        """Train a network of a width on so many batches of a fraction of the text."""
        recipe = _sized(self.recipe, width, steps)
        torch.manual_seed(recipe.train.seed)
        self.task.model = recipe.build_model(self.task.info)
        parameters = sum(p.numel() for p in self.task.model.parameters())
        folder = self.folder / f"{width}-wide-{steps}-steps-{100 * fraction:g}-percent"
        run = Run.open(folder) if (folder / "config.json").is_file() else None
        if run is None or not run.summary():
            learned = self.tokens[: max(BATCH * CONTEXT * 2, int(fraction * len(self.tokens)))]
            self.task.batches = WindowBatches(learned, CONTEXT, BATCH, recipe.train.seed)
            run = run or Run.create(
                folder,
                NAME,
                values_of(recipe),
                info=to_json(self.task.info),
                files=self.task.files,
                data=self.task.data,
            )
            runtime = Runtime(RuntimeOptions(device="cpu"), threads=1)
            summary = train(self.task, recipe.train, run, runtime, show=False)
            if not summary["finished"]:
                raise UserError(
                    f"stopped; nothing is lost: give the same command again to continue ({folder})."
                )
        loss = run.summary()["metrics"]["bits_per_byte"]
        return Measurement(parameters, steps * BATCH * CONTEXT, loss)


def _sized(recipe: StoryModel, width: int, steps: int) -> StoryModel:
    """A LLaMA of two blocks, its heads 16 to 24 wide."""
    heads = max(1, width // 16)
    values = {"width": width, "hidden": 8 * width // 3, "n_layers": 2, "n_heads": heads}
    values |= {"n_key_heads": heads, "context": CONTEXT, "batch_size": BATCH}
    values |= {"steps": steps, "evaluate_every": 10**9}
    return change(NAME, recipe, values)


def scaling(text: str, out: Path) -> StudyResult:
    """Measure the scaling law and the data diet of a text.

    Args:
        text: name of a text, or file of one's own.
        out: folder of the runs; `prediction.json` there is written before the large run begins.
    """
    trainings = Trainings(text, out)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("of the work, left"),
        TimeRemainingColumn(),
    )
    pairs = [(width, steps) for width in WIDTHS for steps in STEPS]
    diet_steps = STEPS[-1]
    work = sum(_work(*pair) for pair in pairs) + _work(LARGE_WIDTH, LARGE_STEPS)
    work += len(FRACTIONS) * _work(DIET_WIDTH, diet_steps)
    with Progress(*columns, transient=True) as bar:
        line = bar.add_task("scaling law", total=work)
        measured = []
        for pair in pairs:
            measured.append(trainings.run(*pair))
            bar.advance(line, _work(*pair))
        law = fit_law(measured)
        large = _expected(trainings, law)
        write_json(out / "prediction.json", {"law": law._asdict(), **large._asdict()})
        bar.console.print(
            f"Predicted before it is trained: {large.parameters:,} parameters and {large.tokens:,} "
            f"tokens will reach {large.loss:.4f} bits per byte.",
            highlight=False,
        )
        bar.update(line, description="the larger run")
        truth = trainings.run(LARGE_WIDTH, LARGE_STEPS)
        bar.advance(line, _work(LARGE_WIDTH, LARGE_STEPS))
        bar.update(line, description="data diet")
        diet = []
        for fraction in FRACTIONS:
            diet.append(trainings.run(DIET_WIDTH, diet_steps, fraction))
            bar.advance(line, _work(DIET_WIDTH, diet_steps))
    return _result(text, measured, law, large, truth, diet, len(trainings.tokens))


def _work(width: int, steps: int) -> int:
    """Roughly how long a run takes: narrow networks cost more than their few operations."""
    return steps * (width + 40)


def _expected(trainings: Trainings, law: Law) -> Measurement:
    """What the law says of the larger run."""
    model = _sized(trainings.recipe, LARGE_WIDTH, LARGE_STEPS).build_model(trainings.task.info)
    parameters, tokens = sum(p.numel() for p in model.parameters()), LARGE_STEPS * BATCH * CONTEXT
    return Measurement(parameters, tokens, law.predict(parameters, tokens))


def _result(
    text: str,
    measured: Sequence[Measurement],
    law: Law,
    expected: Measurement,
    truth: Measurement,
    diet: Sequence[Measurement],
    n_tokens: int,
) -> StudyResult:
    """Tables and a page."""
    off = expected.loss / truth.loss - 1
    biggest = max(measured, key=lambda m: m.parameters * m.tokens)
    times = truth.parameters * truth.tokens / (biggest.parameters * biggest.tokens)
    lead = (
        f"Predicted {expected.loss:.4f} bits per byte for a run of {times:.1f} times the "
        f"computation, measured {truth.loss:.4f}: {off:+.1%}."
    )
    formula = (
        f"L = {law.E:.3f} + {law.A:.3g} / N^{law.a:.2f} + {law.B:.3g} / D^{law.b:.2f}, "
        f"{law.error:.2%} from the {len(measured)} runs"
    )
    header = ("parameters", "tokens", "operations", "bits per byte", "law")
    rows = [
        (
            f"{m.parameters:,}",
            f"{m.tokens:,}",
            f"{COMPUTE * m.parameters * m.tokens:.2g}",
            f"{m.loss:.4f}",
            f"{law.predict(m.parameters, m.tokens):.4f}",
        )
        for m in [*measured, truth]
    ]
    diet_rows = [
        (f"{100 * fraction:g} %", f"{int(fraction * n_tokens):,}", f"{m.loss:.4f}")
        for fraction, m in zip(FRACTIONS, diet, strict=True)
    ]
    test_header = ("larger run", "bits per byte")
    test_rows = [
        ("predicted", f"{expected.loss:.4f}"),
        ("measured", f"{truth.loss:.4f}"),
        ("difference", f"{off:+.1%}"),
    ]
    diet_header = ("of the text", "different tokens", "bits per byte")
    sections = [
        Section(
            title="Size and text",
            body=[
                paragraph(f"{formula}. The last row was predicted before it was trained."),
                figure(law_figure(measured, law, expected, truth)),
                table(header, rows),
            ],
        ),
        Section(
            title="Data diet",
            body=[
                paragraph(
                    f"A network of {diet[0].parameters:,} parameters reads {diet[0].tokens:,} "
                    "tokens each time; with less text it reads the same ones again and again."
                ),
                figure(diet_figure(FRACTIONS, diet)),
                table(diet_header, diet_rows),
            ],
        ),
    ]
    return StudyResult(
        title=f"Scaling law on {Path(text).name}",
        lead=f"{lead} {formula}.",
        tables=(
            ResultTable("Size and text", header, rows),
            ResultTable("Prediction", test_header, test_rows),
            ResultTable("Data diet", diet_header, diet_rows),
        ),
        sections=sections,
    )
