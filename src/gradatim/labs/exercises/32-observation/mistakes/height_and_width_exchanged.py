"""Height and width are exchanged: the canvas has the shape (2*height - 1, 2*width - 1), and its
middle is [height - 1, width - 1].

fr: Hauteur et largeur sont échangées : la toile a la forme (2*height - 1, 2*width - 1), et son
milieu est [height - 1, width - 1].
"""


def canvas(width, height, me, cheese):
    board = torch.zeros(2 * height - 1, 2 * width - 1)
    for cell in cheese:
        i = cell // width - me // width + width - 1
        j = cell % width - me % width + height - 1
        board[i, j] = 1
    return board
