def targets(rewards, next_q, over, gamma):
    return torch.where(over, rewards, gamma * (rewards + next_q.max(dim=1).values))
