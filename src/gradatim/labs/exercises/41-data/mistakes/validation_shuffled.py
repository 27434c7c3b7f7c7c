"""The validation loader is shuffled too; it needs no chance, and its order helps to compare.

fr: Le loader de validation est mélangé aussi ; il n'a pas besoin de hasard, et l'ordre aide à
comparer.
"""


def loaders(dataset, training, validation, batch_size):
    parts = [Subset(dataset, part) for part in (training, validation)]
    return tuple(DataLoader(part, batch_size, shuffle=True, collate_fn=pad) for part in parts)
