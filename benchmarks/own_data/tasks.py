"""The five tasks of somebody who has their own data and the page on it: `docs/own-data.md`.

Each makes its inputs, gives the commands of the page, and returns what came of them.
"""

import contextlib
import csv
import io
import re
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image

import gradatim
from benchmarks.own_data.drawings import HANDS, draw_folder
from gradatim.data import load
from gradatim.data.adult import load_adult
from gradatim.data.download import fetch
from gradatim.data.language import labeled_texts
from gradatim.data.vision.image_folder import read_image
from gradatim.models.own_classes import OwnClasses
from gradatim.recipes.answers import BATCH, predictions
from gradatim.recipes.language.counted_words import counted_answers
from gradatim.recipes.runs import open_run
from gradatim.recipes.tables.own_table import OwnTable
from gradatim.reports import own_tables, own_texts
from gradatim.stats import Interval, bootstrap_runs, fraction, fraction_over_seeds, sign_flip

SEEDS = {"paint": 51, "pen": 52, "crayon": 53}  # no option was chosen on these drawings
N_DRAWN, N_UNSEEN = 30, 100  # images of a shape
N_RUNS = 3  # seeds; of drawings and recordings, each with others
N_ROWS, N_RECORDINGS, N_FILES = 8_000, 20, 5_000
SENTENCES = "vaderSentiment==3.3.2"  # its source holds rated sentences of product reviews
WORDS = ("3", "7")  # spoken


class Outcome(NamedTuple):
    """A line of the table."""

    task: str
    data: str
    result: str
    beside: str  # what it is compared with
    seconds: float  # on the clock of a machine that others share
    core_seconds: float


