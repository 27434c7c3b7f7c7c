def new_head(model, n_classes):
    model.head = nn.Linear(model.head.weight.shape[1], n_classes)
    for p in model.parameters():
        p.requires_grad = False
    return [n for n, p in model.named_parameters() if p.requires_grad is True]
