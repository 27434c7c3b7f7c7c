"""The seed is set in every call, so all networks get the same weights, and all random numbers of the
program begin anew.

fr: La graine est fixée à chaque appel : tous les réseaux reçoivent les mêmes poids, et tous les
nombres aléatoires du programme recommencent.
"""

drawn = initialise


def initialise(model):
    torch.manual_seed(0)
    drawn(model)
