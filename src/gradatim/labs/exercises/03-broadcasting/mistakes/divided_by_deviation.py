"""The columns are also divided by their standard deviation; only the mean is to be subtracted.

fr: Les colonnes sont aussi divisées par leur écart-type ; il faut seulement soustraire la
moyenne.
"""


def center_columns(x):
    return (x - x.mean(0)) / x.std(0)
