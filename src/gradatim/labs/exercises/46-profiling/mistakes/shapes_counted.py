"""The shapes of the inputs are counted; a break can make several graphs for one shape: count the
calls of the backend.

fr: Les formes des entrées sont comptées ; une coupure peut faire plusieurs graphes pour une forme :
comptez les appels du backend.
"""


def graphs(function, inputs):
    return len({x.shape for x in inputs})
