"""One random number decides for the whole batch: all rows explore together, or none.

fr: Un seul nombre aléatoire décide pour tout le lot : toutes les lignes explorent, ou aucune.
"""


def choose(q, legal, epsilon):
    if torch.rand(()) < epsilon:
        return torch.multinomial(legal.float(), 1).squeeze(1)
    return q.masked_fill(~legal, float("-inf")).argmax(dim=1)