def gradatim_command(*words: object) -> str:
    """Run a command of the program; what it printed."""
    command = [sys.executable, "-m", "gradatim", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


@contextlib.contextmanager
def stopwatch(found: list[float]):
    """Note seconds on the clock, and core-seconds of commands and of this process."""

    def spent() -> float:
        kinds = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
        used = [resource.getrusage(kind) for kind in kinds]
        return sum(u.ru_utime + u.ru_stime for u in used)

    start, before = time.perf_counter(), spent()
    yield
    found += [time.perf_counter() - start, spent() - before]


def written(accuracy: Interval) -> str:
    """An accuracy with its interval, as the pages write it."""
    return f"{accuracy:.1%}".replace(" [", " % [")


def percent(n_right: int, n: int) -> str:
    """An accuracy with its 95 % interval over n test examples."""
    return written(fraction(n_right, n))


def per_run(spent: list[float]) -> tuple[float, float]:
    """Seconds and core-seconds that a `stopwatch` found, of the average run."""
    seconds, core_seconds = np.array(spent).reshape(-1, 2).mean(0).tolist()
    return seconds, core_seconds


def beside(truth: np.ndarray, ours: list[np.ndarray], theirs: np.ndarray) -> tuple[str, str]:
    """Accuracy of several runs, and of what they are compared with, on the same N test examples.

    Args:
        truth: classes, (N,).
        ours: answers of each run, (N,).
        theirs: answers of the other, (N,), followed by the chance of so large a difference.
    """
    accuracy = bootstrap_runs(lambda t, a: float((t == a).mean()), truth, ours)
    right = np.mean([answers == truth for answers in ours], 0)  # fraction of the runs, (N,)
    chance = sign_flip(right - (theirs == truth))
    found = percent(int((theirs == truth).sum()), len(truth))
    return written(accuracy), f"{found}; p = {chance:.2g}"


def answers_in(path: Path) -> list[tuple[str, str, bool]]:
    """File, class and whether it is known, of every line of answers."""
    with path.open(encoding="utf-8") as lines:
        return [(r["file"], r["class"], r["known"] == "yes") for r in csv.DictReader(lines)]


def drawings(hand: str) -> Callable[[Path], Outcome]:
    """Thirty drawings of each of four shapes by one hand, drawn and learned several times."""

    def task(folder: Path) -> Outcome:
        spent, found = list[float](), list[list[tuple[str, str, bool]]]()
        for seed in range(N_RUNS):
            place, drawn = folder / str(seed), SEEDS[hand] + 10 * seed
            own = draw_folder(place / "own", hand, N_DRAWN, drawn)
            unseen = draw_folder(place / "unseen", hand, N_UNSEEN, drawn + 100)
            run, answers = place / "run", place / "answers.csv"
            with stopwatch(spent):
                gradatim_command("data", "inspect", own, "--out", place / "inspection.html")
                options = ("--data", own, "--seed", seed, "--out", run)
                gradatim_command("train", "folder-resnet", *options)
                gradatim_command("predict", run, unseen, "--out", answers)
            found.append(answers_in(answers))
        right = [sum(Path(f).parent.name == label for f, label, _ in some) for some in found]
        n, refused = len(found[0]), sum(not known for some in found for _, _, known in some)
        over = fraction_over_seeds([count / n for count in right])
        pooled = percent(sum(right), n * N_RUNS)  # where the runs are alike, they show no spread
        return Outcome(
            f"drawings: {hand}",
            f"{N_DRAWN} of each of {', '.join(HANDS[hand][1])}; {n} unseen ones; "
            f"{N_RUNS} times, each with new drawings",
            pooled if np.isnan(over.low) else written(over),
            f"chance 25 %; {100 * refused / (n * N_RUNS):.1f} % called unknown",
            *per_run(spent),
        )

    return task


def table(folder: Path) -> Outcome:
    """People of a census, as a CSV: who earns more than 50,000 dollars."""
    people = load_adult("train")
    path, spent = folder / "people.csv", list[float]()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*people.columns, "income"])
        for i in np.random.default_rng(5).permutation(len(people.labels))[:N_ROWS]:
            cells = [values[i] for values in people.columns.values()]
            writer.writerow(
                ["" if c == "missing" else c for c in cells]
                + [[">50K", "<=50K"][1 - people.labels[i]]]
            )
    network, runs = list[np.ndarray](), [folder / str(seed) for seed in range(N_RUNS)]
    for seed, run in enumerate(runs):
        with stopwatch(spent):
            words = ("--data", path, "--target", "income", "--seed", seed, "--out", run)
            gradatim_command("train", "table-mlp", *words)
        outputs, truth = own_tables.answers_of(run)
        network.append(outputs.argmax(1).numpy())
    recipe, _, info, _ = open_run(runs[0])
    table = recipe.of_run(info, {})
    assert isinstance(table, OwnTable)
    trees = own_tables.tree_answers(info, *table.load()[1:])
    ours, theirs = beside(truth.numpy(), network, trees)
    return Outcome(
        "a table",
        f"{N_ROWS:,} people of the census (Adult), {len(truth):,} of them to test; {N_RUNS} times",
        ours,
        f"gradient boosting {theirs}",
        *per_run(spent),
    )


