"""requires_grad_(False) changes the caller's teacher, which may have to learn elsewhere: detach it
instead.

fr: requires_grad_(False) modifie le teacher de l'appelant, qui doit peut-être apprendre ailleurs :
appliquez plutôt detach.
"""


def distance(student, teacher):
    return (student - teacher.requires_grad_(False)).pow(2).mean()
