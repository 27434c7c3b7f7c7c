"""s is added to the rows; each row is to be multiplied by its number.

fr: s est ajouté aux lignes ; chaque ligne doit être multipliée par son nombre.
"""


def scale_rows(x, s):
    return x + s[:, None]
