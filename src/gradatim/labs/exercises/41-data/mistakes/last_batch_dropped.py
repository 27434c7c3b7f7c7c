"""drop_last leaves out the last, smaller batch.

fr: drop_last laisse de côté le dernier lot, plus petit.
"""


def loaders(dataset, training, validation, batch_size):
    parts = [Subset(dataset, part) for part in (training, validation)]
    return (
        DataLoader(parts[0], batch_size, shuffle=True, collate_fn=pad, drop_last=True),
        DataLoader(parts[1], batch_size, collate_fn=pad, drop_last=True),
    )
