"""A Dataset and a DataLoader."""

import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from gradatim.labs.grading.spec import Check, tenths


class Counting:
    """A transform that adds the number of its calls, in place."""

    def __init__(self):
        self.calls = 0

    def __call__(self, x):
        self.calls += 1
        return x.add_(100.0 * self.calls)


def halves(x):
    """A transform that leaves x alone and returns another tensor, of another length."""
    return x[::2] / 2


def tables(generator):
    for names, D, transform in (
        (["a"], 1, None),
        (["b", "a"], 2, None),
        (["dog", "cat", "dog"], 1, None),  # as many columns as neither rows nor classes
        (["cat", "dog"], 2, "in place"),
        (["c", "a", "b", "c"], 2, "in place"),
        (["b", "a", "b"], 4, "another tensor"),
        ([f"{k * k % 17}" for k in range(40)], 12, None),
    ):
        yield tenths(generator, len(names), D).double().numpy(), names, transform


def read(Table, rows, names, transform):
    if transform is None:
        table = Table(rows, names)
    else:
        table = Table(rows, names, transform=Counting() if transform == "in place" else halves)
    items = [table[i] for i in [*range(len(names)), 0]]
    return {
        "len(table)": len(table),
        "a Dataset": isinstance(table, Dataset),
        "classes": table.classes,
        "items, and the first once more": items,
        "items are tuples": all(isinstance(item, tuple) for item in items),
    }


def expected_table(rows, names, transform):
    classes = sorted(set(names))
    items = []
    for k, i in enumerate([*range(len(names)), 0], start=1):
        x = torch.from_numpy(rows[i]).float()
        x = x + 100 * k if transform == "in place" else halves(x) if transform else x
        items.append((x, classes.index(names[i])))
    return {
        "len(table)": len(names),
        "a Dataset": True,
        "classes": classes,
        "items, and the first once more": items,
        "items are tuples": True,
    }


def sequences(generator):
    for lengths in ((1,), (2, 1), (1, 3), (2, 4, 1), (3, 3), (1, 35, 2, 3, 7, 35, 1, 12, 4)):
        labels = torch.randint(5 * len(lengths), (len(lengths),), generator=generator).tolist()
        pairs = zip(lengths, labels, strict=True)
        yield ([(tenths(generator, T) + 3, label) for T, label in pairs],)
    # A sequence may hold zeros of its own, at its end too.
    yield ([(torch.tensor([0.0, 2.0, 0.0]), 1), (torch.tensor([4.0, 0.0, 5.0, 6.0]), 0)],)


def run_pad(pad, items):
    found = pad(items)
    if not isinstance(found, (tuple, list)):
        return found
    kinds = [str(getattr(part, "dtype", type(part).__name__)) for part in found]
    return {"type": type(found).__name__, "result": tuple(found), "dtypes": " ".join(kinds)}


def expected_pad(items):
    batch = torch.zeros(len(items), max(len(x) for x, _ in items))
    for row, (x, _) in zip(batch, items, strict=True):
        row[: len(x)] = x
    lengths, labels = torch.tensor([[len(x), label] for x, label in items]).T
    kinds = "torch.float32 torch.int64 torch.int64"
    return {"type": "tuple", "result": (batch, lengths, labels), "dtypes": kinds}


def run_split(split, n, n_validation, seed):
    torch.default_generator.manual_seed(7)
    random.seed(7)
    np.random.seed(7)
    before = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    first = split(n, n_validation, seed)
    after = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    kept = torch.equal(before[0], after[0]) and before[1:] == after[1:]
    torch.rand(1)
    return [first, split(n, n_validation, seed), split(n, n_validation, seed + 1), kept]


def fair_split(value, n, n_validation, seed):
    (training, validation), again, other, kept = value
    for part in (training, validation):
        if not isinstance(part, list) or not all(type(number) is int for number in part):
            return (
                "Both parts should be lists of Python ints.",
                "Les deux parties doivent être des listes d'int de Python.",
            )
    if len(validation) != n_validation:
        return (
            f"The second list, validation, has the length {len(validation)}; {n_validation} is "
            "expected.",
            f"La seconde liste, validation, a la longueur {len(validation)} ; {n_validation} est "
            "attendu.",
        )
    if sorted(training + validation) != list(range(n)):
        both = int(bool(set(training) & set(validation)))  # how many, chance decides
        absent = int(bool(set(range(n)) - set(training + validation)))
        return (
            f"Together the lists should hold 0 to {n - 1} once; {('no', 'some')[both]} numbers are "
            f"in both, and {('none', 'some')[absent]} in neither.",
            f"Ensemble, les listes doivent contenir 0 à {n - 1} une fois ; "
            f"{('aucun nombre', 'des nombres')[both]} dans les deux, et "
            f"{('aucun', 'des nombres')[absent]} dans aucune.",
        )
    steps = {b - a for a, b in zip(sorted(validation), sorted(validation)[1:])}
    if n > 20 and len(steps) == 1:
        return (
            "The numbers for validation follow each other at one distance, without chance.",
            "Les nombres de la validation se suivent à une même distance, sans hasard.",
        )
    if tuple(map(list, again)) != (training, validation):
        return (
            "A second call with the same seed gives another split.",
            "Un second appel avec la même graine donne une autre séparation.",
        )
    if n > 20 and set(other[1]) == set(validation):
        return (
            "Another seed gives the same split.",
            "Une autre graine donne la même séparation.",
        )
    if not kept:
        return (
            "The global random numbers have changed: random numbers drawn afterwards are others.",
            "Les nombres aléatoires globaux ont changé : ceux qu'on tire ensuite sont autres.",
        )
    return None


