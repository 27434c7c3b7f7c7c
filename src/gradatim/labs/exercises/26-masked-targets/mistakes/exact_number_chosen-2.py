"""An exact number of places is chosen; each ordinary token is to be chosen by itself with
probability p.

fr: Un nombre exact de places est choisi ; chaque token ordinaire doit l'être à part, avec
probabilité p.
"""


def choose(tokens, special, p):
    draw = torch.rand(tokens.shape)
    chosen = draw.flatten().topk(int(p * tokens.numel())).indices
    mask = torch.zeros(tokens.numel(), dtype=torch.bool)
    mask[chosen] = True
    return mask.view_as(tokens) & ~torch.isin(tokens, torch.tensor(special))
