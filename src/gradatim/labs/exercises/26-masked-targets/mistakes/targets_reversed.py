"""The targets are at the places that were not chosen.

fr: Les cibles sont aux places non choisies.
"""


def targets(tokens, chosen):
    return tokens.masked_fill(chosen, -100)
