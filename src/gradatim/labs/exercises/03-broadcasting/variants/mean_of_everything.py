def center_columns(table):
    average = table.sum() / table.numel()
    return table.sub(average)
