def relu(x):
    return torch.tensor([max(0.0, v) for v in x.flatten().tolist()]).view(x.shape)


def forward(x, layers):
    rows = []
    for row in x:
        for k, (W, b) in enumerate(layers):
            row = torch.stack([(w * row).sum() + c for w, c in zip(W, b)])
            row = row.clamp(min=0) if k + 1 < len(layers) else row
        rows.append(row)
    return torch.stack(rows)
