"""A pad on which a visitor draws a digit with the mouse or a finger."""

import numpy as np
from PIL import Image, ImageDraw

PAPER_SIZE = 112  # pixels of the paper
INK = 11  # pixels that a line is wide
SHOWN = 56  # pixels of it in a frame


class Pad:
    """White paper that takes lines; its places are fractions of the width and height."""

    def __init__(self) -> None:
        """Begin with an empty sheet."""
        self.wipe()

    def wipe(self) -> None:
        """Take a new sheet."""
        self.empty = True
        self.paper = Image.new("L", (PAPER_SIZE, PAPER_SIZE), 255)
        self._show()

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line with round ends."""
        self.empty = False
        pen = ImageDraw.Draw(self.paper)
        ends = [(x * PAPER_SIZE, y * PAPER_SIZE) for x, y in ((x0, y0), (x1, y1))]
        pen.line(ends, fill=0, width=INK)
        for x, y in ends:
            pen.ellipse((x - INK / 2, y - INK / 2, x + INK / 2, y + INK / 2), fill=0)
        self._show()

    def _show(self) -> None:
        small = self.paper.resize((SHOWN, SHOWN), Image.Resampling.BOX)
        self.shown = np.asarray(small).copy()  # (SHOWN, SHOWN), bytes
