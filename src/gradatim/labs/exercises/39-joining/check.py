"""Join, gather, scatter, einsum."""

import torch

from gradatim.labs.grading.spec import Check, tenths, whole


def images(generator):
    for N, C, H, W in (
        (1, 1, 1, 2),
        (2, 1, 1, 2),
        (2, 3, 2, 2),
        (3, 3, 3, 3),
        (4, 1, 2, 3),
        (9, 2, 5, 4),
    ):
        yield ([whole(generator, C, H, W) for _ in range(N)],)
    yield ([tenths(generator, 1, 2, 1) for _ in range(2)],)


def as_batch(images):
    batch = torch.empty(len(images), *images[0].shape)
    for i, image in enumerate(images):
        batch[i] = image
    return batch


def pairs(generator):
    for N, C1, C2, H, W in (
        (1, 1, 1, 1, 1),
        (1, 1, 2, 1, 2),
        (2, 2, 2, 2, 2),
        (2, 3, 1, 2, 3),
        (5, 2, 4, 1, 3),
    ):
        yield whole(generator, N, C1, H, W), whole(generator, N, C2, H, W)
    yield tenths(generator, 1, 1, 1, 2), tenths(generator, 1, 2, 1, 2)


def side_by_side(a, b):
    return torch.hstack([a, b])


def scored(generator):
    for B, T, V in ((1, 1, 2), (1, 3, 2), (2, 1, 3), (2, 2, 2), (2, 4, 3), (3, 2, 5), (2, 3, 40)):
        yield (
            tenths(generator, B, T, V),
            torch.randint(V, (B, T), generator=generator),
        )


def chosen(scores, labels):
    rows = zip(scores.flatten(0, 1), labels.flatten(), strict=True)
    return torch.stack([row[label] for row, label in rows]).view(labels.shape)


def classes(generator):
    yield torch.tensor([1]), 2
    yield torch.tensor([0, 1]), 2
    yield torch.tensor([1, 1]), 3
    for B, n in ((3, 4), (5, 3), (12, 40), (1, 1)):
        yield torch.randint(n, (B,), generator=generator), n


def one_hot(labels, n_classes):
    return torch.eye(n_classes)[labels]


def grouped(generator):
    yield torch.tensor([1.0]), torch.tensor([0]), 1
    yield torch.tensor([1.0, 2.0]), torch.tensor([1, 0]), 2
    yield torch.tensor([1.0, 2.0]), torch.tensor([1, 1]), 3
    for M, n in ((4, 3), (7, 3), (6, 8), (120, 33)):
        yield tenths(generator, M), torch.randint(n, (M,), generator=generator), n


def totals(values, groups, n):
    return torch.stack([values[groups == g].sum() for g in range(n)])


def products(generator):
    for B, I, J, K in (
        (1, 1, 1, 1),
        (1, 2, 2, 1),
        (2, 2, 2, 2),
        (1, 1, 3, 2),
        (3, 2, 4, 3),
        (2, 3, 4, 5),
        (5, 4, 1, 2),
    ):
        yield whole(generator, B, I), whole(generator, K, I, J), whole(generator, B, J)
    yield tenths(generator, 2, 2), tenths(generator, 1, 2, 2), tenths(generator, 2, 2)


def bilinear(x, W, y):
    return torch.nn.functional.bilinear(x, y, W)


CHECKS = [
    Check(name="as_batch", inputs=images, expected=as_batch),
    Check(name="side_by_side", inputs=pairs, expected=side_by_side),
    Check(name="chosen", inputs=scored, expected=chosen),
    Check(name="one_hot", inputs=classes, expected=one_hot),
    Check(name="totals", inputs=grouped, expected=totals),
    Check(name="bilinear", inputs=products, expected=bilinear),
]
