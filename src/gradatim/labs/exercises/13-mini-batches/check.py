"""Mini-batches."""

import math

import torch

from gradatim.labs.grading.spec import Check


def tables(generator):
    for N, size in ((2, 1), (2, 2), (3, 2), (5, 3), (7, 3)):
        yield torch.arange(2.0 * N).view(N, 2), 10 * torch.arange(N), size
    yield torch.arange(4.0), torch.arange(4), 3
    yield torch.arange(12.0).view(3, 2, 2), torch.arange(3), 5  # fewer than one batch holds
    yield torch.tensor([0.5, -0.25, 1.75]), torch.arange(3), 2
    yield torch.tensor([[2.0, 3.0]]), torch.tensor([7]), 1
    yield torch.tensor([[2.0, 3.0]]), torch.tensor([7]), 2
    yield torch.arange(6.0).view(3, 2), torch.tensor([0.5, -1.5, 2.25]), 2
    yield torch.arange(9.0), torch.arange(9), 4  # the last batch holds one example
    yield torch.arange(260.0).view(130, 2), torch.arange(130), 4
    yield torch.arange(130.0), torch.arange(130), 128
    yield torch.arange(300.0), torch.arange(300), 130


def batches(x, y, size):
    starts = range(0, len(x), size)
    return [(x[i : i + size], y[i : i + size]) for i in starts]


def decks(generator):
    for N, seed in ((20, 3), (50, 11)):
        x = torch.stack([torch.arange(N), -torch.arange(N)], 1).float()
        yield x, 10 * torch.arange(N), seed
    yield torch.arange(30.0), 10 * torch.arange(30), 0
    yield torch.arange(150.0)[:, None, None] + torch.zeros(2, 3), 10 * torch.arange(150), 7


def first_numbers(x):
    """The first number of each example, which no other example begins with."""
    return x.reshape(len(x), -1)[:, 0]


def three_times(shuffled, x, y, seed):
    copies = [(x.clone(), y.clone()) for _ in range(3)]  # for calls after one that overwrites x
    return [
        shuffled(*pair, s)
        for pair, s in zip([(x, y), *copies], (seed, seed, seed + 1, seed + 1000))
    ]


def fair(value, x, y, seed):
    (x1, y1), (x2, y2), (x3, _), (x4, _) = value
    if (x1.dtype, y1.dtype) != (x.dtype, y.dtype):
        return (
            f"The types changed: x is {x1.dtype} and y {y1.dtype}; {x.dtype} and {y.dtype} are "
            "expected.",
            f"Les types ont changé : x est {x1.dtype} et y {y1.dtype} ; {x.dtype} et {y.dtype} sont "
            "attendus.",
        )
    if x1.shape != x.shape or y1.shape != y.shape:
        return (
            f"The shapes changed: x is {tuple(x1.shape)}; {tuple(x.shape)} is expected.",
            f"Les formes ont changé : celle de x est {tuple(x1.shape)} ; {tuple(x.shape)} est attendue.",
        )
    at, before = first_numbers(x1), first_numbers(x)
    if not torch.equal(at.sort().values, before):
        return (
            "Some examples appear twice and others not at all.",
            "Des exemples apparaissent deux fois, d'autres jamais.",
        )
    if not torch.equal(x1, x[at.long()]):
        return (
            "The numbers of an example no longer belong together; move whole examples.",
            "Les nombres d'un exemple ne vont plus ensemble ; déplacez des exemples entiers.",
        )
    if not torch.equal(at * 10, y1.float()):
        return (
            "x and y are no longer in the same order: the examples have lost their labels.",
            "x et y ne sont plus dans le même ordre : les exemples ont perdu leurs étiquettes.",
        )
    if torch.equal(x1, x):
        return "The order has not changed.", "L'ordre n'a pas changé."
    if len((at[1:] - at[:-1]).remainder(len(x)).unique()) == 1:
        return (
            "The order is only reversed or rotated; it should be drawn at random.",
            "L'ordre est seulement inversé ou décalé ; il doit être tiré au hasard.",
        )
    if not torch.equal(x1, x2) or not torch.equal(y1, y2):
        return (
            "The same seed gave two different orders.",
            "La même graine a donné deux ordres différents.",
        )
    ascents = (at[1:] > at[:-1]).float().mean().item()
    if abs(ascents - 0.5) > 0.32:
        return (
            f"Of two neighbors the second came later before in {ascents:.0%} of the cases; in a random "
            "order that is about half.",
            f"De deux voisins, le second venait déjà après dans {ascents:.0%} des cas ; dans un ordre "
            "aléatoire, c'est environ la moitié.",
        )
    stays = (at == before) & (first_numbers(x3) == before) & (first_numbers(x4) == before)
    if stays.sum() > 2:
        return (
            "Some examples keep their place whatever the seed; all should be shuffled.",
            "Des exemples gardent leur place quelle que soit la graine ; tous doivent être mélangés.",
        )
    if torch.equal(x1, x4) and not torch.equal(x1, x3):
        return (
            f"The seeds {seed} and {seed + 1000} give the same order; each should have its own.",
            f"Les graines {seed} et {seed + 1000} donnent le même ordre ; chacune doit avoir le sien.",
        )
    if torch.equal(x1, x3):
        return "Every seed gives the same order.", "Toutes les graines donnent le même ordre."
    return None


