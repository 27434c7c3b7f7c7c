"""`/ 2 * h` divides by 2 and then multiplies by h: write `/ (2 * h)`.

fr: `/ 2 * h` divise par 2 puis multiplie par h : écrivez `/ (2 * h)`.
"""


def central_difference(f, w, h):
    rows = torch.eye(len(w), dtype=w.dtype) * h
    return torch.stack([(f(w + row) - f(w - row)) / 2 * h for row in rows])
