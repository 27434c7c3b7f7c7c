"""x is indexed as if it had two axes; an example can be one number or an image, x[order] fits all.

fr: x est indexé comme s'il avait deux axes ; un exemple peut être un nombre ou une image, x[order]
convient à tous.
"""


def shuffled(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    return x[order, :], y[order]
