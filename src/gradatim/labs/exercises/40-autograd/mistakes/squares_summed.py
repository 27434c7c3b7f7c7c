"""The squares are added; their mean is asked for.

fr: Les carrés sont additionnés ; il faut leur moyenne.
"""


def distance(student, teacher):
    return (student - teacher.detach()).pow(2).sum()
