"""Convolution and pooling on one's own image, with a kernel that can be changed cell by cell.

The map is computed by the lecture's own sliding window, `slide_kernel`, that of a photograph by
torch; the window's products are shown for one place at a time.

A color image has three channels; the kernel has K x K cells for each, and the three sums add up.

Shapes: C channels (1 or 3), S height and width of the image, K of the kernel, Y of the map, Z of
the pooled map.
"""

from functools import cache
from typing import Any, ClassVar

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits, load_sample_image

from gradatim.errors import UserError
from gradatim.models.vision.convolution import output_size, slide_kernel, slide_maximum
from gradatim.views.core.controls import Choice, Number, Numbers, exactly
from gradatim.views.core.engine import Engine
from gradatim.views.core.uploads import fit_image, read_image

DIGIT = 28  # pixels of the width and height of the built-in digit
PHOTOGRAPH = 96  # of photographs: all channels and the map must fit a frame
KERNELS: dict[str, tuple[float, ...]] = {
    "vertical": (-1, 0, 1, -2, 0, 2, -1, 0, 1),
    "horizontal": (-1, -2, -1, 0, 0, 0, 1, 2, 1),
    "blur": (0.11, 0.11, 0.11, 0.11, 0.12, 0.11, 0.11, 0.11, 0.11),
    "sharpen": (0, -1, 0, -1, 5, -1, 0, -1, 0),
    "outline": (-1, -1, -1, -1, 8, -1, -1, -1, -1),
    "identity": (0, 0, 0, 0, 1, 0, 0, 0, 0),
}
# The mean of red less the mean of green: a kernel that only a color image can have.
OPPONENT = (0.11,) * 9 + (-0.11,) * 9 + (0.0,) * 9
# The lecture's examples of a convolution and of pooling.
LECTURE = "0111000 0011100 0001110 0001100 0011000 0110000 1100000"
LECTURE_KERNEL = (1, 0, 1, 0, 1, 0, 1, 0, 1)
POOLING = "1231 1111 2316 8145"


@cache
def digit_image() -> np.ndarray:
    """The default gray image: one of scikit-learn's digits, enlarged.

    Returns:
        (DIGIT, DIGIT), 0..1.
    """
    digit = torch.tensor(load_digits().images[5], dtype=torch.float32) / 16  # (8, 8)
    large = F.interpolate(digit[None, None], size=(DIGIT - 4, DIGIT - 4), mode="bilinear")
    return F.pad(large[0, 0], [2] * 4).numpy()


@cache
def flower_image() -> np.ndarray:
    """The built-in color image: scikit-learn's flower.

    Returns:
        (PHOTOGRAPH, PHOTOGRAPH, 3), 0..1.
    """
    return fit_image(load_sample_image("flower.jpg")[:, 110:], PHOTOGRAPH, gray=False)


def numbers(rows: str) -> np.ndarray:
    """An image written as rows of digits, (S, S)."""
    return np.array([[int(digit) for digit in row] for row in rows.split()], dtype=np.float32)


