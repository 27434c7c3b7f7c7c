"""The numbers are shuffled once, so every epoch has the same order; shuffle=True draws anew.

fr: Les numéros sont mélangés une fois, chaque époque a donc le même ordre ; shuffle=True tire à
neuf.
"""


def loaders(dataset, training, validation, batch_size):
    order = [training[i] for i in torch.randperm(len(training))]
    parts = [Subset(dataset, part) for part in (order, validation)]
    return tuple(DataLoader(part, batch_size, collate_fn=pad) for part in parts)
