"""The largest numbers along axis 0 are returned, as torch.max(x, 0) gives them; for the larger of
each number and 0 use x.clamp(min=0).

fr: Les plus grands nombres le long de l'axe 0 sont renvoyés, ceux de torch.max(x, 0) ; pour le
plus grand de chaque nombre et de 0, utilisez x.clamp(min=0).
"""


def relu(x):
    return torch.max(x, 0)[0]
