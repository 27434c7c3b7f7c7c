def row_and_column(cell, width):
    row = 0
    while cell >= width:
        cell, row = cell - width, row + 1
    return row, cell


def canvas(width, height, me, cheese):
    r, c = row_and_column(me, width)
    places = {(cell // width - r, cell % width - c) for cell in cheese}
    rows = range(1 - height, height)
    columns = range(1 - width, width)
    return torch.tensor([[1.0 if (i, j) in places else 0.0 for j in columns] for i in rows])
