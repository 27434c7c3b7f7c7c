"""The weights never change: `p = p - ...` makes a new tensor, and a step without gradient does
nothing.

fr: Les poids ne changent jamais : `p = p - ...` crée un nouveau tenseur, un pas sans gradient
ne fait rien.
"""


def train(model, x, y, rate, steps):
    return [F.mse_loss(model(x), y).item() for _ in range(steps)]
