"""The betas or eps of the constructor are not used.

fr: Les betas ou eps du constructeur ne servent pas.
"""


class Adam(Adam):
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(parameters, rate)
