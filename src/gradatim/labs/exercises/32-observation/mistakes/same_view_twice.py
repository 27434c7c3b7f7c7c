"""Both canvases are centred on me; the second one belongs to the other player.

fr: Les deux toiles sont centrées sur moi ; la seconde est pour l'autre joueur.
"""


def batch(width, height, states):
    views = [canvas(width, height, me, cheese) for me, _, cheese in states for _ in range(2)]
    return torch.stack(views).unflatten(0, (len(states), 2))
