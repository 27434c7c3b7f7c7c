"""The student is detached instead of the teacher.

fr: C'est student qui est détaché, pas teacher.
"""


def distance(student, teacher):
    return (student.detach() - teacher).pow(2).mean()
