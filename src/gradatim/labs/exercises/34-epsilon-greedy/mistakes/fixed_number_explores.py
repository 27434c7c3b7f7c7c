"""A fixed number of rows explores, epsilon times N; each row is decided by itself, also where there
is one.

fr: Un nombre fixe de lignes explore, epsilon fois N ; chaque ligne est décidée à part, même s'il
n'y en a qu'une.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = torch.multinomial(legal.float(), 1).squeeze(1)
    rows = torch.randperm(len(q))[: round(epsilon * len(q))]
    best[rows] = random[rows]
    return best
