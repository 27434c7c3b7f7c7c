"""The first or last numbers go to validation: data are often sorted, so choose at random.

fr: Les premiers ou les derniers nombres vont à la validation : les données sont souvent triées,
tirez au hasard.
"""


def split(n, n_validation, seed):
    return list(range(n_validation, n)), list(range(n_validation))
