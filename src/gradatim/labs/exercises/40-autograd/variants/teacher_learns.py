def distance(student, teacher):
    return F.mse_loss(student, teacher.clone())
