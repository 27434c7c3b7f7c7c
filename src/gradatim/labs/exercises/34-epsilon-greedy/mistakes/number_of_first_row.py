"""The random action is drawn among as many actions as are legal in the first row; each row has its
own number.

fr: L'action au hasard est tirée parmi autant d'actions qu'il y en a de permises dans la première
ligne ; chaque ligne a son nombre.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    counts = legal.sum(1)
    k = torch.randint(int(counts[0]), (len(q),)) % counts
    random = (legal.cumsum(1) == k[:, None] + 1).int().argmax(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
