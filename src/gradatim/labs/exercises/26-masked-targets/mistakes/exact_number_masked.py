"""An exact number of tokens is masked at each call; what becomes of each chosen token is to be
drawn by itself.

fr: Un nombre exact de tokens est masqué à chaque appel ; le sort de chaque token choisi doit
être tiré à part.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    places = chosen.flatten().nonzero().squeeze(1)
    places = places[torch.randperm(len(places))]
    a, b = int(0.8 * len(places)), int(0.9 * len(places))
    result = tokens.clone().flatten()
    result[places[:a]] = mask_id
    result[places[a:b]] = torch.randint(n_vocabulary, (b - a,))
    return result.view_as(tokens)
