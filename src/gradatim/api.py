"""What `import gradatim` gives: train a recipe or an own task, open a run, use its model."""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, overload

import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from gradatim.data.heard import as_samples, heard
from gradatim.data.info import ImageInfo, MatchInfo, OwnTableInfo, SoundInfo, to_json
from gradatim.data.language.tokenizers import from_text
from gradatim.data.own.sheet import Sheet
from gradatim.data.vision.image_array import as_image
from gradatim.data.vision.image_folder import fit_image, read_image
from gradatim.errors import UserError, nearest
from gradatim.models.language.bert import BERT
from gradatim.models.language.sampling import Sampling, check_n_tokens
from gradatim.models.language.seq2seq import Seq2Seq
from gradatim.models.language.text_classifier import TextClassifier
from gradatim.models.language.transformer import Transformer
from gradatim.option_values import fit
from gradatim.recipes import runs
from gradatim.recipes.answers import (
    Estimate,
    Prediction,
    answers,
    endings_of,
    files_of,
    none_read,
    predictions,
    reader,
    row_answers,
    table_answers,
)
from gradatim.recipes.base import Recipe
from gradatim.recipes.language import trained_model
from gradatim.recipes.language.text_answers import text_file_answers, text_predictions
from gradatim.recipes.language.translation.translate import translate
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.spelling import given, speaking, spelled
from gradatim.training import Run, Runtime, RuntimeOptions, Task, TrainConfig, threads_given_back
from gradatim.training import train as train_task
from gradatim.training.config import Device, Precision
from gradatim.training.run_folder.lock import lock
from gradatim.training.task import check_plan, check_task

Example: TypeAlias = Path | NDArray[Any] | Tensor | Image.Image  # an image, or a sound
Row: TypeAlias = dict[str, Any]  # of a table: column to value
AnExample = TypeVar("AnExample", bound=Example)
ARow = TypeVar("ARow", bound=Row)
READERS = (BERT, Seq2Seq, Transformer)  # they answer to a text and write none of their own
WRITING = ("n_tokens", "temperature", "top_k", "top_p", "seed")


@threads_given_back()
def train(
    what: str | Task,
    *,
    out: str | Path | None = None,
    max_seconds: float | None = None,
    device: Device = "auto",
    precision: Precision = "auto",
    compile: bool = False,
    show: bool = True,
    **options: Any,
) -> Run:
    """Train a recipe, or a task of one's own, in a new run folder.

    Args:
        what: name of a recipe (`gradatim.recipes.list()`), or a `Task`.
        out: the folder; runs/NAME (or NAME-2, ...) by default.
        max_seconds: time budget; the learning-rate schedule is fitted to it.
        device: auto, cpu, cuda or mps.
        precision: number format of the activations: auto, float32 or bfloat16.
        compile: use torch.compile: faster on a GPU, rarely on a CPU.
        show: draw a progress bar.
        **options: of the recipe, by their names on the command line (`learning_rate=0.01`); for a
            task, those of `TrainConfig` but `batch_size`, which its batches have.

    Returns:
        The run: `run.summary()` holds metrics, time and energy, `run.folder` everything else.

    Raises:
        UserError: no such recipe or option, a value outside its range, data that is not there.
    """
    where = RuntimeOptions(device=device, precision=precision, compile=compile)
    show = fit("show", bool, show)
    # Before anything is built: this option belongs to the command, which may start processes.
    _refuse_processes(what if isinstance(what, str) else "RECIPE", options)
    if isinstance(what, str):
        recipe: Recipe = change(what, get(what), options)
        return runs.start(
            what, recipe, out, asked=options, options=where, max_seconds=max_seconds, show=show
        )[0]
    if not isinstance(what, Task):
        # The commonest slip: train(MyTask) for train(MyTask(...)).
        hint = "call it: what is needed is an object" if isinstance(what, type) else "give one"
        raise UserError(f"train takes the name of a recipe, or a Task, not {what!r}: {hint}.")
    # A task of one's own is checked by its parts: a missing one would fail deep inside the loop.
    check_task(what)
    max_seconds = runs.check_place(out, max_seconds)
    name = type(what).__name__
    if "batch_size" in options:
        raise UserError(
            f"{given('batch_size', options['batch_size'])}: {name}'s own batches decide it."
        )
    known = [option for option in values_of(TrainConfig()) if option != "batch_size"]
    for option in options:
        if option not in known:
            raise UserError(
                f"a task such as {name} has no option {option!r}: {nearest(option, known)}"
            )
    config = change(name, TrainConfig(), options)
    check_plan(name, config, what, options)
    runtime = Runtime(where, config.threads)
    folder = Path(out) if out else runs.free_folder(name)
    run = Run.create(folder, name, values_of(config), info=to_json(what.info), files=what.files)
    # Two calls that were given the same `out` would write into each other's checkpoints.
    with lock(run.folder):
        train_task(what, config, run, runtime, max_seconds=max_seconds, show=show)
    return run


