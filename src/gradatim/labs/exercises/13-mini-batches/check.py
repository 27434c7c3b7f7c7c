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


def batches(x, y, size):
    starts = range(0, len(x), size)
    return [(x[i : i + size], y[i : i + size]) for i in starts]


def decks(generator):
    for N, seed in ((20, 3), (50, 11)):
        x = torch.stack([torch.arange(N), -torch.arange(N)], 1).float()
        yield x, 10 * torch.arange(N), seed


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
    if not torch.equal(x1[:, 0].sort().values, x[:, 0]):
        return (
            "Some examples appear twice and others not at all.",
            "Des exemples apparaissent deux fois, d'autres jamais.",
        )
    if not torch.equal(x1[:, 0] * 10, y1.float()):
        return (
            "x and y are no longer in the same order: the examples have lost their labels.",
            "x et y ne sont plus dans le même ordre : les exemples ont perdu leurs étiquettes.",
        )
    if torch.equal(x1, x):
        return "The order has not changed.", "L'ordre n'a pas changé."
    if len((x1[1:, 0] - x1[:-1, 0]).remainder(len(x)).unique()) == 1:
        return (
            "The order is only reversed or rotated; it should be drawn at random.",
            "L'ordre est seulement inversé ou décalé ; il doit être tiré au hasard.",
        )
    if not torch.equal(x1, x2) or not torch.equal(y1, y2):
        return (
            "The same seed gave two different orders.",
            "La même graine a donné deux ordres différents.",
        )
    ascents = (x1[1:, 0] > x1[:-1, 0]).float().mean().item()
    if abs(ascents - 0.5) > 0.32:
        return (
            f"Of two neighbors the second came later before in {ascents:.0%} of the cases; in a random "
            "order that is about half.",
            f"De deux voisins, le second venait déjà après dans {ascents:.0%} des cas ; dans un ordre "
            "aléatoire, c'est environ la moitié.",
        )
    stays = (x1 == x) & (x3 == x) & (x4 == x)
    if stays.all(1).sum() > 2:
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
    if any(value[k:] == value[:-k] for k in range(1, N_SEEDS // 2)):
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


CHECKS = [
    Check(name="batches", inputs=tables, expected=batches),
    Check(name="shuffled", inputs=decks, judge=fair, run=three_times),
    Check(
        name="shuffled",
        inputs=lambda generator: [(torch.tensor([[0.0], [1.0], [2.0]]), torch.arange(3))],
        judge=all_orders,
        run=orders,
    ),
    Check(
        name="epoch_loss",
        inputs=epochs,
        expected=lambda losses, sizes: sum(a * n for a, n in zip(losses, sizes)) / sum(sizes),
    ),
]
