"""The numbers come column by column; in reading order they come row by row.

fr: Les nombres viennent colonne par colonne ; dans l'ordre de lecture ils viennent ligne par ligne.
"""


def positives(x):
    turned = x.permute(*reversed(range(x.dim())))
    return turned[turned > 0]
