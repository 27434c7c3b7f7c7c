"""Convolution and pooling on one's own image, with a kernel that can be changed cell by cell.

The map is computed by the lecture's own sliding window, `slide_kernel`; the window's products are
shown for one place at a time.

A color image has three channels; the kernel has K x K cells for each, and the three sums add up.

Shapes: C channels (1 or 3), S height and width of the image, K of the kernel, Y of the map, Z of
the pooled map.
"""

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

SIZE = 28
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


def digit_image() -> np.ndarray:
    """The default grey image: one of scikit-learn's digits, enlarged.

    Returns:
        (SIZE, SIZE), 0..1.
    """
    digit = torch.tensor(load_digits().images[5], dtype=torch.float32) / 16  # (8, 8)
    large = F.interpolate(digit[None, None], size=(SIZE - 4, SIZE - 4), mode="bilinear")
    return F.pad(large[0, 0], [2] * 4).numpy()


def flower_image() -> np.ndarray:
    """The default color image: scikit-learn's flower.

    Returns:
        (SIZE, SIZE, 3), 0..1.
    """
    return fit_image(load_sample_image("flower.jpg")[:, 110:], SIZE, grey=False)


class ConvolutionEngine(Engine):
    """Convolution and pooling of one image: the window, its products, the map, the pooled map."""

    name = "convolution"
    controls: ClassVar = {
        "channels": Choice("grey", ("grey", "color")),
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
        self.custom_image = None if image is None else fit_image(image, SIZE, grey=False)
        self.image: np.ndarray  # (C, S, S)
        self.map: torch.Tensor  # (Y, Y)
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
        """Slide the window to the next place."""
        self.place = (self.place + 1) % self.map.numel() if self.sliding else 0
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
        if name == "channels":
            self._take_image()
            if v["channels"] == "grey" and v["kernel"] == "opponent":
                v["kernel"] = "blur"
        if name in ("kernel", "channels"):
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

    def load_file(self, name: str, content: bytes) -> None:
        """Take the visitor's own image."""
        self.custom_image = read_image(content, SIZE, grey=False)
        self.notice = f"The image was fitted into {SIZE} x {SIZE} pixels."
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
        window = self.padded[:, top : top + span : D, left : left + span : D]  # (C, K, K)
        kernel = self.kernel()[0]  # (C, K, K)
        changed = (self.moved - self.pooled).abs().mean() / self.pooled.abs().mean().clamp(min=1e-6)
        return {
            "image": self.padded,
            "kernel": kernel,
            "window": window,
            "products": window * kernel,
            "sums": (window * kernel).sum((1, 2)),  # (C,)
            "sum": float(self.map[y, x]),
            "map": self.map,
            "pooled": self.pooled,
            "place": [y, x, top, left],
            "padding": v["padding"],
            "pool_size": 1 if v["pooling"] == "none" else v["pool_size"],
            "side": SIZE,
            "span": span,
            "exact": (SIZE + 2 * v["padding"] - span) / v["stride"] + 1,
            "moved": float(changed),
        }

    def sources(self) -> list[Any]:
        """Name the sliding window, the maximum and the size formula."""
        return [slide_kernel, slide_maximum, output_size]

    def slide(self, image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
        """Slide the kernel (1, C, K, K) over the image (1, C, S, S), giving (1, 1, Y, Y)."""
        v = self.values
        return slide_kernel(
            image, kernel, stride=v["stride"], padding=v["padding"], dilation=v["dilation"]
        )

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
            return slide_maximum(maps, v["pool_size"])
        return F.avg_pool2d(maps, v["pool_size"])

    def _take_image(self) -> None:
        """Take the visitor's own image or the one that is there, as (C, S, S)."""
        color = self.values["channels"] == "color"
        if self.custom_image is None:
            image = flower_image() if color else digit_image()[..., None]
        else:
            image = self.custom_image if color else self.custom_image.mean(-1, keepdims=True)
        self.image = np.ascontiguousarray(image.transpose(2, 0, 1), dtype=np.float32)

    def _take_kernel(self) -> None:
        """Take the chosen kernel, the same cells for every channel."""
        v = self.values
        if v["kernel"] == "opponent":
            if v["channels"] == "grey":
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
        self.padded = F.pad(image[0], [v["padding"]] * 4)  # (C, S + 2P, S + 2P)
        self.map = maps[0, 0]  # (Y, Y)
        self.pooled = self.pool(maps)[0, 0]  # (Z, Z)
        # The same image moved by one pixel, to say how much of the pooled map changes.
        neighbour = F.conv2d(
            image.roll(1, 3), kernel, None, v["stride"], v["padding"], v["dilation"]
        )
        self.moved = ConvolutionEngine.pool(self, neighbour)[0, 0]
        self.place = min(getattr(self, "place", 0), self.map.numel() - 1)
