"""The exponentials of large scores overflow in the gradient; use softmax, or subtract the largest
score.

fr: Les exponentielles de grands scores débordent dans le gradient ; utilisez softmax, ou soustrayez
le plus grand score.
"""


def gradient(weights, features, choice):
    e = (features @ weights).exp()
    return features[choice] - (e / e.sum()) @ features
