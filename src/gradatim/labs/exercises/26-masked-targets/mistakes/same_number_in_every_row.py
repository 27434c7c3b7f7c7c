"""Every row gets the same number of chosen places; each token is to be chosen by itself with
probability p.

fr: Chaque ligne a le même nombre de places choisies ; chaque token doit l'être à part, avec
probabilité p.
"""


def choose(tokens, special, p):
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    mask = torch.zeros_like(ordinary)
    for b in range(len(tokens)):
        places = ordinary[b].nonzero().squeeze(1)
        mask[b, places[torch.randperm(len(places))[: int(p * len(places))]]] = True
    return mask
