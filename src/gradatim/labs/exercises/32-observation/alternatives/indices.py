def row_and_column(cell, width):
    return divmod(cell, width)


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    cells = torch.tensor(cheese, dtype=torch.long)
    board[cells // width - me // width + height - 1, cells % width - me % width + width - 1] = 1.0
    return board


def batch(width, height, states):
    result = torch.zeros(len(states), 2, 2 * height - 1, 2 * width - 1)
    for n, (me, other, cheese) in enumerate(states):
        result[n, 0] = canvas(width, height, me, cheese)
        result[n, 1] = canvas(width, height, other, cheese)
    return result
