def center_columns(table):
    centred = table.clone()
    for i in range(len(table)):
        centred[i] = table[i] - table[i].mean()
    return centred
