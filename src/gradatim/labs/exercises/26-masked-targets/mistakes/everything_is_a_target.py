"""Every token is a target: the loss rewards copying the input. Put -100 where nothing is chosen.

fr: Chaque token est une cible : la perte récompense la copie de l'entrée. Mettez -100 là où rien
n'est choisi.
"""


def targets(tokens, chosen):
    return tokens.clone()
