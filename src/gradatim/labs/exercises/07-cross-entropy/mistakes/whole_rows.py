"""The labels select whole rows, as in z[labels]; they are column numbers: z[arange(B), labels].

fr: Les étiquettes choisissent des lignes entières, comme dans z[labels] ; ce sont des numéros de
colonnes : z[arange(B), labels].
"""


def cross_entropy(z, labels):
    return (log_sum_exp(z)[:, None] - z[labels]).mean()
