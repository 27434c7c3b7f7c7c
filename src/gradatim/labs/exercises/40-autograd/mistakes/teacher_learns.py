"""The teacher gets a gradient as well; detach it.

fr: Le maître (teacher) reçoit aussi un gradient ; appliquez-lui detach.
"""


def distance(student, teacher):
    return (student - teacher).pow(2).mean()
