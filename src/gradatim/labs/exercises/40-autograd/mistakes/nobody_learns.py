"""Nobody gets a gradient, as under no_grad, with both detached or with item(); student should get
one.

fr: Personne ne reçoit de gradient, comme avec no_grad, les deux détachés ou item() ; student doit
en recevoir un.
"""


def distance(student, teacher):
    with torch.no_grad():
        return (student - teacher).pow(2).mean()