def _refuse_processes(recipe: str, options: dict[str, Any]) -> None:
    """Refuse what starts processes: Python is one already."""
    for name in options:
        if name in RuntimeOptions.__dataclass_fields__:
            with speaking(terminal=True):
                typed = spelled(name, options[name])
            raise UserError(
                f"{given(name, options[name])}, and a call from Python computes in its one "
                f"process: give it to the command, `gradatim train {recipe} {typed}`."
            )


def load(run: str | Path | Run) -> "Loaded":
    """Open a run: its model with its weights, its preprocessing, its recipe.

    Raises:
        UserError: not a run folder, no weights yet, a damaged file.
    """
    # An empty path means the folder one is in, which nobody asked for.
    if not (isinstance(run, Run | Path | str) and str(run)):
        raise UserError(f"load takes a run or the path of its folder, not {run!r}.")
    folder = run.folder if isinstance(run, Run) else Path(run)
    # Opened again even for a Run: its last weights are read from the disk.
    recipe, model, info, opened = runs.open_run(folder)
    return Loaded(model, recipe, info, opened)


@dataclass(frozen=True)
class Loaded:
    """A trained model, ready to use.

    Attributes:
        model: in evaluation mode, on the CPU.
        recipe: what it was trained by.
        info: what is known of its data: classes, sizes, statistics.
        run: its folder, metrics and summary.
    """

    model: nn.Module
    recipe: Recipe
    info: Any
    run: Run

    @overload
    def predict(self, inputs: Example) -> Prediction: ...
    @overload
    def predict(self, inputs: Row) -> Prediction | Estimate: ...
    @overload
    def predict(
        self,
        inputs: str,
        *,
        n_tokens: int = ...,
        temperature: float = ...,
        top_k: int | None = ...,
        top_p: float | None = ...,
        seed: int | None = ...,
    ) -> Prediction | list[Prediction] | str: ...
    @overload
    def predict(self, inputs: list[AnExample] | tuple[AnExample, ...]) -> list[Prediction]: ...
    @overload
    def predict(self, inputs: list[ARow] | tuple[ARow, ...]) -> list[Prediction | Estimate]: ...
    @overload
    def predict(
        self, inputs: list[str] | tuple[str, ...], **options: Any
    ) -> list[Prediction | list[Prediction] | str]: ...
    @torch.no_grad()
    def predict(self, inputs: Any, **options: Any) -> Any:
        """Answer for one input, or for each of a list.

        Args:
            inputs: for a run on images a path, a PIL image, or an array (H, W), (H, W, C) or
                (C, H, W) of bytes or of floats from 0 to 1; for a run on sounds a path of a WAV
                or FLAC file or samples (S,) at the run's rate; for a run on text a sentence; for a
                run on a table a dictionary, column to value.
            **options: of text that a language model writes: `n_tokens`, `temperature`, `top_k`,
                `top_p`, `seed`.

        Returns:
            For each input a `Prediction`, for a row whose target is a quantity an `Estimate`; for a
            masked language model a list of them, one per `[MASK]`; for a language model or a
            translator the text that it writes.

        Raises:
            UserError: an input that cannot be read, or a run whose model answers no such question.
        """
        if isinstance(inputs, list | tuple):
            return [self.predict(item, **options) for item in inputs]
        # Told by what the run wrote, not by a list of recipes that would have to grow.
        reads_text = (self.run.folder / "tokenizer.json").is_file()
        if isinstance(self.info, MatchInfo):  # it reads texts only beside images
            reads_text = False
        known = WRITING if reads_text and not isinstance(self.model, READERS) else ()
        for name in options:
            if name not in known:
                raise UserError(
                    f"{self.run.folder} has nothing to do with {name!r} in predict: "
                    + (nearest(name, known) if known else "leave it out.")
                )
        if isinstance(self.info, OwnTableInfo) and isinstance(inputs, dict):
            # As a file would hold it: numbers and gaps then go the way of every other row.
            cells = [str(value) if value is not None else "" for value in inputs.values()]
            row = Sheet(Path("the row"), list(map(str, inputs)), [cells])
            return next(row_answers(self.model, self.info, row))
        if isinstance(self.info, SoundInfo):
            return self._classify_sound(inputs)
        # Images without classes, as those that a network only draws, have no Prediction.
        if isinstance(self.info, ImageInfo) and self.info.mean and self.info.classes:
            return self._classify_image(inputs)
        if isinstance(self.model, TextClassifier) and isinstance(inputs, str):
            tokenizer = from_text(self.run.texts()["tokenizer.json"])
            return text_predictions(self.model, tokenizer, self.info, [inputs])[0]
        if reads_text and isinstance(inputs, str):
            return self._read_text(inputs, **options)
        raise UserError(
            f"{self.run.folder} is a run of {self.run.config['recipe']}, and "
            f"{type(inputs).__name__} is nothing that it predicts from: use its `model` itself, or "
            f"{self.recipe.command(self.run.folder)}."
        )

    def files(self, paths: str | Path | Iterable[str | Path]) -> list[Path]:
        """The files that `predict_files` answers for: those of folders and tables as well.

        Raises:
            UserError: a run that classifies no files, or a folder or table without any.
        """
        endings = endings_of(self.info)
        if not endings:
            raise UserError(
                f"{self.run.folder} is a run of {self.run.config['recipe']}, which does not "
                f"classify files: use {self.recipe.command(self.run.folder)}."
            )
        # A string is iterable too: its letters would be looked for as files.
        several = [paths] if isinstance(paths, str | Path) else paths
        return files_of(map(Path, several), endings)

    def predict_files(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        unreadable: list[tuple[Path, str]] | None = None,
    ) -> Iterator[tuple[Path, Prediction | Estimate]]:
        """Answer for files, those of folders and those that tables name, in batches, one by one.

        Args:
            paths: one or several image files, sounds (WAV, FLAC) for a run on sounds, folders of
                them with their subfolders, or CSV tables with a column of files; for a run on texts
                .txt files; for a run on texts or a table also tables, and the answers are those of
                the rows: `houses.csv:2`, ...
            unreadable: gets the files that cannot be read, with the reason; by default a warning
                at the end names them.

        Raises:
            UserError: a run that classifies no files, or nothing that can be read.
        """
        files = self.files(paths)
        failed: list[tuple[Path, str]] = [] if unreadable is None else unreadable
        found: Iterator[tuple[Path, Prediction | Estimate]]
        if isinstance(self.info, OwnTableInfo):
            found = table_answers(self.model, self.info, files, failed)
        elif isinstance(self.model, TextClassifier):
            tokenizer = from_text(self.run.texts()["tokenizer.json"])
            found = text_file_answers(self.model, tokenizer, self.info, files, failed)
        else:
            found = answers(self.model, self.info, files, failed)
        n_answered = 0
        for n_answered, answer in enumerate(found, 1):  # noqa: B007 (asked for below)
            yield answer
        # None of them: likely a wrong folder, which must not end as an empty success.
        if failed and not n_answered:
            raise UserError(none_read(failed))
        if failed and unreadable is None:
            more = f", and {len(failed) - 1} more files" if len(failed) > 1 else ""
            warnings.warn(f"skipped: {failed[0][1].rstrip('.')}{more}.", stacklevel=2)

    def _classify_image(self, image: Example | str) -> Prediction:
        if isinstance(image, str | Path):
            pixels = read_image(Path(image), self.info.shape, data=self.info.data)
        else:
            opened = image if isinstance(image, Image.Image) else as_image(image)
            pixels = fit_image(opened, self.info.shape, data=self.info.data)
        # A batch of one, by the way that a thousand files go: the same answer in both.
        return predictions(self.model, self.info, pixels[None])[0]

    def _classify_sound(self, sound: Any) -> Prediction:
        if isinstance(sound, str | Path):
            samples = reader(self.info)(Path(sound))
        else:
            samples = heard(as_samples(sound), self.info.rate, self.info, "the sound")
        return predictions(self.model, self.info, samples[None])[0]

    def _read_text(
        self,
        text: str,
        *,
        n_tokens: int = 100,
        temperature: float = 1.0,
        top_k: int | None = None,
        top_p: float | None = None,
        seed: int | None = None,
    ) -> list[Prediction] | str:
        n_tokens = fit("n_tokens", int, n_tokens)
        check_n_tokens(n_tokens)
        trained = trained_model.open_trained(str(self.run.folder))
        if isinstance(self.model, BERT):
            guesses = [dict(words) for words in trained_model.fill(trained, text, 5)]
            return [Prediction(*next(iter(g.items())), g) for g in guesses]
        if isinstance(self.model, Seq2Seq | Transformer):
            return translate(self.model, trained.tokenizer, [text])[0]
        sampling = Sampling.asked(
            fit("temperature", float, temperature),
            fit("top_k", int | None, top_k),
            fit("top_p", float | None, top_p),
            seed,
        )
        written = trained_model.continue_text(
            trained, text, n_tokens, sampling=sampling, seed=0 if seed is None else seed
        )
        # It arrives word by word, for a terminal to print; a caller in Python wants the whole.
        return "".join(written)
