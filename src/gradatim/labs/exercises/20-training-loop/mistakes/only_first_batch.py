"""Only the first batch counts: is the return inside the loop?

fr: Seul le premier lot compte : le return est-il dans la boucle ?
"""


def evaluate(model, batches):
    before = model.training
    model.eval()
    with torch.no_grad():
        x, y = batches[0]
        accuracy = (model(x).argmax(1) == y).float().mean().item()
    model.train(before)
    return accuracy
