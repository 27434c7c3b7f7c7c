"""The F1 numbers of the classes are added; their mean is asked for.

fr: Les F1 des classes sont additionnés ; il faut leur moyenne.
"""

_right = macro_f1


def macro_f1(matrix):
    return _right(matrix) * len(matrix)
