"""An iterator ends after one epoch; return the loader, which starts again each time.

fr: Un itérateur s'arrête après une époque ; renvoyez le loader, qui recommence chaque fois.
"""


def loaders(dataset, training, validation, batch_size):
    first = DataLoader(Subset(dataset, training), batch_size, shuffle=True, collate_fn=pad)
    second = DataLoader(Subset(dataset, validation), batch_size, collate_fn=pad)
    return iter(first), iter(second)
