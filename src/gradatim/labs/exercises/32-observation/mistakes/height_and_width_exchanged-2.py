def canvas(width, height, me, cheese):
    board = torch.zeros(2 * width - 1, 2 * height - 1)
    for cell in cheese:
        i = cell // width - me // width + height - 1
        j = cell % width - me % width + width - 1
        board[i, j] = 1
    return board
