"""Both canvases are centered on me; the second one should be centered on the other player.

fr: Les deux toiles sont centrées sur moi ; la seconde doit être centrée sur l'autre joueur.
"""


def batch(width, height, states):
    views = [canvas(width, height, me, cheese) for me, _, cheese in states for _ in range(2)]
    return torch.stack(views).unflatten(0, (len(states), 2))
