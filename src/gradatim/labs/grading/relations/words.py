"""The sentences of findings.py, in English and French; they complete "Likely mistake:"."""

RELATIONS: dict[str, tuple[str, str]] = {
    "negated": (
        "Every number has the wrong sign: the answer is minus the expected one.",
        "Chaque nombre a le mauvais signe : la réponse est l'opposée de celle attendue.",
    ),
    "factor": (
        "Every number is {factor} times the expected one.",
        "Chaque nombre vaut {factor} fois celui attendu.",
    ),
    "constant_added": (
        "Every number differs from the expected one by the same amount, {number}.",
        "Chaque nombre diffère de celui attendu d'une même quantité, {number}.",
    ),
    "constant_per_entry": (
        "Along axis {axis} each entry is off by one number: is what is added there, a bias, wrong?",
        "Sur l'axe {axis}, chaque entrée est décalée d'un nombre : ce qu'on y ajoute est-il faux ?",
    ),
    "squared": (
        "The answer is the square of the expected one.",
        "La réponse est le carré de celle attendue.",
    ),
    "root_taken": (
        "The answer is the square root of the expected one.",
        "La réponse est la racine carrée de celle attendue.",
    ),
    "absolute_value": (
        "The answer is the absolute value of the expected one: the signs are lost.",
        "La réponse est la valeur absolue de celle attendue : les signes sont perdus.",
    ),
    "one_minus": (
        "The answer is 1 minus the expected one.",
        "La réponse vaut 1 moins celle attendue.",
    ),
    "inverse": (
        "The answer is 1 divided by the expected one.",
        "La réponse vaut 1 divisé par celle attendue.",
    ),
    "log_taken": (
        "The answer is the logarithm of the expected one: a log too many, or an exp missing.",
        "La réponse est le logarithme de celle attendue : un log de trop, ou un exp manquant.",
    ),
    "exponential_taken": (
        "The answer is the exponential of the expected one: an exp too many, or a log missing.",
        "La réponse est l'exponentielle de celle attendue : un exp de trop, ou un log manquant.",
    ),
    "softmax_last": (
        "The answer is the softmax of the expected one: a softmax too many.",
        "La réponse est le softmax de celle attendue : un softmax de trop.",
    ),
    "sigmoid_taken": (
        "The answer is the sigmoid of the expected one: a sigmoid too many.",
        "La réponse est la sigmoïde de celle attendue : une sigmoïde de trop.",
    ),
    "relu_taken": (
        "The answer is the ReLU of the expected one: a ReLU too many, negative numbers become 0.",
        "La réponse est la ReLU de celle attendue : une ReLU de trop, les négatifs deviennent 0.",
    ),
    "rounded": (
        "The answer is the expected one, rounded to whole numbers.",
        "La réponse est celle attendue, arrondie à l'entier.",
    ),
    "truncated": (
        "The answer is the expected one without its decimals: is it made an integer somewhere?",
        "La réponse est celle attendue sans ses décimales : devient-elle entière quelque part ?",
    ),
    "always_the_same": (
        "It is {number} whatever the input is: is a number written into the code, or a result "
        "never filled in?",
        "C'est {number} quelle que soit l'entrée : un nombre est-il écrit dans le code, ou un "
        "résultat jamais rempli ?",
    ),
    "last_only": (
        "Only the last entry along axis {axis} is returned; all of them are asked for.",
        "Seule la dernière entrée le long de l'axe {axis} est renvoyée ; toutes sont demandées.",
    ),
    "first_only": (
        "Only the first entry along axis {axis} is returned; all of them are asked for.",
        "Seule la première entrée le long de l'axe {axis} est renvoyée ; toutes sont demandées.",
    ),
    "all_zero": (
        "Every number is 0: the result is never filled in, or multiplied by 0.",
        "Chaque nombre vaut 0 : le résultat n'est jamais rempli, ou multiplié par 0.",
    ),
    "all_equal": (
        "All numbers are equal: one result is used for every place.",
        "Tous les nombres sont égaux : un seul résultat sert pour toutes les places.",
    ),
    "inverted": (
        "True and False are exchanged everywhere.",
        "True et False sont échangés partout.",
    ),
    "argument_returned": (
        "The answer is the argument `{name}`, unchanged.",
        "La réponse est l'argument `{name}`, inchangé.",
    ),
    "argument_not_added": (
        "What is missing is exactly `{name}`: it is not added, or subtracted once too often.",
        "Ce qui manque est exactement `{name}` : non ajouté, ou soustrait une fois de trop.",
    ),
    "argument_added": (
        "What is too much is exactly `{name}`: it is added once too often, or not subtracted.",
        "Ce qui est de trop est exactement `{name}` : ajouté une fois de trop, ou non soustrait.",
    ),
    "argument_not_multiplied": (
        "The answer lacks exactly a factor `{name}`.",
        "Il manque à la réponse exactement un facteur `{name}`.",
    ),
    "argument_multiplied": (
        "The answer has a factor `{name}` too many.",
        "La réponse a un facteur `{name}` de trop.",
    ),
    "argument_reduced": (
        "This is the {english} of `{name}` along {axis} {axes}.",
        "C'est {french} de `{name}` le long {axe} {axes}.",
    ),
    "root_of_sum": (
        "The root of a sum was taken, a norm for instance, in the place of a mean.",
        "C'est la racine d'une somme, une norme par exemple, à la place d'une moyenne.",
    ),
    "scores_multiplied": (
        "The answer comes out like this where all scores are multiplied by {factor}.",
        "On obtient cette réponse si tous les scores sont multipliés par {factor}.",
    ),
    "scores_multiplied_by_some": (
        "The answer comes out like this where the scores are multiplied or divided by a number, "
        "another one for each input.",
        "On obtient cette réponse si les scores sont multipliés ou divisés par un nombre, "
        "différent pour chaque entrée.",
    ),
    "axes_permuted": (
        "The numbers are right, but the axes come in another order: yours are the expected "
        "axes {order} (transposed).",
        "Les nombres sont justes, mais les axes sont dans un autre ordre : les vôtres sont les "
        "axes attendus {order} (transposition).",
    ),
    "flipped": (
        "The numbers are right, but in reverse order along axis {axis}.",
        "Les nombres sont justes, mais dans l'ordre inverse le long de l'axe {axis}.",
    ),
    "shifted": (
        "The numbers are right, but shifted by one place along axis {axis}.",
        "Les nombres sont justes, mais décalés d'une place le long de l'axe {axis}.",
    ),
    "reshaped": (
        "The numbers are only cut into other rows (reshape, view): transpose or permute axes.",
        "Les nombres ne sont que recoupés (reshape, view) ; transpose ou permute déplace un axe.",
    ),
    "marked_otherwise": (
        "The right places are marked, but with other numbers than 1.",
        "Les bonnes places sont marquées, mais par d'autres nombres que 1.",
    ),
    "other_order": (
        "The numbers are the expected ones, but in other places: look at reshape, view and "
        "transpositions, one too many or one too few, and at the order of the loops.",
        "Les nombres sont ceux attendus, mais à d'autres places : regardez les reshape, view et "
        "transpositions, une de trop ou une de moins, et l'ordre des boucles.",
    ),
    "axis_left_over": (
        "The numbers are right, but an axis of size 1 is left over.",
        "Les nombres sont justes, mais un axe de taille 1 est de trop.",
    ),
    "axis_missing": (
        "The numbers are right, but an axis of size 1 is missing.",
        "Les nombres sont justes, mais il manque un axe de taille 1.",
    ),
    "right_numbers_other_shape": (
        "The right numbers in the right order, but in another shape.",
        "Les bons nombres dans le bon ordre, mais dans une autre forme.",
    ),
    "larger_than_asked": (
        "The right numbers are all there, but the tensor goes on behind them: is it made too "
        "large?",
        "Les bons nombres y sont tous, mais le tenseur continue derrière eux : est-il créé trop "
        "grand ?",
    ),
    "border_around": (
        "The right numbers stand in the middle, with a border of {width} around them.",
        "Les bons nombres sont au milieu, avec un bord de {width} tout autour.",
    ),
    "last_missing": (
        "Along axis {axis} the last entries are missing ({count}): does a range end too early?",
        "Le long de l'axe {axis}, les dernières entrées manquent ({count}) : un range finit-il "
        "trop tôt ?",
    ),
    "first_missing": (
        "Along axis {axis} the first entries are missing ({count}): does a range start too late?",
        "Le long de l'axe {axis}, les premières entrées manquent ({count}) : un range "
        "commence-t-il trop tard ?",
    ),
    "last_too_many": (
        "Along axis {axis} entries follow ({count}) after the expected ones.",
        "Le long de l'axe {axis}, des entrées suivent ({count}) après celles attendues.",
    ),
    "first_too_many": (
        "Along axis {axis} entries come ({count}) before the expected ones.",
        "Le long de l'axe {axis}, des entrées précèdent ({count}) celles attendues.",
    ),
    "not_summed": (
        "Summed over axis {axis}, the answer would be right: that sum is missing.",
        "Sommée sur l'axe {axis}, la réponse serait juste : cette somme manque.",
    ),
    "not_averaged": (
        "Averaged over axis {axis}, the answer would be right: that mean is missing.",
        "Moyennée sur l'axe {axis}, la réponse serait juste : cette moyenne manque.",
    ),
    "not_maximised": (
        "The largest along axis {axis} would be right: that maximum is missing.",
        "Le plus grand le long de l'axe {axis} serait juste : ce maximum manque.",
    ),
    "diagonal_only": (
        "Only the diagonal of the answer is asked for: every index is combined with every other, "
        "but index i belongs to index i.",
        "Seule la diagonale de la réponse est demandée : chaque indice est combiné à tous les "
        "autres, mais l'indice i va avec l'indice i.",
    ),
    "summed_too_much": (
        "The answer is a sum of the expected numbers: it adds up too much.",
        "La réponse est une somme des nombres attendus : elle additionne trop.",
    ),
    "averaged_too_much": (
        "The answer is a mean of the expected numbers: it averages too much.",
        "La réponse est une moyenne des nombres attendus : elle moyenne trop.",
    ),
    "repeated": (
        "The right answer is repeated along an axis that is too many.",
        "La bonne réponse est répétée le long d'un axe de trop.",
    ),
    "right_in_first_only": (
        "Only the first entry along axis {axis} is right.",
        "Seule la première entrée le long de l'axe {axis} est juste.",
    ),
    "right_in_last_only": (
        "Only the last entry along axis {axis} is right.",
        "Seule la dernière entrée le long de l'axe {axis} est juste.",
    ),
    "wrong_in_last_only": (
        "Only the last entry along axis {axis} is wrong: does something end too early or too late?",
        "Seule la dernière entrée le long de l'axe {axis} est fausse : quelque chose finit-il "
        "trop tôt ou trop tard ?",
    ),
    "wrong_in_first_only": (
        "Only the first entry along axis {axis} is wrong: does a range start too late?",
        "Seule la première entrée le long de l'axe {axis} est fausse : un range commence-t-il "
        "trop tard ?",
    ),
    "wrong_in_entry": (
        "Along axis {axis} only entry {entry} is wrong, the others are right.",
        "Le long de l'axe {axis}, seule l'entrée {entry} est fausse, les autres sont justes.",
    ),
    "nearly_right": (
        "The numbers are nearly right: is one of them rounded, an approximation used, or a small "
        "number such as eps in another place?",
        "Les nombres sont presque justes : l'un est-il arrondi, une approximation utilisée, ou un "
        "petit nombre comme eps à une autre place ?",
    ),
    "first_repeated": (
        "Along axis {axis} every entry is the first one.",
        "Le long de l'axe {axis}, chaque entrée est la première.",
    ),
    "last_repeated": (
        "Along axis {axis} every entry is the last one: is one tensor stored several times, and "
        "changed in place?",
        "Le long de l'axe {axis}, chaque entrée est la dernière : un même tenseur est-il gardé "
        "plusieurs fois, et modifié en place ?",
    ),
    "too_large": (
        "What is wrong is always too large, never too small.",
        "Ce qui est faux est toujours trop grand, jamais trop petit.",
    ),
    "too_small": (
        "What is wrong is always too small, never too large.",
        "Ce qui est faux est toujours trop petit, jamais trop grand.",
    ),
    "wrong_at_zeros": (
        "Only places where `{name}` is 0 are wrong.",
        "Seules les places où `{name}` vaut 0 sont fausses.",
    ),
    "wrong_at_negatives": (
        "Only places where `{name}` is negative are wrong.",
        "Seules les places où `{name}` est négatif sont fausses.",
    ),
    "wrong_at_positives": (
        "Only places where `{name}` is positive are wrong.",
        "Seules les places où `{name}` est positif sont fausses.",
    ),
    "wrong_at_false": (
        "Only places where `{name}` is False are wrong.",
        "Seules les places où `{name}` est False sont fausses.",
    ),
    "wrong_at_true": (
        "Only places where `{name}` is True are wrong.",
        "Seules les places où `{name}` est True sont fausses.",
    ),
    "names_in_other_order": (
        "These are the expected names, but in another order.",
        "Ce sont les noms attendus, mais dans un autre ordre.",
    ),
    "prefix_missing": (
        "In front of each name `{prefix}` is missing.",
        "Devant chaque nom, il manque `{prefix}`.",
    ),
    "prefix_added": (
        "In front of each name `{prefix}` is too much.",
        "Devant chaque nom, `{prefix}` est de trop.",
    ),
    "names_missing": (
        "Every name is an expected one, but some are missing.",
        "Chaque nom est attendu, mais il en manque.",
    ),
    "names_too_many": (
        "All expected names are there, but there are others as well.",
        "Tous les noms attendus y sont, mais d'autres aussi.",
    ),
    "names_repeated": (
        "These are the expected names, but some are there more than once.",
        "Ce sont les noms attendus, mais certains y sont plusieurs fois.",
    ),
    "positions_returned": (
        "These are the places of the expected numbers in `{name}`; the numbers themselves are "
        "asked for.",
        "Ce sont les places des nombres attendus dans `{name}` ; on demande les nombres eux-mêmes.",
    ),
    "numbers_returned": (
        "These are the numbers of `{name}` at the expected places; the places are asked for.",
        "Ce sont les nombres de `{name}` aux places attendues ; on demande les places.",
    ),
    "cut_above": (
        "The expected numbers are cut off at {number}: larger ones become {number}.",
        "Les nombres attendus sont coupés à {number} : les plus grands deviennent {number}.",
    ),
    "cut_below": (
        "The expected numbers are cut off at {number}: smaller ones become {number}.",
        "Les nombres attendus sont coupés à {number} : les plus petits deviennent {number}.",
    ),
    "times_size": (
        "The answer is {size} times too large: is something summed that must be averaged?",
        "La réponse est {size} fois trop grande : une somme là où il faut une moyenne ?",
    ),
    "divided_by_size": (
        "The answer is {size} times too small: is something averaged that must be summed, or "
        "divided by the wrong size?",
        "La réponse est {size} fois trop petite : une moyenne là où il faut une somme, ou une "
        "division par la mauvaise taille ?",
    ),
}
