"""argmax gives the number of the best action; its value is asked for.

fr: argmax donne le numéro de la meilleure action ; il faut sa valeur.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.argmax(1) * ~over
