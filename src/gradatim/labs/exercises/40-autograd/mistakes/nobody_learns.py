"""Under no_grad, or with both detached, or with item(), nobody gets a gradient.

fr: Avec no_grad, avec les deux détachés, ou avec item(), personne ne reçoit de gradient.
"""


def distance(student, teacher):
    with torch.no_grad():
        return (student - teacher).pow(2).mean()
