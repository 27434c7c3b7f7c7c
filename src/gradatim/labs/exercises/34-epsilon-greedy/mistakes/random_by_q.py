"""The random action is drawn with the softmax of q; all legal actions are equally likely.

fr: L'action au hasard est tirée avec le softmax de q ; toutes les actions permises sont
équiprobables.
"""


def choose(q, legal, epsilon):
    scores = q.masked_fill(~legal, float("-inf"))
    random = torch.multinomial(scores.softmax(1), 1).squeeze(1)
    return torch.where(torch.rand(len(q)) < epsilon, random, scores.argmax(1))
