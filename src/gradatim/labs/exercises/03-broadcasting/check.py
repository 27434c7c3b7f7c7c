"""Broadcasting."""

import torch

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def matrices(generator):
    for B, D in ((2, 1), (2, 2), (3, 2), (2, 4), (1, 3)):
        yield (whole(generator, B, D),)
    yield (tenths(generator, 3, 2),)
    for B, D in ((130, 2), (2, 130)):
        yield (normal(generator, B, D) * 100,)


def rows(generator):
    for B, D in ((2, 2), (2, 3), (3, 1), (4, 2), (1, 3)):
        yield whole(generator, B, D), torch.arange(1.0, B + 1)
    yield whole(generator, 3, 2), torch.tensor([-1.0, 0.5, 0.0])
    for B, D in ((130, 2), (2, 130), (130, 130)):
        yield normal(generator, B, D), normal(generator, B) * 1000


def points(generator):
    for N, M, D in ((1, 1, 2), (2, 2, 2), (2, 3, 1), (3, 2, 4), (1, 3, 2), (3, 1, 2)):
        yield whole(generator, N, D), whole(generator, M, D)
    yield tenths(generator, 2, 3) + 10, tenths(generator, 3, 3) + 10
    yield torch.tensor([[100.0, 0.0], [0.0, -200.0]]), torch.tensor([[-100.0, 0.0]])
    for N, M, D in ((130, 2, 1), (2, 130, 3), (2, 1, 130)):
        yield whole(generator, N, D), whole(generator, M, D)


def center_columns(x):
    return torch.stack([column - column.mean() for column in x.unbind(1)], dim=1)


def scale_rows(x, s):
    return torch.diag(s) @ x


def squared_distances(a, b):
    return torch.stack([((p - b) ** 2).sum(dim=1) for p in a])


CHECKS = [
    Check(name="center_columns", inputs=matrices, expected=center_columns),
    Check(name="scale_rows", inputs=rows, expected=scale_rows),
    Check(name="squared_distances", inputs=points, expected=squared_distances),
]
