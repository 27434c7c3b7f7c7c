"""The numbers for validation are drawn with repetition: use randperm or sample.

fr: Les nombres de la validation sont tirés avec répétition : utilisez randperm ou sample.
"""


def split(n, n_validation, seed):
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randint(n, (n_validation,), generator=generator).tolist()
    return [i for i in range(n) if i not in chosen], chosen