def parts(generator):
    yield 2, [1], [0], 1
    yield 5, [4, 0, 2], [3, 1], 2
    yield 12, [11, 0, 2, 4, 6, 8], [3, 1, 7, 5, 9], 2
    yield 30, [*range(3, 30, 2), *range(2, 30, 2)], [1, 0], 4
    yield 150, [*range(100, 150), *range(90)], [*range(99, 89, -1)], 40


def run_loaders(loaders, n, training, validation, batch_size):
    dataset = [(torch.full((1 + i % 3,), float(i + 1)), i) for i in range(n)]
    pair = loaders(dataset, training, validation, batch_size)
    kinds = [type(loader).__name__ for loader in pair if not isinstance(loader, DataLoader)]
    found = []
    for loader in pair:
        epochs = [[[part.tolist() for part in batch] for batch in loader] for _ in range(2)]
        found.append(epochs)
    return kinds, found


def fair_loaders(value, n, training, validation, batch_size):
    kinds, value = value
    if kinds:
        return (
            f"It returns a {kinds[0]} where a DataLoader is expected.",
            f"Elle renvoie un {kinds[0]} là où un DataLoader est attendu.",
        )
    names = (("first", training), ("second", validation))
    for (name, numbers), epochs in zip(names, value, strict=True):
        french = {"first": "premier", "second": "second"}[name]
        for epoch in epochs:
            for batch in epoch:
                if len(batch) != 3 or not isinstance(batch[0][0], list):
                    return (
                        f"A batch of the {name} loader is not what pad returns.",
                        f"Un lot du {french} loader n'est pas ce que renvoie pad.",
                    )
            drawn = [label for _, _, labels in epoch for label in labels]
            if len(drawn) < len(numbers) and set(drawn) < set(numbers):
                return (
                    f"The {name} loader gives {len(drawn)} of the {len(numbers)} examples in an "
                    "epoch.",
                    f"Le {french} loader donne {len(drawn)} des {len(numbers)} exemples en une "
                    "époque.",
                )
            if sorted(drawn) != sorted(numbers):
                return (
                    f"The {name} loader gives the examples {sorted(drawn)} in an epoch; "
                    f"{sorted(numbers)} is expected.",
                    f"Le {french} loader donne les exemples {sorted(drawn)} en une époque ; "
                    f"{sorted(numbers)} est attendu.",
                )
            sizes = [len(labels) for _, _, labels in epoch]
            if any(size != batch_size for size in sizes[:-1]) or sizes[-1] > batch_size:
                return (
                    f"The batches of the {name} loader have {sizes} examples; {batch_size} in each "
                    "but the last is expected.",
                    f"Les lots du {french} loader ont {sizes} exemples ; {batch_size} dans chacun "
                    "sauf le dernier est attendu.",
                )
            for batch, lengths, labels in epoch:
                rows = [[label + 1.0] * (1 + label % 3) for label in labels]
                longest = max(map(len, rows))
                padded = [row + [0.0] * (longest - len(row)) for row in rows]
                if batch != padded or lengths != [len(row) for row in rows]:
                    return (
                        f"A batch of the {name} loader is not what pad returns.",
                        f"Un lot du {french} loader n'est pas ce que renvoie pad.",
                    )
    orders = [[[label for *_, labels in epoch for label in labels] for epoch in e] for e in value]
    if any(order != validation for order in orders[1]):
        return (
            "The second loader does not keep the order of validation.",
            "Le second loader ne garde pas l'ordre de validation.",
        )
    if n > 20 and training in orders[0]:
        return (
            "The first loader keeps the order of training; it should be shuffled.",
            "Le premier loader garde l'ordre de training ; il doit être mélangé.",
        )
    if n > 20 and orders[0][0] == orders[0][1]:
        return (
            "The first loader has the same order in both epochs.",
            "Le premier loader a le même ordre aux deux époques.",
        )
    return None


CHECKS = [
    Check(
        name="Table",
        inputs=tables,
        run=read,
        python_numbers=True,
        expected=expected_table,
        french={
            "a Dataset": "un Dataset",
            "items, and the first once more": "éléments, et de nouveau le premier",
            "items are tuples": "les éléments sont des tuples",
        },
    ),
    Check(
        name="pad",
        inputs=sequences,
        run=run_pad,
        expected=expected_pad,
        french={"result": "résultat", "dtypes": "types"},
    ),
    Check(
        name="split",
        inputs=lambda generator: [
            (2, 1, 0),
            (5, 2, 1),
            (4, 0, 2),
            (40, 8, 3),
            (30, 20, 4),
            (300, 60, 12345),
        ],
        run=run_split,
        judge=fair_split,
    ),
    Check(name="loaders", inputs=parts, run=run_loaders, judge=fair_loaders),
]
