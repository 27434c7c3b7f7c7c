"""torch.max(x, 0) is the largest number along axis 0; for the larger of each number and 0 use
x.clamp(min=0).

fr: torch.max(x, 0) est le plus grand nombre le long de l'axe 0 ; pour le plus grand de chaque
nombre et de 0, utilisez x.clamp(min=0).
"""


def relu(x):
    return torch.max(x, 0)[0]
