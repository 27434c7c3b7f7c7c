"""The batch size is not given to the loader, so each batch holds one example.

fr: La taille des lots n'est pas donnée au loader : chaque lot contient un exemple.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(Subset(dataset, training), shuffle=True, collate_fn=pad),
        DataLoader(Subset(dataset, validation), collate_fn=pad),
    )
