"""The validation loader is shuffled too; it should keep the given order.

fr: Le loader de validation est mélangé aussi ; il doit garder l'ordre donné.
"""


def loaders(dataset, training, validation, batch_size):
    parts = [Subset(dataset, part) for part in (training, validation)]
    return tuple(DataLoader(part, batch_size, shuffle=True, collate_fn=pad) for part in parts)
