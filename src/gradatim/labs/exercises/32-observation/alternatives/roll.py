def canvas(width, height, me, cheese):
    board = torch.zeros(height, width)
    board.view(-1)[cheese] = 1
    r, c = row_and_column(me, width)
    padding = (width - 1 - c, c, height - 1 - r, r)
    return torch.nn.functional.pad(board, padding)


def batch(width, height, states):
    return torch.stack(
        [torch.stack([canvas(width, height, p, cheese) for p in (a, b)]) for a, b, cheese in states]
    )
