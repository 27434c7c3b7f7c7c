"""The mask is (B, T, T); one row of T per example is asked for.

fr: Le masque est (B, T, T) ; il faut une ligne de T par exemple.
"""


def padding_mask(lengths, T):
    return (torch.arange(T) < lengths[:, None])[:, None].expand(-1, T, -1)
