"""The means are returned; subtract them from x.

fr: Les moyennes sont renvoyées ; soustrayez-les de x.
"""


def center_columns(x):
    return x.mean(dim=0)
