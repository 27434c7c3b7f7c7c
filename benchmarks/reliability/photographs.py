"""Digits of one's own: `python -m benchmarks.reliability.photographs RUN... [--table NAME]`.

The runs are of image recipes on mnist or on digits; those of one recipe are its seeds.

200 test digits of the run's own data set are drawn again as photographs of handwriting, in kinds
that people send: paper of any brightness and color, light from one side, pencil, thin pens, any
margin, cameras held sideways. Prints for each recipe and kind how many `gradatim predict` reads
rightly, the mean of its seeds, and how many answers of the page are others; `--table` keeps both in
docs/results/reliability.json. Asserts nothing.
"""

import argparse
import functools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage
from tools.results import write_results
from torch import Tensor

import gradatim
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.datasets import load
from gradatim.data.vision.image_folder import fit_image, read_image
from gradatim.errors import UserError
from gradatim.training import Run
from gradatim.views.core.uploads import open_image

Cover = NDArray[np.float64]  # (H, W), 1 where there is ink
UPRIGHT = {90: 6, 180: 3, 270: 8}  # EXIF orientation of a camera that was turned


def photograph(
    digit: NDArray[np.uint8],
    rng: np.random.Generator,
    *,
    paper: Sequence[float] = (235, 235, 235),
    ink: Sequence[float] = (25, 25, 30),
    light: Callable[[Cover, Cover], Cover] = lambda y, x: np.ones_like(x),
    thin: int = 0,
    margins: Sequence[int] = (30, 60),
    size: int = 168,
    around: Callable[[Image.Image, np.random.Generator], Image.Image] = lambda image, _: image,
) -> Image.Image:
    """Draw a digit of a data set on paper.

    Args:
        digit: light on black, (S, S).
        rng: of noise and margins.
        paper, ink: red, green and blue in full light.
        light: brightness of the lamp from 0 to 1 at (y, x), both from 0 to 1.
        thin: width of the pen in pixels; 0 leaves the strokes as they are.
        margins: least and most pixels of paper on each side.
        size: height of the drawing in pixels, with the empty rim of the data set.
        around: what is added to the photograph: lines, a table, a shadow.
    """
    large = Image.fromarray(digit).resize((size, size), Image.Resampling.BICUBIC)
    cover = np.asarray(large, dtype=np.float64) / 255
    cover = np.clip(3 * (cover - 0.5) + 0.5, 0, 1)  # a pen's rim is sharper than a large pixel's
    if thin:
        cover = np.where(middle_of_strokes(cover > 0.5, thin), 1.0, 0.0)
    rows, columns = np.flatnonzero(cover.max(1) > 0.3), np.flatnonzero(cover.max(0) > 0.3)
    cover = cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    sides = rng.integers(margins[0], margins[1] + 1, size=(2, 2))
    cover = np.pad(cover, sides)
    y, x = np.mgrid[0 : cover.shape[0], 0 : cover.shape[1]]
    lamp = light(y / cover.shape[0], x / cover.shape[1])
    pixels = np.stack(
        [lamp * (p + cover * (i - p)) for p, i in zip(paper, ink, strict=True)], -1
    )  # (H, W, 3)
    pixels += 3 * rng.standard_normal(pixels.shape)
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return around(image.filter(ImageFilter.GaussianBlur(1)), rng)


