def targets(tokens, picked):
    goal = tokens.clone()
    goal[picked] = -100
    return goal
