"""The largest q itself is returned; the number of its action is asked for (argmax).

fr: C'est le plus grand q lui-même ; il faut le numéro de son action (argmax).
"""


def choose(q, legal, epsilon):
    return q.masked_fill(~legal, float("-inf")).max(dim=1).values
