"""The loader reads the list of numbers itself, not the examples with these numbers.

fr: Le loader lit la liste de numéros elle-même, pas les exemples qui ont ces numéros.
"""


def loaders(dataset, training, validation, batch_size):
    return (
        DataLoader(training, batch_size, shuffle=True),
        DataLoader(validation, batch_size),
    )
