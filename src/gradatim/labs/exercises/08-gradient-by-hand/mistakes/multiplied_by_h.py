"""The difference is divided by 2 and multiplied by h, as `/ 2 * h` does: write `/ (2 * h)`.

fr: La différence est divisée par 2 et multipliée par h, comme le fait `/ 2 * h` : écrivez `/ (2 *
h)`.
"""


def central_difference(f, w, h):
    rows = torch.eye(len(w), dtype=w.dtype) * h
    return torch.stack([(f(w + row) - f(w - row)) / 2 * h for row in rows])
