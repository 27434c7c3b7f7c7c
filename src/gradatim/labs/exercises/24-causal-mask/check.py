"""Masks for attention."""

import torch

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def lengths(generator):
    yield torch.tensor([1]), 2
    yield torch.tensor([2, 1]), 3
    yield torch.tensor([3, 0, 2]), 3
    yield torch.tensor([1, 4, 0, 2, 3]), 6
    yield torch.tensor([0]), 1
    yield torch.tensor([130, 12, 129]), 130
    yield torch.arange(130) % 3, 2


def masked(generator):
    yield torch.tensor([[[0.0, 0.0]]]), torch.tensor([[True, False]])
    yield torch.tensor([[[-3.0, 2.0]]]), torch.tensor([[True, False]])
    yield torch.zeros(1, 3, 3), causal_mask(3)
    # A hidden score far above the others: they must not become 0 before the mask is applied.
    yield torch.tensor([[[1.0, 0.0, 1000.0]]]), torch.tensor([[True, True, False]])
    yield torch.tensor([[[-20000.0, -20001.0, 0.0]]]), torch.tensor([[True, True, False]])
    # Rows of their own size: what is subtracted can only be the largest of the row.
    yield torch.tensor([[[0.0, 1.0], [-1000.0, -1001.0]]]), torch.tensor([True, True])
    yield whole(generator, 2, 3, 3), causal_mask(3)
    yield whole(generator, 2, 2, 3), torch.tensor([[[True, True, False]], [[True, False, False]]])
    yield tenths(generator, 1, 3, 3), causal_mask(3)
    yield torch.tensor([[[-1e7, -1e7 - 1, 0.0]]]), torch.tensor([[True, True, False]])
    yield tenths(generator, 2, 3, 2), torch.tensor([False, True])  # the same for every row
    yield tenths(generator, 2, 3, 2), torch.tensor([[True, True], [False, True], [True, False]])
    kept = torch.randint(2, (2, 3, 4), generator=generator).bool()
    kept[..., 1] = True
    yield tenths(generator, 2, 3, 4), kept  # another mask for every text
    yield tenths(generator, 3, 2, 2), torch.ones(1, 1, 2, dtype=torch.bool)
    yield normal(generator, 1, 12, 12) * 10, causal_mask(12)
    for B, T, S in ((130, 1, 2), (1, 130, 2), (1, 2, 130)):
        yield normal(generator, B, T, S), torch.arange(S) != 1


def causal_mask(T):
    return torch.tensor([[s <= t for s in range(T)] for t in range(T)])


def padding_mask(lengths, T):
    return torch.tensor([[t < length for t in range(T)] for length in lengths.tolist()])


def masked_weights(scores, mask):
    return torch.softmax(scores.double().masked_fill(~mask, -torch.inf), dim=-1).float()


def largest_masked(masked_weights, scores, mask):
    hidden = masked_weights(scores, mask)[~mask.expand_as(scores)]
    return {"masked weights of exactly 0": "not all" if hidden.any() else "all"}


CHECKS = [
    Check(
        name="causal_mask",
        inputs=lambda generator: [(1,), (2,), (3,), (6,), (130,)],
        expected=causal_mask,
    ),
    Check(name="padding_mask", inputs=lengths, expected=padding_mask),
    Check(name="masked_weights", inputs=masked, expected=masked_weights),
    Check(
        name="masked_weights",
        inputs=masked,
        run=largest_masked,
        expected=lambda scores, mask: {"masked weights of exactly 0": "all"},
        french={"masked weights of exactly 0": "poids masqués d'exactement 0"},
    ),
]
