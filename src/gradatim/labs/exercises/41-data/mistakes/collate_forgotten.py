"""Without collate_fn=pad, the loader stacks the examples, which have different lengths.

fr: Sans collate_fn=pad, le loader empile les exemples, qui ont des longueurs différentes.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(Subset(dataset, training), batch_size, shuffle=True),
        DataLoader(Subset(dataset, validation), batch_size),
    )
