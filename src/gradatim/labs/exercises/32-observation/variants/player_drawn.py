def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    board[height - 1, width - 1] = 1
    for c in cheese:
        board[c // width - me // width + height - 1, c % width - me % width + width - 1] = 1.0
    return board
