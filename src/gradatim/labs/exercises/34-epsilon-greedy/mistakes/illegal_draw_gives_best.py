"""The random action is drawn from all actions, and where it is illegal the best one is taken: so
there is less exploring, and the best one comes too often. Draw from the legal ones only.

fr: L'action au hasard est tirée parmi toutes, et si elle est interdite la meilleure est prise : on
explore moins, et la meilleure vient trop souvent. Ne tirez que parmi les permises.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    drawn = torch.randint(q.shape[1], (len(q),))
    allowed = legal.gather(1, drawn[:, None]).squeeze(1)
    return torch.where((torch.rand(len(q)) < epsilon) & allowed, drawn, best)