class ConvolutionEngine(Engine):
    """Convolution and pooling of one image: the window, its products, the map, the pooled map."""

    name = "convolution"
    controls: ClassVar = {
        "example": Choice("digit", ("digit", "lecture", "pooling", "flower", "own")),
        "channels": Choice("gray", ("gray", "color")),
        "kernel": Choice("vertical", (*KERNELS, "opponent", "own")),
        "cells": Numbers(KERNELS["vertical"], max_length=147, bound=100),
        "size": Number(3, 1, 7, integer=True),
        "stride": Number(1, 1, 4, integer=True),
        "padding": Number(1, 0, 3, integer=True),
        "dilation": Number(1, 1, 4, integer=True),
        "pooling": Choice("max", ("max", "mean", "none")),
        "pool_size": Number(2, 2, 4, integer=True),
        "shift_x": Number(0, -8, 8, integer=True),
        "shift_y": Number(0, -8, 8, integer=True),
    }
    live = tuple(controls)
    actions = ("move_window", "set_cell")
    accepts = "image/*"
    pace = 12.0

    def __init__(self, image: Any = None, **values: Any) -> None:
        """Start with the visitor's own image, or with a digit or a flower.

        Args:
            image: (H, W), (H, W, C) or (C, H, W), bytes of 0..255 or numbers of 0..1.
            values: controls by name; channels="color" for three channels.
        """
        self.custom_image = None if image is None else fit_image(image, PHOTOGRAPH, gray=False)
        self.image: np.ndarray  # (C, S, S)
        self.map: torch.Tensor  # (Y, Y)
        if image is not None:
            values = {"example": "own", **values}
        super().__init__(**values)

    def start(self) -> None:
        """Put the window where the map answers most; sliding begins at the first place."""
        self._take_image()
        self._take_kernel()
        self._fit_cells()
        self.place, self.sliding = 0, False
        self._compute()
        self.place = int(self.map.abs().argmax())

    def advance(self) -> None:
        """Slide the window to the next place, at first to where the map begins to answer."""
        answers = self.map.flatten().abs()
        # argmax of zeros and ones: the first place that answers.
        begin = int((answers > 0.01 * answers.max()).int().argmax())  # not over an empty margin
        self.place = (self.place + 1) % self.map.numel() if self.sliding else begin
        self.sliding = True

    def state(self) -> Any:
        """Return where the window stands."""
        return self.place, self.sliding

    def restore(self, state: Any) -> None:
        """Put the window back."""
        self.place, self.sliding = state[0] % self.map.numel(), state[1]

    def changed(self, name: str) -> None:
        """Compute again after any control."""
        v = self.values
        if name == "example":
            self._take_example()
        if name == "channels":
            self._take_image()
            if v["channels"] == "gray" and v["kernel"] == "opponent":
                v["kernel"] = "blur"
        if name in ("example", "kernel", "channels"):
            self._take_kernel()
        if name == "cells":
            v["kernel"] = "own"
        if name == "size":
            C = self.image.shape[0]
            old = torch.tensor(v["cells"], dtype=torch.float32)
            old = old.view(1, C, round((len(v["cells"]) / C) ** 0.5), -1)
            grow = (v["size"] - old.shape[2]) // 2
            if (v["size"] - old.shape[2]) % 2:  # no middle to keep: stretch
                old = F.interpolate(old, size=(v["size"],) * 2)
            else:
                old = F.pad(old, [grow] * 4)
            v["cells"], v["kernel"] = tuple(round(float(x), 3) for x in old.flatten()), "own"
        self._fit_cells()
        self._compute()
        if name == "example":
            self.place, self.sliding = int(self.map.abs().argmax()), False

    def load_file(self, name: str, content: bytes) -> None:
        """Take the visitor's own image."""
        self.custom_image = read_image(content, PHOTOGRAPH, gray=False)
        self.values["example"] = "own"
        self.notice = f"The image was fitted into {PHOTOGRAPH} x {PHOTOGRAPH} pixels."
        self.reset()

    def move_window(self, value: Any) -> None:
        """Put the window at place [row, column] of the map."""
        row, column = exactly("move_window", value, 2, 1000)
        y, x = int(row), int(column)
        if not (0 <= y < self.map.shape[0] and 0 <= x < self.map.shape[1]):
            raise UserError("The map has no such place.")
        self.place, self.sliding = y * self.map.shape[1] + x, True

    def set_cell(self, value: Any) -> None:
        """Set one cell of the kernel: [index, value]."""
        index, number = exactly("set_cell", value, 2, 100)
        cells = list(self.values["cells"])
        if not 0 <= index < len(cells):
            raise UserError("The kernel has no such cell.")
        cells[int(index)] = round(number, 2)
        self.values |= {"cells": tuple(cells), "kernel": "own"}
        self._compute()

    def frame(self) -> dict[str, Any]:
        """Return image, kernel, map, pooled map and the window's products."""
        v = self.values
        y, x = divmod(self.place, self.map.shape[1])
        top, left = y * v["stride"], x * v["stride"]
        span, D = self.span(), v["dilation"]
        # With dilation D the kernel's cells lie D pixels apart.
        window = self.padded[:, top : top + span : D, left : left + span : D]  # (C, K, K)
        kernel = self.kernel()[0]  # (C, K, K)
        # Of 0 to 1: as much as both outputs together would be a change of everything.
        both = self.moved.abs().sum() + self.pooled.abs().sum()
        changed = (self.moved - self.pooled).abs().sum() / both.clamp(min=1e-6)
        P = 1 if v["pooling"] == "none" else v["pool_size"]
        row, column = min(y // P, len(self.pooled) - 1), min(x // P, len(self.pooled) - 1)
        return {
            "image": self.shifted,
            "kernel": kernel,
            "window": window,
            "products": window * kernel,
            "sums": (window * kernel).sum((1, 2)),  # (C,)
            "sum": float(self.map[y, x]),
            "map": self.map,
            "pooled": self.pooled,
            "place": [y, x, top, left],
            "padding": v["padding"],
            "pool_size": P,
            "pool_place": [row, column],
            "pool_window": self.map[row * P : (row + 1) * P, column * P : (column + 1) * P],
            "pool_value": float(self.pooled[row, column]),
            "side": self.image.shape[1],
            "span": span,
            "exact": (self.image.shape[1] + 2 * v["padding"] - span) / v["stride"] + 1,
            "moved": float(changed),
        }

    def sources(self) -> list[Any]:
        """Name the sliding window, the maximum and the size formula."""
        return [slide_kernel, slide_maximum, output_size]

    def slide(self, image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
        """Slide the kernel (1, C, K, K) over the image (1, C, S, S), giving (1, 1, Y, Y)."""
        steps = {name: self.values[name] for name in ("stride", "padding", "dilation")}
        output_size(image.shape[2], kernel.shape[2], **steps)  # says what does not fit
        if image.shape[2] > DIGIT:  # the same numbers, soon enough for a slider
            return F.conv2d(image, kernel, **steps)
        return slide_kernel(image, kernel, **steps)

    def span(self) -> int:
        """Pixels from one border of the window to the other."""
        return self.values["dilation"] * (self.values["size"] - 1) + 1

    def kernel(self) -> torch.Tensor:
        """Return the kernel, (1, C, K, K)."""
        v = self.values
        cells = torch.tensor(v["cells"], dtype=torch.float32)
        return cells.view(1, -1, v["size"], v["size"])

    def pool(self, maps: torch.Tensor) -> torch.Tensor:
        """Pool the map as chosen."""
        v = self.values
        if v["pooling"] == "none":
            return maps
        if v["pool_size"] > maps.shape[2]:
            raise UserError(
                f"A pooling window of {v['pool_size']} does not fit a map of {maps.shape[2]}: "
                "use a smaller window or stride."
            )
        if v["pooling"] == "max":
            if maps.shape[2] > 2 * DIGIT:
                return F.max_pool2d(maps, v["pool_size"])
            return slide_maximum(maps, v["pool_size"])
        return F.avg_pool2d(maps, v["pool_size"])

    def _take_image(self) -> None:
        """Take the visitor's own image or the one that is there, as (C, S, S)."""
        v = self.values
        color = v["channels"] == "color"
        if v["example"] == "own" and self.custom_image is None:  # of an address that was shared
            v["example"] = "digit"
        if color and v["example"] in ("digit", "lecture", "pooling"):  # these have no colors
            v["example"] = "flower"
        if v["example"] == "digit":
            image = digit_image()[..., None]
        elif v["example"] in ("lecture", "pooling"):
            image = numbers(LECTURE if v["example"] == "lecture" else POOLING)[..., None]
        else:
            own = self.custom_image if v["example"] == "own" else None
            image = flower_image() if own is None else own
            image = image if color else image.mean(-1, keepdims=True)
        self.image = np.ascontiguousarray(image.transpose(2, 0, 1), dtype=np.float32)

    def _take_example(self) -> None:
        """Take an image that is chosen; the lecture's examples bring their kernel."""
        v = self.values
        if v["example"] in ("digit", "lecture", "pooling"):
            v["channels"] = "gray"
            v["kernel"] = "vertical" if v["kernel"] == "opponent" else v["kernel"]
        if v["example"] in ("lecture", "pooling"):
            v |= {"stride": 1, "dilation": 1, "shift_x": 0, "shift_y": 0, "pool_size": 2}
        if v["example"] == "lecture":
            v |= {"kernel": "own", "cells": LECTURE_KERNEL, "size": 3, "padding": 0}
        if v["example"] == "pooling":  # the map is the image itself
            v |= {"kernel": "identity", "padding": 1, "pooling": "max"}
        self._take_image()

    def _take_kernel(self) -> None:
        """Take the chosen kernel, the same cells for every channel."""
        v = self.values
        if v["kernel"] == "opponent":
            if v["channels"] == "gray":
                v["channels"] = "color"
                self._take_image()
            v["cells"], v["size"] = OPPONENT, 3
        elif v["kernel"] != "own":
            v["cells"], v["size"] = KERNELS[v["kernel"]], 3

    def _fit_cells(self) -> None:
        v, C = self.values, self.image.shape[0]
        if C == 3 and v["size"] ** 2 == len(v["cells"]):
            v["cells"] = v["cells"] * 3
        elif C == 1 and 3 * v["size"] ** 2 == len(v["cells"]):
            v["cells"] = v["cells"][: v["size"] ** 2]
        if len(v["cells"]) != C * v["size"] ** 2:
            v["size"] = max(1, round((len(v["cells"]) / C) ** 0.5))
            if C * v["size"] ** 2 != len(v["cells"]):
                raise UserError(
                    f"A kernel needs K x K cells for each channel; {len(v['cells'])} are given."
                )

    def _compute(self) -> None:
        v = self.values
        shifted = np.roll(self.image, (v["shift_y"], v["shift_x"]), (1, 2))
        image = torch.from_numpy(np.ascontiguousarray(shifted))[None]  # (1, C, S, S)
        kernel = self.kernel()
        maps = self.slide(image, kernel)
        self.shifted = image[0]  # (C, S, S)
        self.padded = F.pad(image[0], [v["padding"]] * 4)  # (C, S + 2P, S + 2P)
        self.map = maps[0, 0]  # (Y, Y)
        self.pooled = self.pool(maps)[0, 0]  # (Z, Z)
        # The same image moved by one pixel, to say how much of the pooled map changes.
        neighbor = F.conv2d(
            image.roll(1, 3), kernel, None, v["stride"], v["padding"], v["dilation"]
        )
        self.moved = ConvolutionEngine.pool(self, neighbor)[0, 0]
        self.place = min(getattr(self, "place", 0), self.map.numel() - 1)
