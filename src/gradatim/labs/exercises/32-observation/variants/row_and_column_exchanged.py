def row_and_column(cell, width):
    row, column = divmod(cell, width)
    return column, row
