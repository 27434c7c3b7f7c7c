def evaluate(net, data):
    right, count = 0, 0
    with torch.no_grad():
        for inputs, answers in data:
            right += int((net(inputs).max(1).indices == answers).sum())
            count += len(answers)
    return right / count
