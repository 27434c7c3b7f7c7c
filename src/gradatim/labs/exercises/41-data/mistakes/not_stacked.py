"""torch.stack wants equal lengths; fill the shorter ones up first.

fr: torch.stack veut des longueurs égales ; complétez d'abord les plus courtes.
"""


def pad(items):
    xs, labels = zip(*items)
    return torch.stack(xs), torch.tensor([len(x) for x in xs]), torch.tensor(labels)
