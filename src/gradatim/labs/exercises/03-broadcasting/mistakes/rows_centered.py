"""The mean is taken along each row (dim=1); columns were asked for (dim=0).

fr: La moyenne est prise le long de chaque ligne (dim=1) ; on demande les colonnes (dim=0).
"""


def center_columns(x):
    return x - x.mean(dim=1, keepdim=True)
