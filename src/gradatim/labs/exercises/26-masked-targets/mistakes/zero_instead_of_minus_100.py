"""Places without a target are 0; they should be -100.

fr: Les places sans cible valent 0 ; il faut -100.
"""


def targets(tokens, chosen):
    return tokens * chosen
