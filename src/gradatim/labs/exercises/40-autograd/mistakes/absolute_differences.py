"""The differences are taken absolutely; they should be squared.

fr: On prend la valeur absolue des différences ; il faut leur carré.
"""


def distance(student, teacher):
    return (student - teacher.detach()).abs().mean()
