"""The zeros stand in front; they belong behind.

fr: Les zéros sont devant ; leur place est derrière.
"""


def pad(items):
    xs, labels = zip(*items)
    longest = max(len(x) for x in xs)
    batch = torch.stack([torch.cat([torch.zeros(longest - len(x)), x]) for x in xs])
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
