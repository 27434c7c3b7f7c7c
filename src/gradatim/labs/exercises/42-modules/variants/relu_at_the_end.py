def mlp(sizes):
    model = nn.Sequential()
    for k in range(1, len(sizes)):
        model.append(nn.Linear(sizes[k - 1], sizes[k]))
        model.append(nn.ReLU(inplace=True))
    return model
