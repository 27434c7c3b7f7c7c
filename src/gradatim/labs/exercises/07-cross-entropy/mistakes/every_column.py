"""z[:, labels] takes every label's column for every row, (B, B): one score per row is needed.

fr: z[:, labels] prend pour chaque ligne la colonne de chaque étiquette, (B, B) : il faut un
score par ligne.
"""


def cross_entropy(z, labels):
    return (log_sum_exp(z)[:, None] - z[:, labels]).mean()
