"""Every token is a target: the model is paid for copying what it sees. Put -100 where not chosen.

fr: Chaque mot est une cible : le modèle est payé pour copier ce qu'il voit. Mettez -100 ailleurs.
"""


def targets(tokens, chosen):
    return tokens.clone()
