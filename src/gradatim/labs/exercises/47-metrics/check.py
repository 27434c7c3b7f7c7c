"""Confusion matrix, precision and recall."""

import torch

from gradatim.labs.grading.spec import Check


def predictions(generator):
    yield torch.tensor([1]), torch.tensor([0]), 2
    yield torch.tensor([0, 1, 1]), torch.tensor([0, 1, 0]), 2
    yield torch.tensor([1, 1, 1, 0]), torch.tensor([0, 0, 0, 1]), 3
    for N, C in ((6, 3), (20, 4), (1500, 2), (60, 41)):
        labels = torch.randint(C, (N,), generator=generator)
        yield torch.randint(C, (N,), generator=generator), labels, C


def count(confusion, predicted, labels, n_classes):
    matrix = confusion(predicted, labels, n_classes)
    if not isinstance(matrix, torch.Tensor):
        return matrix
    return {"matrix": matrix, "dtype": str(matrix.dtype)}


def counted(predicted, labels, n_classes):
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for guess, label in zip(predicted.tolist(), labels.tolist(), strict=True):
        matrix[label, guess] += 1
    return {"matrix": matrix, "dtype": "torch.int64"}


def matrices(generator):
    for rows in (
        [[1, 0], [0, 1]],
        [[3, 1], [0, 2]],
        [[8, 1], [3, 0]],
        [[2, 0], [5, 0]],
        [[2, 3, 0], [1, 4, 0], [1, 1, 0]],
        [[0, 0, 0], [2, 3, 1], [1, 0, 9]],
    ):
        yield (torch.tensor(rows),)
    yield (torch.randint(9, (4, 4), generator=generator),)
    yield (torch.randint(3, (13, 13), generator=generator),)
    yield (torch.tensor([[90000, 12], [3, 40]]),)
    yield (torch.tensor([[1, 60, 0], [900, 2, 30], [0, 0, 1]]),)  # rare classes, nearly never right


def fraction(part, whole):
    return part / whole if whole else 0.0


def rates(rows):
    C = range(len(rows))
    columns = [sum(rows[i][j] for i in C) for j in C]
    precision = [fraction(rows[c][c], columns[c]) for c in C]
    return precision, [fraction(rows[c][c], sum(rows[c])) for c in C]


def precision_recall(matrix):
    precision, recall = rates(matrix.tolist())
    return torch.tensor(precision), torch.tensor(recall)


def macro_f1(matrix):
    pairs = list(zip(*rates(matrix.tolist()), strict=True))
    return sum(fraction(2 * p * r, p + r) for p, r in pairs) / len(pairs)


def examples(generator):
    yield torch.tensor([0.5, 0.25]), torch.tensor([True, False]), 1.0
    yield torch.tensor([0.25, 0.5]), torch.tensor([True, True]), 0.5
    yield torch.tensor([0.25, 0.5, 0.75]), torch.tensor([True, True, False]), 1.0
    scores = torch.tensor([0.5, 1.0, 0.25, 0.75, 0.125, -1.0, 2.0])
    ill = torch.tensor([True, False, True, True, True, False, False])
    yield from ((scores, ill, recall) for recall in (0.25, 0.5, 0.6, 1.0))
    yield torch.tensor([0.5, 0.5, 0.75, 0.25]), torch.tensor([True, True, False, True]), 0.3
    yield torch.tensor([-0.5]), torch.tensor([True]), 1.0
    mixed = torch.randint(2, (12,), generator=generator).bool()
    yield torch.randperm(12, generator=generator) / 8, mixed, 0.7
    # Many examples with few different scores.
    mixed = torch.arange(90) % 3 == 0
    for recall in (0.05, 0.38, 0.93):
        yield torch.randint(-12, 12, (90,), generator=generator) / 8, mixed, recall


def threshold(scores, ill, recall):
    n_ill = int(ill.sum())
    reaching = [
        score
        for score in scores.tolist()
        if int((scores[ill] >= score).sum()) >= recall * n_ill - 1e-9
    ]
    return max(reaching)


CHECKS = [
    Check(
        name="confusion",
        inputs=predictions,
        run=count,
        expected=counted,
        french={"matrix": "matrice", "dtype": "type"},
    ),
    Check(name="precision_recall", inputs=matrices, expected=precision_recall),
    Check(name="macro_f1", inputs=matrices, expected=macro_f1, python_numbers=True),
    Check(name="threshold", inputs=examples, expected=threshold, python_numbers=True),
]
