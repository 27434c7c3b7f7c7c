"""The two loaders are exchanged: training comes first.

fr: Les deux loaders sont échangés : l'entraînement vient en premier.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(Subset(dataset, validation), batch_size, collate_fn=pad),
        DataLoader(Subset(dataset, training), batch_size, shuffle=True, collate_fn=pad),
    )
