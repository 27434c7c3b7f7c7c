"""Both loaders read the whole data set; each should read its part: Subset.

fr: Les deux loaders lisent tout le jeu de données ; chacun doit lire sa partie : Subset.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(dataset, batch_size, shuffle=True, collate_fn=pad),
        DataLoader(dataset, batch_size, collate_fn=pad),
    )
