"""Negative numbers change their sign; the ReLU makes them 0.

fr: Les nombres négatifs changent de signe ; la ReLU les met à 0.
"""


def relu(x):
    return x.abs()
