"""The sequences are cut to the shortest; the shorter ones are to be filled up with zeros.

fr: Les suites sont coupées à la plus courte ; les plus courtes doivent être complétées par des
zéros.
"""


def pad(items):
    xs, labels = zip(*items)
    shortest = min(len(x) for x in xs)
    batch = torch.stack([x[:shortest] for x in xs])
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
