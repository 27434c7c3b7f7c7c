def row_and_column(cell, width):
    return cell // width, cell // width
