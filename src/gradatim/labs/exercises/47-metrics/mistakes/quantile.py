"""A quantile lies between two scores; one of the scores is asked for.

fr: Un quantile est entre deux scores ; il faut un des scores.
"""


def threshold(scores, ill, recall):
    return scores[ill].quantile(1 - recall).item()
