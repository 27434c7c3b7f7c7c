"""The first 80 % of the chosen places are masked; which ones is to be drawn at random.

fr: Les premiers 80 % des places choisies sont masqués ; il faut les tirer au hasard.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    places = chosen.flatten().nonzero().squeeze(1)
    a, b = int(0.8 * len(places)), int(0.9 * len(places))
    result = tokens.clone().flatten()
    result[places[:a]] = mask_id
    result[places[a:b]] = torch.randint(n_vocabulary, (b - a,))
    return result.view_as(tokens)
