"""The last, smaller batch is left out, as by drop_last; nothing may be left out.

fr: Le dernier lot, plus petit, est laissé de côté, comme par drop_last ; rien ne doit l'être.
"""


def loaders(dataset, training, validation, batch_size):
    parts = [Subset(dataset, part) for part in (training, validation)]
    return (
        DataLoader(parts[0], batch_size, shuffle=True, collate_fn=pad, drop_last=True),
        DataLoader(parts[1], batch_size, collate_fn=pad, drop_last=True),
    )
