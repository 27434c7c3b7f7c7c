"""Only tokens with a number above all special ones are chosen; special numbers can be anywhere.

fr: Seuls sont choisis les tokens dont le numéro dépasse tous les spéciaux ; ceux-ci peuvent être
n'importe où.
"""


def choose(tokens, special, p):
    return (torch.rand(tokens.shape) < p) & (tokens > max(special))
