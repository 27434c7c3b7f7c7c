"""An exact number of places is chosen; each ordinary token is to be chosen by itself with
probability p.

fr: Un nombre exact de places est choisi ; chaque token ordinaire doit l'être à part, avec
probabilité p.
"""


def choose(tokens, special, p):
    places = (~torch.isin(tokens, torch.tensor(special))).flatten().nonzero().squeeze(1)
    mask = torch.zeros(tokens.numel(), dtype=torch.bool)
    mask[places[torch.randperm(len(places))[: round(p * len(places))]]] = True
    return mask.view_as(tokens)
