"""What common errors of Python and PyTorch mean, where nothing more is known about a mistake."""

import re

from gradatim.labs.grading.evidence import Trial

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French

VIEW = "view_of_moved_axes"  # the name of exercise 01's own mistake
ERRORS: dict[str, tuple[str, str, str]] = {  # name -> pattern, English, French
    VIEW: (
        r"view size is not compatible with input tensor's size and stride",
        "view needs numbers that lie in order in memory, which they do not after transpose, "
        "permute or a slice: use reshape or flatten.",
        "view exige des nombres rangés dans l'ordre en mémoire, ce qui n'est pas le cas après "
        "transpose, permute ou une tranche : utilisez reshape ou flatten.",
    ),
    "sizes_of_product": (
        r"shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        "In a product of ({0}, {1}) and ({2}, {3}) the {1} columns on the left meet the {2} rows "
        "on the right: is a transpose missing, or a layer made for another number of inputs?",
        "Dans un produit de ({0}, {1}) et ({2}, {3}), les {1} colonnes de gauche rencontrent les "
        "{2} lignes de droite : manque-t-il une transposition, ou une couche attend-elle un autre "
        "nombre d'entrées ?",
    ),
    "bits_of_floats": (
        r'"bitwise_(?:xor|or|and)[^"]*" not implemented for \'(?:Float|Double)\'',
        "`^`, `|` and `&` join bits, not numbers with decimals: a power is `**`, and masks are "
        "made by a comparison first.",
        "`^`, `|` et `&` combinent des bits, non des nombres à virgule : une puissance s'écrit "
        "`**`, et un masque vient d'abord d'une comparaison.",
    ),
    "sizes_of_batches": (
        r"first two dimensions of batch2 tensor to be: \[(\d+), (\d+)\] but got: \[(\d+), (\d+)\]",
        "In a product of batches, the columns on the left meet the rows on the right: batches of "
        "{0} with {1} rows are needed on the right, and there are batches of {2} with {3}. Is a "
        "transpose of its last two axes missing?",
        "Dans un produit de lots, les colonnes de gauche rencontrent les lignes de droite : à "
        "droite il faut des lots de {0} avec {1} lignes, et ce sont des lots de {2} avec {3}. "
        "Manque-t-il une transposition de ses deux derniers axes ?",
    ),
    "only_two_axes": (
        r"t\(\) expects a tensor with <= 2 dimensions, but self is (\d)D",
        ".t() takes two axes at most, here there are {0}: .transpose(-2, -1), or .mT, exchanges "
        "the last two.",
        ".t() prend deux axes au plus, ici il y en a {0} : .transpose(-2, -1), ou .mT, échange les "
        "deux derniers.",
    ),
    "only_vectors": (
        r"1D tensors expected, but got (\d)D and (\d)D",
        "dot takes two vectors, here come tensors with {0} and {1} axes: `@` multiplies matrices.",
        "dot prend deux vecteurs, ici viennent des tenseurs à {0} et {1} axes : `@` multiplie des "
        "matrices.",
    ),
    "tensor_needed": (
        r"argument 'input' \(position 1\) must be Tensor, not (int|float)",
        "A function of torch gets a plain number, of the type {0}: use math, or ** 0.5 for a root.",
        "Une fonction de torch reçoit un simple nombre, de type {0} : prenez math, ou ** 0.5 pour "
        "une racine.",
    ),
    "sizes_of_two": (
        r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at "
        r"non-singleton dimension (\d+)",
        "Two shapes do not go together: along axis {2} one has {0} entries and the other {1}. "
        "Shapes are aligned on the right: is an axis missing, or one side cut or padded?",
        "Deux formes ne vont pas ensemble : le long de l'axe {2}, l'une a {0} entrées et l'autre "
        "{1}. Les formes s'alignent à droite : manque-t-il un axe, ou un côté est-il coupé ?",
    ),
    "number_in_a_product": (
        r"both arguments to matmul need to be at least 1D",
        "A single number meets a matrix product: a loop, an index or a sum has taken away one axis "
        "too many. How many axes has this input?",
        "Un seul nombre entre dans un produit matriciel : une boucle, un indice ou une somme a "
        "retiré un axe de trop. Combien d'axes a cette entrée ?",
    ),
    "no_graph": (
        r"does not require grad and does not have a grad_fn",
        "What backward() is called on was computed without a graph: under no_grad, from a "
        "detach(), .item() or .data, or from parameters with requires_grad=False.",
        "Ce sur quoi backward() est appelé a été calculé sans graphe : sous no_grad, depuis "
        "detach(), .item() ou .data, ou depuis des paramètres avec requires_grad=False.",
    ),
    "graph_used_up": (
        r"backward through the graph a second time",
        "backward() goes through one graph twice: compute the loss anew before each backward(), "
        "and keep no tensor with a graph from one step to the next.",
        "backward() parcourt deux fois un même graphe : recalculez la perte avant chaque "
        "backward(), et ne gardez pas de tenseur avec graphe d'un pas à l'autre.",
    ),
    "leaf_changed": (
        r"leaf Variable that requires grad is being used in an in-place operation",
        "A parameter is changed in place while gradients are recorded: do it under "
        "`with torch.no_grad():`.",
        "Un paramètre est modifié en place pendant l'enregistrement des gradients : faites-le "
        "sous `with torch.no_grad():`.",
    ),
    "not_a_scalar": (
        r"grad can be implicitly created only for scalar outputs",
        "backward() is called on several numbers: reduce them to one loss first, by mean() or "
        "sum().",
        "backward() est appelé sur plusieurs nombres : réduisez-les d'abord à une perte, par "
        "mean() ou sum().",
    ),
    "numpy_of_graph": (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "A tensor with a graph becomes no NumPy array: detach() it first.",
        "Un tenseur avec graphe ne devient pas un tableau NumPy : appliquez d'abord detach().",
    ),
    "bool_subtracted": (
        r"Subtraction, the `-` operator, with (?:a|two) bool tensors? is not supported",
        "A mask of bool is not subtracted: its opposite is `~mask`; as a number it is "
        "`mask.float()`.",
        "Un masque de bool ne se soustrait pas : son contraire est `~mask` ; comme nombre, c'est "
        "`mask.float()`.",
    ),
    "many_truths": (
        r"Boolean value of Tensor with more than one value is ambiguous",
        "`if`, `and`, `or`, `not`, `in`, `max` and `min` of Python want one truth value, but a "
        "tensor has many, and so has a comparison of tensors with == or !=: use torch.where, &, |, "
        "~, torch.equal, or compare their places instead.",
        "`if`, `and`, `or`, `not`, `in`, `max` et `min` de Python veulent une valeur de vérité, "
        "mais un tenseur en a plusieurs, et une comparaison de tenseurs par == ou != aussi : "
        "utilisez torch.where, &, |, ~, torch.equal, ou comparez plutôt leurs places.",
    ),
    "whole_numbers": (
        r"could not infer output dtype|Floating point .* input dtype|"
        r"not implemented for '(?:Long|Int|Bool)'|expected scalar type Float|"
        r"Only Tensors of floating point",
        "An operation on floating-point numbers gets whole numbers or bool: .float() first.",
        "Une opération sur des nombres à virgule reçoit des entiers ou des bool : .float() "
        "d'abord.",
    ),
    "index_too_large": (
        r"index (\d+) is out of bounds for (?:dimension|axis) (\d+) with size (\d+)",
        "Index {0} is beyond the end: axis {1} has the size {2}, and indices begin at 0. Does an "
        "index go with another axis, or a loop one step too far?",
        "L'indice {0} dépasse la fin : l'axe {1} a la taille {2}, et les indices commencent à 0. "
        "Un indice va-t-il avec un autre axe, ou une boucle un pas trop loin ?",
    ),
    "axes_of_einsum": (
        r"number of subscripts in the equation \((\d+)\) does not match the number of dimensions "
        r"\((\d+)\)",
        "einsum names {0} axes of an input that has {1} here: with `...` before its letters it "
        "takes any number of axes.",
        "einsum nomme {0} axes d'une entrée qui en a {1} ici : avec `...` devant ses lettres, il "
        "accepte tout nombre d'axes.",
    ),
    "constructor_of_the_base": (
        r"object has no attribute '_\w+__\w+'|before (?:Module\.__init__|super\(\)\.__init__)\(\)",
        "What the base class sets up is missing: `super().__init__(...)` must be called first in "
        "`__init__`.",
        "Ce que la classe de base prépare manque : `super().__init__(...)` doit être appelé en "
        "premier dans `__init__`.",
    ),
    "one_number_expected": (
        r"only one element tensors can be converted|a Tensor with (\d+) elements cannot be "
        r"converted to Scalar|only integer tensors of a single element",
        "A tensor of several numbers stands where one number is needed: `.item()`, `float`, `int` "
        "and `range` take one, `.tolist()` gives them all.",
        "Un tenseur de plusieurs nombres se trouve là où il en faut un : `.item()`, `float`, `int` "
        "et `range` en prennent un seul, `.tolist()` les donne tous.",
    ),
    "index_of_other_type": (
        r"Expected dtype int\S* for index|tensors used as indices must be long|"
        r"expected (?:scalar type|target dtype to be) (?:Long|Int)",
        "Indices and class numbers must be of int64: `.long()` first.",
        "Les indices et les numéros de classe doivent être de type int64 : d'abord `.long()`.",
    ),
    "axes_of_the_index": (
        r"Index tensor must have the same number of dimensions as",
        "gather and scatter want an index with as many axes as the tensor: `index[:, None]` adds "
        "one, and squeeze takes it away afterwards.",
        "gather et scatter veulent un indice avec autant d'axes que le tenseur : `index[:, None]` "
        "en ajoute un, et squeeze l'enlève ensuite.",
    ),
    "batches_of_two_sizes": (
        r"Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)",
        "The loss gets {0} rows of scores and {1} targets: one target per row, so flatten both in "
        "the same way, or select the same examples of both.",
        "La perte reçoit {0} lignes de scores et {1} cibles : une cible par ligne, donc aplatissez "
        "les deux de la même façon, ou choisissez les mêmes exemples des deux.",
    ),
    "numbers_for_tensors": (
        r"expected Tensor as element \d+ in argument \d+, but got (\w+)",
        "cat and stack join tensors, and get a {0} here: torch.tensor makes one of numbers.",
        "cat et stack réunissent des tenseurs, et reçoivent ici un {0} : torch.tensor en fait un "
        "à partir de nombres.",
    ),
    "unpacked_otherwise": (
        r"(?:too many|not enough) values to unpack \(expected (\d+)",
        "{0} names stand on the left, but what stands on the right has another number of entries: "
        "has a shape more or fewer axes here, or a function another number of results?",
        "{0} noms sont à gauche, mais ce qui est à droite a un autre nombre d'éléments : une forme "
        "a-t-elle ici plus ou moins d'axes, ou une fonction un autre nombre de résultats ?",
    ),
    "endless_recursion": (
        r"maximum recursion depth exceeded",
        "A function calls itself without end: the case in which it stops is missing or never "
        "reached.",
        "Une fonction s'appelle elle-même sans fin : le cas d'arrêt manque ou n'est jamais "
        "atteint.",
    ),
    "list_too_short": (
        r"list (?:assignment )?index out of range",
        "A list has fewer entries here than an index asks for: is a length assumed, or does a loop "
        "go one step too far?",
        "Une liste a ici moins d'éléments que l'indice n'en demande : une longueur est-elle "
        "supposée, ou une boucle va-t-elle un pas trop loin ?",
    ),
    "shape_too_short": (
        r"tuple index out of range",
        "A tuple, such as a shape, has fewer entries here than the index asks for: is a number of "
        "axes assumed that not every input has?",
        "Un tuple, une forme par exemple, a ici moins d'éléments que l'indice n'en demande : "
        "suppose-t-on un nombre d'axes que toutes les entrées n'ont pas ?",
    ),
    "axis_too_large": (
        r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], "
        r"but got (-?\d+)\)",
        "There is no axis {2} here: the axes go from {0} to {1}. Has an axis been lost before?",
        "Il n'y a pas d'axe {2} ici : les axes vont de {0} à {1}. Un axe a-t-il été perdu avant ?",
    ),
    "numbers_do_not_fit": (
        r"shape '(\[.*?\])' is invalid for input of size (\d+)",
        "{1} numbers do not fit the shape {0}: a size is wrong, or an axis counted twice or not.",
        "{1} nombres ne tiennent pas dans la forme {0} : une taille est fausse, ou un axe compté "
        "deux fois ou pas du tout.",
    ),
    "call_forgotten": (
        r"'(?:builtin_function_or_method|method|function)' (?:object|and)|"
        r"and '(?:builtin_function_or_method|method|function)'",
        "A function itself is used where its result is meant: are the brackets () missing, or "
        "square where they should be round?",
        "Une fonction elle-même est utilisée à la place de son résultat : manque-t-il les "
        "parenthèses (), ou sont-elles des crochets ?",
    ),
    "pair_returned": (
        r"torch\.return_types|must be Tensor, not (?:tuple|torch\.return_types)|"
        r"'tuple' object has no attribute|'torch\.return_types\.\w+'",
        "max, min, sort or topk along an axis give a pair (values, indices): take one of them.",
        "max, min, sort ou topk le long d'un axe donnent une paire (valeurs, indices) : prenez "
        "l'une des deux.",
    ),
    "overwritten_before_backward": (
        r"modified by an inplace operation",
        "What backward() needs is overwritten after its use (`+=`, `x[...] =`, a method that ends "
        "in `_`): make a new value instead.",
        "Ce dont backward() a besoin est écrasé après usage (`+=`, `x[...] =`, une méthode "
        "finissant par `_`) : faites plutôt une nouvelle valeur.",
    ),
    "taken_from_nothing": (
        r"pop from (?:an )?empty|Sample larger than population|Cannot choose from an empty",
        "More is taken here than is there: is it removed when it is taken, or less of it stored?",
        "On prend ici plus qu'il n'y a : est-ce retiré en le prenant, ou en stocke-t-on moins ?",
    ),
    "divided_by_zero": (
        r"division (?:or modulo )?by zero",
        "On this input something is divided by 0: treat that case first, or divide only where it "
        "is needed.",
        "Pour cette entrée, quelque chose est divisé par 0 : traitez d'abord ce cas, ou ne divisez "
        "que là où il le faut.",
    ),
    "different_sizes": (
        r"stack expects each tensor to be equal size|Sizes of tensors must match except",
        "Tensors of different sizes are joined: they must agree on every axis but the one they "
        "are joined along.",
        "Des tenseurs de tailles différentes sont réunis : ils doivent s'accorder sur tous les "
        "axes sauf celui de la réunion.",
    ),
}


def of_error(text: str) -> Finding | None:
    """What an error's text means, None where it is none of the common ones."""
    for name, (pattern, english, french) in ERRORS.items():
        found = re.search(pattern, text)
        if found:
            words = found.groups()
            return name, {"en": english.format(*words), "fr": french.format(*words)}
    return None


def of_first_error(trials: list[Trial]) -> Finding | None:
    """What the first error means, where it is a common one."""
    error = first_error(trials)
    return of_error(str(error)) if error is not None else None


def first_error(trials: list[Trial]) -> BaseException | None:
    """The error of the first input that fails, if it is one."""
    return next(trial for trial in trials if trial.difference is not None).outcome.error