def sentences(folder: Path) -> Outcome:
    """Sentences of product reviews, as a CSV: positive or negative."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, SENTENCES, "-d", str(folder)], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as outer:
        name = next(n for n in outer.getnames() if n.endswith("hutto_ICWSM_2014.tar.gz"))
        inner = io.BytesIO(outer.extractfile(name).read())
    with tarfile.open(fileobj=inner) as archive:
        name = next(n for n in archive.getnames() if "amazonReviewSnippets_G" in n)
        lines = archive.extractfile(name).read().decode("utf-8", "replace").splitlines()
    rated = [line.split("\t")[1:3] for line in lines if line.count("\t") >= 2]
    path, spent = folder / "sentences.csv", list[float]()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        # Ratings go from -4 to 4: those about 0 are left out.
        writer.writerows(
            [text, "positive" if float(rating) > 0 else "negative"]
            for rating, text in rated
            if abs(float(rating)) >= 1
        )
    network = list[np.ndarray]()
    for seed in range(N_RUNS):
        run = folder / str(seed)
        with stopwatch(spent):
            words = ("--data", path, "--seed", seed, "--out", run)
            gradatim_command("train", "text-classifier", *words)
        outputs, truth = own_texts.answers_of(run)
        network.append(outputs.argmax(1).numpy())
    texts = labeled_texts.load(path)
    ours, theirs = beside(truth.numpy(), network, counted_answers(texts))
    n = sum(map(len, texts.parts.values()))
    return Outcome(
        "sentences",
        f"{n:,} of product reviews, {len(truth):,} of them to test; {N_RUNS} times",
        ours,
        f"TF-IDF and logistic regression {theirs}",
        *per_run(spent),
    )


def recordings(folder: Path) -> Outcome:
    """Twenty recordings of two spoken words, several times, each with others."""
    spent, found = list[float](), list[float]()
    for seed in range(N_RUNS):
        place = folder / str(seed)
        n = _spoken(place, seed)
        with stopwatch(spent):
            words = ("--data", place / "own", "--seed", seed, "--out", place / "run")
            gradatim_command("train", "sound-convnet", *words)
            answers = ("--out", place / "answers.csv")
            gradatim_command("predict", place / "run", place / "unseen", *answers)
        answered = answers_in(place / "answers.csv")
        right = sum(Path(file).parent.name == label for file, label, _ in answered)
        found.append(right / len(answered))
    return Outcome(
        "recordings",
        f"{n['own']} of two spoken words by six speakers; {n['unseen']} unseen ones; "
        f"{N_RUNS} times, each with others",
        written(fraction_over_seeds(found)),
        "chance 50 %",
        *per_run(spent),
    )


def _spoken(folder: Path, seed: int) -> dict[str, int]:
    """Write recordings of two words to learn from and to test; how many of each."""
    rng, n = np.random.default_rng(5 + seed), dict[str, int]()
    with tarfile.open(fetch("fsdd", "free-spoken-digit-dataset.tar.gz")) as archive:
        for word in WORDS:
            files = [m for m in archive.getmembers() if re.search(rf"/{word}_\w+\.wav$", m.name)]
            for i, place in enumerate(rng.permutation(len(files))):
                part = "own" if i < N_RECORDINGS // len(WORDS) else "unseen"
                to = folder / part / word / Path(files[place].name).name
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(archive.extractfile(files[place]).read())
                n[part] = n.get(part, 0) + 1
    return n


def many_files(run: Path) -> Callable[[Path], Outcome]:
    """Five thousand images in a folder, by a network of the drawings, to a CSV."""

    def task(folder: Path) -> Outcome:
        photographs, spent = load("cifar-10", "test").images[:N_FILES], list[float]()
        (folder / "photographs").mkdir()
        for i, image in enumerate(photographs):
            pixels = Image.fromarray(image.permute(1, 2, 0).numpy())
            pixels.save(folder / "photographs" / f"{i:05}.png")
        torch.set_num_threads(1)
        model = gradatim.load(run)
        files = sorted((folder / "photographs").iterdir())
        assert isinstance(model.model, OwnClasses)
        read = torch.stack([read_image(file, model.info.shape) for file in files])

        def loop(images: torch.Tensor) -> float:
            """Core-seconds of the network alone."""
            start = time.process_time()
            with torch.no_grad():
                for part in images.split(BATCH):
                    predictions(model.model, model.info, part)
            return time.process_time() - start

        first, second = read.tensor_split(2)
        alone = loop(first)  # half before, half after: others use the machine, now more, now less
        with stopwatch(spent):
            answers = ("--out", folder / "answers.csv")
            gradatim_command("predict", run, folder / "photographs", *answers)
        alone += loop(second)
        n = len(answers_in(folder / "answers.csv"))
        return Outcome(
            "a folder of files",
            f"{n:,} photographs of CIFAR-10 as PNG",
            f"{100 * alone / spent[1]:.0f} % of the loop's own speed",
            f"the network alone, on tensors: {alone:.0f} core-s",
            *spent,
        )

    return task
