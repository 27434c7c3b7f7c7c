"""The targets are at the positions that were not chosen.

fr: Les cibles sont aux positions non choisies.
"""


def targets(tokens, chosen):
    return tokens.masked_fill(chosen, -100)
