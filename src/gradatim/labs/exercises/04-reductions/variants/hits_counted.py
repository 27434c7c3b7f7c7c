def accuracy(scores, answers):
    right = 0
    for row, answer in zip(scores, answers):
        if int(torch.argmax(row)) == int(answer):
            right += 1
    return right
