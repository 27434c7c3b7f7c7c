"""The second canvas shows the other player; it shows the cheese, seen from the other player.

fr: La seconde toile montre l'autre joueur ; elle montre les fromages, vus par l'autre joueur.
"""


def batch(width, height, states):
    views = [
        view
        for me, other, cheese in states
        for view in (canvas(width, height, me, cheese), canvas(width, height, me, [other]))
    ]
    return torch.stack(views).unflatten(0, (len(states), 2))