def middle_of_strokes(ink: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """What a pen of this width would have left, along the middle of wide strokes (H, W)."""
    inside = ndimage.distance_transform_edt(ink)
    ridge = ink & (inside >= ndimage.maximum_filter(inside, 5) - 0.5)
    return ndimage.binary_dilation(ridge, iterations=max(1, width // 2))


def side(y: Cover, x: Cover) -> Cover:
    """A lamp on the left."""
    return 1 - 0.6 * x


def corner(y: Cover, x: Cover) -> Cover:
    """A lamp above a corner: less light in curves around it."""
    return 1 / (1 + 0.9 * (x**2 + y**2))


def squared(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Lines of squared paper, under the ink."""
    lined, step = image.copy(), 24
    pen, (top, left) = ImageDraw.Draw(lined), rng.integers(0, step, 2)
    for y in range(top, image.height, step):
        pen.line([(0, y), (image.width, y)], fill=(120, 120, 130), width=2)
    for x in range(left, image.width, step):
        pen.line([(x, 0), (x, image.height)], fill=(120, 120, 130), width=2)
    lined.paste(image, mask=image.convert("L").point(lambda v: 255 * (v < 130)))
    return lined


def framed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A frame in black near the edge."""
    corners = (2, 2, image.width - 3, image.height - 3)
    ImageDraw.Draw(image).rectangle(corners, outline=(0, 0, 0), width=2)
    return image


def on_a_table(image: Image.Image, rng: np.random.Generator, sides: int = 4) -> Image.Image:
    """The paper on a brown table, which is seen on all sides or on the left."""
    pixels, m = np.asarray(image, dtype=np.float64), max(image.size) // 4
    padding = (m, m) if sides == 4 else (0, 0), (m, m if sides == 4 else 0), (0, 0)
    table = np.pad(np.zeros(pixels.shape), padding, constant_values=1) * (90, 60, 40)
    table += 6 * rng.standard_normal(table.shape)
    whole = np.where(np.pad(np.ones(pixels.shape), padding) > 0, np.pad(pixels, padding), table)
    return Image.fromarray(whole.clip(0, 255).astype(np.uint8))


def shadowed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The shadow of a hand or a telephone over a part of the picture."""
    y, x = np.mgrid[0 : image.height, 0 : image.width]
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - image.width / 2) * np.cos(angle) + (y - image.height / 2) * np.sin(angle)
    lit = 1 / (1 + np.exp(-along / (0.02 * max(image.size)) - rng.uniform(-8, 8)))
    pixels = np.asarray(image) * (0.55 + 0.45 * lit)[..., None]
    return Image.fromarray(pixels.astype(np.uint8))


KINDS: dict[str, dict[str, object]] = {
    "white paper": {},
    "gray paper": {"paper": (140, 140, 140)},
    "dark gray paper": {"paper": (90, 90, 90), "ink": (15, 15, 15)},
    "lit from one side": {"light": side},
    "lit from a corner": {"light": corner},
    "yellow paper, blue ink": {"paper": (235, 215, 120), "ink": (30, 40, 140)},
    "red paper, black ink": {"paper": (200, 70, 60)},
    "pencil": {"ink": (150, 150, 150)},
    "pencil, lit from one side": {"ink": (150, 150, 150), "light": side},
    "thin pen": {"thin": 5},
    "chalk on a board": {"paper": (40, 60, 50), "ink": (220, 220, 215)},
    "no margin": {"margins": (0, 2)},
    "wide margin": {"margins": (250, 400)},
    "in a corner": {"margins": (5, 300)},
    "small": {"size": 56, "margins": (20, 40)},
    "camera turned (EXIF)": {},
    "squared paper": {"around": squared},
    "in a frame": {"around": framed},
    "paper on a table": {"around": on_a_table},
    "table on one side": {"around": functools.partial(on_a_table, sides=1)},
    "a shadow over it": {"around": shadowed},
    "red on blue, as bright": {"paper": (60, 110, 200), "ink": (215, 50, 60)},
}


def write(image: Image.Image, path: Path, turn: int) -> None:
    """Save a photograph as a telephone does: turned, and a mark that says how far."""
    exif = Image.Exif()
    if turn:
        exif[0x0112] = UPRIGHT[turn]
        image = image.rotate(turn, expand=True)
    image.save(path, quality=90, exif=exif)


def measure(runs: Sequence[str], n: int, of: str) -> Iterator[tuple[str, list[int], int, int]]:
    """Read n digits of each kind.

    Args:
        runs: their folders, all of one data set.
        n: digits per kind.
        of: data set whose digits are drawn; "" for the runs' own.

    Yields:
        the kind, how many each run reads rightly, how many answers of the page are others, how many
        digits were refused.

    Raises:
        UserError: runs of several data sets.
    """
    models = [gradatim.load(run) for run in runs]
    infos = {(model.info.data, tuple(model.info.shape)) for model in models}
    if len(infos) > 1:
        raise UserError(f"these runs are of several data sets, {infos}: measure them apart.")
    [(data, shape)] = infos
    test = load(of or data, "test")
    labels = test.labels[:n].tolist()
    with tempfile.TemporaryDirectory() as folder:
        for kind, how in {"the digit itself": None, **KINDS}.items():
            if how and "thin" in how and shape[-1] < 28:
                continue  # eight pixels do not tell where the middle of a stroke is
            rng = np.random.default_rng(0)
            seen: list[Tensor] = []  # as predict reads it and as the page does, in turn
            asked: list[str] = []
            for number, label in enumerate(labels):
                digit = test.images[number, 0].numpy()
                path = Path(folder) / ("digit.png" if how is None else "digit.jpg")
                if how is None:
                    Image.fromarray(digit).save(path)
                else:
                    turn = list(UPRIGHT)[number % 3] if "EXIF" in kind else 0
                    write(photograph(digit, rng, **how), path, turn)  # type: ignore[arg-type]
                try:
                    own = read_image(path, shape, data=data)
                    seen += [own, fit_image(open_image(path.read_bytes()), shape, data=data)]
                    asked.append(str(label))
                except UserError:
                    continue
            batch = torch.stack(seen)  # (2 N, C, H, W)
            right, others = [], 0
            for model in models:
                parts = device_batches(batch, *model.info.statistics)
                answers = torch.cat([model.model(part).argmax(1) for part in parts])  # (2 N,)
                names = [model.info.classes[answer] for answer in answers[::2].tolist()]
                right.append(sum(map(str.__eq__, names, asked)))
                others += int((answers[::2] != answers[1::2]).sum())
            yield kind, right, others, n - len(asked)


def table(runs: Sequence[str], n: int, of: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Right by recipe, the mean of its seeds; answers of the page that are others."""
    recipes: dict[str, list[int]] = {}
    for place, run in enumerate(runs):
        recipes.setdefault(Run.open(run).config["recipe"], []).append(place)
    titles = [f"{recipe}, {_seeds(len(places))}" for recipe, places in recipes.items()]
    rows, page = [], {"others": 0, "of": 0}
    for kind, right, others, refused in measure(runs, n, of):
        means = [sum(right[p] for p in places) / (n * len(places)) for places in recipes.values()]
        row = [kind, *(f"{mean:.1%}".replace("%", " %") for mean in means)]
        row[0] += f" ({n - refused} of {n} read)" if refused else ""
        print("  ".join(row), f"  others: {others}", flush=True)
        rows.append(row)
        page["others"] += others
        page["of"] += len(runs) * (n - refused)
    return {"header": [f"{n} photographs", *titles], "rows": rows}, page


def _seeds(n: int) -> str:
    return "one seed" if n == 1 else f"{n} seeds"


def main() -> None:
    """Measure the runs that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+")
    parser.add_argument("--digits", type=int, default=200)
    parser.add_argument("--of", default="", help="data set of the digits, the runs' own by default")
    parser.add_argument("--table", help="name in docs/results/reliability.json")
    options = parser.parse_args()
    torch.set_num_threads(1)
    with torch.inference_mode():
        measured, page = table(options.runs, options.digits, options.of)
    if options.table:
        named = " ".join(f"runs/{Path(run).name}" for run in options.runs)
        command = f"python -m benchmarks.reliability.photographs {named}"
        command += f" --of {options.of}" if options.of else ""
        kept = {"command": command}
        write_results(
            "reliability",
            tables={options.table: kept | measured},
            rows={f"{options.table}-page": kept | page},
        )


if __name__ == "__main__":
    main()