N_SEEDS = 120


def orders(shuffled, x, y):
    """The orders in which a few examples come with many seeds."""
    pairs = (shuffled(x.clone(), y.clone(), seed) for seed in range(N_SEEDS))
    return [tuple(labels.tolist()) for _, labels in pairs]


def all_orders(value, x, y):
    found = len(set(value))
    every = math.factorial(len(y))
    if found == every:
        return None
    if found > 1 and any(value[k:] == value[:-k] for k in range(1, N_SEEDS // 2)):
        return (
            "Seeds at a certain distance always give the same order; each seed should have its own.",
            "Des graines à une certaine distance donnent toujours le même ordre ; chacune doit avoir "
            "le sien.",
        )
    first, last = (sum(order[i] == y[i] for order in value) / N_SEEDS for i in (0, -1))
    return (
        f"With {N_SEEDS} seeds {len(y)} examples come in {found} of their {every} orders; each of "
        f"these should be possible. The first example stays in {first:.0%}, the last in {last:.0%}.",
        f"Avec {N_SEEDS} graines, {len(y)} exemples viennent dans {found} de leurs {every} ordres ; "
        f"chacun doit être possible. Le premier exemple reste dans {first:.0%} des cas, le dernier "
        f"dans {last:.0%}.",
    )


def epochs(generator):
    yield [1.0, 4.0], [2, 1]
    yield [2.0], [3]
    yield [1.0, 2.0, 6.0], [4, 4, 2]
    yield [1.0, 2.0, 6.0], [3, 1, 2]
    yield [0.0, 3.0], [1, 3]
    yield [0.0, 0.0], [2, 1]
    yield [0.001, 0.0024], [1, 1]
    yield [2.0, -5.0, 300.0, 0.25], [5, 5, 5, 5]
    yield [float(k % 7) for k in range(130)], [32] * 129 + [5]
    yield [1.0, 2.0, 4.0], [1000, 100, 30]


CHECKS = [
    Check(name="batches", inputs=tables, expected=batches),
    Check(name="shuffled", inputs=decks, judge=fair, run=three_times),
    Check(
        name="shuffled",
        inputs=lambda generator: [
            (torch.arange(float(N))[:, None], torch.arange(N)) for N in (1, 2, 3)
        ],
        judge=all_orders,
        run=orders,
    ),
    Check(
        name="epoch_loss",
        inputs=epochs,
        expected=lambda losses, sizes: sum(a * n for a, n in zip(losses, sizes)) / sum(sizes),
    ),
]
