"""The value after the end is multiplied by 0, which gives nan where it is inf or nan.

fr: La valeur d'après la fin est multipliée par 0, ce qui donne nan là où elle vaut inf ou nan.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.max(dim=1).values * ~over
