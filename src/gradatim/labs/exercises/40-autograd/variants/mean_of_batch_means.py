def accumulate(model, batches):
    for p in model.parameters():
        p.grad = torch.zeros_like(p)
    losses = []
    for x, y in batches:
        loss = torch.nn.MSELoss()(model(x), y)
        losses.append(loss.item())
        (loss / len(batches)).backward()
    return sum(losses) / len(losses)
