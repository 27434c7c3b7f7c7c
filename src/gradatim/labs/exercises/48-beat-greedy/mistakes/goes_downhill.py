"""The weights go down the gradient: choices of good games become rarer. Add, do not subtract.

fr: Les poids descendent le gradient : les choix des bonnes parties deviennent plus rares. Ajoutez,
ne soustrayez pas.
"""

_right = learn


def learn(env, n_games, rate):
    return _right(env, n_games, -rate)
