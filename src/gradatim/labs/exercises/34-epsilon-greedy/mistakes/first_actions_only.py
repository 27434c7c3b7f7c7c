"""The random action is one of the first, as many as are legal; the legal ones can be others.

fr: L'action au hasard est une des premières, autant qu'il y en a de permises ; les permises
peuvent être d'autres.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    random = (torch.rand(len(q)) * legal.sum(1)).long()
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
