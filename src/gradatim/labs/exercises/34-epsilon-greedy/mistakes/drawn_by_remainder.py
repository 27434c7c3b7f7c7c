"""A number is drawn from all actions and its remainder taken: some legal actions come more often.

fr: Un nombre est tiré parmi toutes les actions et on prend son reste : certaines actions permises
viennent plus souvent.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, -torch.inf).argmax(dim=1)
    order = (~legal).int().argsort(dim=1, stable=True)  # legal actions first
    number = torch.randint(q.shape[1], (len(q),)) % legal.sum(dim=1)
    other = order[torch.arange(len(q)), number]
    return torch.where(torch.rand(len(q)) < epsilon, other, best)
