"""The recipes by name: in which module each is written, and the result to expect.

The modules are imported only when a recipe is asked for, so that `gradatim list` is instant and a
ConvNet does not wait for PyRat's compiler.

Times are of two CPU cores that other work shared; core-seconds and core-minutes are processor time.
`make bench` and `gradatim tour` measure them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from gradatim.errors import UserError, nearest

if TYPE_CHECKING:
    from gradatim.recipes.base import Recipe


class Entry(NamedTuple):
    """Where a recipe is written, and what it gives."""

    module: str  # below gradatim.recipes; its dictionary RECIPES holds the recipe
    expected_result: str


RECIPES: dict[str, Entry] = {
    "digits-perceptron": Entry(
        "vision.image_recipes",
        "96.5 % of the digits (mean of 3 seeds) in 1 s",
    ),
    "digits-mlp": Entry(
        "vision.image_recipes",
        "97.0 % of the digits (mean of 3 seeds) in 1 s",
    ),
    "digits-convnet": Entry(
        "vision.image_recipes",
        "98.7 % of the digits (mean of 3 seeds); 2.3 core-seconds",
    ),
    "digits-resnet": Entry(
        "vision.image_recipes",
        "99.2 % of the digits (mean of 3 seeds); 6.3 core-seconds",
    ),
    "mnist-perceptron": Entry(
        "vision.image_recipes",
        "92.6 % (mean of 3 seeds, --val-fraction 0) in 2 s",
    ),
    "mnist-mlp": Entry(
        "vision.image_recipes",
        "98.5 % (mean of 3 seeds, --val-fraction 0) in 16 s",
    ),
    "mnist-convnet": Entry(
        "vision.image_recipes",
        "99.29 % (10 seeds, --val-fraction 0) in 15 core-s; with --epochs 1 99.13 % in 8 core-s",
    ),
    "mnist-convnet-long": Entry(
        "vision.image_recipes",
        "99.50 % (seed 0, --val-fraction 0) in 5 minutes",
    ),
    "fashion-resnet": Entry(
        "vision.image_recipes",
        "94.1 % (seed 0, bfloat16, --val-fraction 0) in 26 core-minutes with AMX",
    ),
    "cifar10-convnet": Entry(
        "vision.image_recipes",
        "83.1 % (seed 0, bfloat16, --val-fraction 0) in 5 core-minutes with AMX",
    ),
    "cifar10-resnet": Entry(
        "vision.image_recipes",
        "85.2 % with --epochs 5 --batch-size 256 (seed 0, bfloat16) in 10 core-minutes with AMX",
    ),
    "cifar10-speedrun": Entry(
        "vision.cifar_speedrun",
        "91.9 % on a CPU with --widths 32 128 128 --batch-size 500; not measured on a GPU",
    ),
    "folder-resnet": Entry(
        "vision.folder_recipes",
        "your own images: --data FOLDER, one sub-folder per class",
    ),
    "folder-vit": Entry(
        "vision.folder_recipes",
        "your own images: --data FOLDER, best with --init-from a published ViT",
    ),
    "folder-alexnet": Entry(
        "vision.folder_recipes",
        "your own images: --data FOLDER; 62 million parameters, best on a GPU",
    ),
    "cifar10-gray": Entry(
        "vision.medical",
        "64 % on gray photographs (seed 0) in 215 s; weights for medical networks to start from",
    ),
    "pneumonia": Entry(
        "vision.medical",
        "AUC 0.97, accuracy 90 % on MedMNIST's test split; 49 core-seconds in bfloat16",
    ),
    "breast": Entry(
        "vision.medical",
        "AUC 0.90, accuracy 84 % from random weights (86 % pretrained); three networks, 85 core-s",
    ),
    "adult-mlp": Entry(
        "tables.adult",
        "accuracy 85.4 %, selection-rate gap of 18 points between men and women; 1 core-second",
    ),
    "table-mlp": Entry(
        "tables.own_table",
        "your own CSV: --data FILE.csv --target COLUMN, a class or a quantity",
    ),
    "colored-digits": Entry(
        "vision.colored_digits",
        "99 % right, 2 % when the colors are reversed (5 seeds, --images 5000)",
    ),
    "facts-gpt": Entry(
        "language.fact_recall",
        "memorizes 600 synthetic facts; hallucinates on 76 % of unseen subjects (seed 0)",
    ),
    "mnist-to-usps": Entry(
        "vision.domain_adaptation",
        "80.1 % on USPS, 98.6 % on MNIST (5 seeds); see `gradatim beyond mnist-to-usps`",
    ),
    "usps-to-mnist": Entry(
        "vision.domain_adaptation",
        "USPS to MNIST, which is harder; see `gradatim beyond usps-to-mnist`",
    ),
    "fashion-simclr": Entry(
        "vision.low_label.simclr",
        "features without labels; 210 core-seconds in bfloat16",
    ),
    "cifar10-simclr": Entry(
        "vision.low_label.simclr",
        "features without labels",
    ),
    "fashion-low-label": Entry(
        "vision.low_label.recipe",
        "ten labeled images per class; see `gradatim beyond`",
    ),
    "fashion-fixmatch": Entry(
        "vision.low_label.recipe",
        "80 % from ten labeled images per class, with --init-from a run of fashion-simclr",
    ),
    "cifar10-low-label": Entry(
        "vision.low_label.recipe",
        "ten labeled images per class; see `gradatim beyond`",
    ),
    "digits-vit": Entry(
        "vision.vit",
        "97.5 % of the digits; 202,000 parameters, 26 core-seconds",
    ),
    "cifar10-vit": Entry(
        "vision.vit",
        "77.3 % (seed 0, bfloat16) in 16 core-minutes with AMX",
    ),
    "dates-bahdanau": Entry(
        "language.translation.recipe",
        "99.9 % of unseen dates right; 116,000 parameters, 30 core-seconds",
    ),
    "multi30k-bahdanau": Entry(
        "language.translation.recipe",
        "35.1 BLEU de-en (test 2016, beam 4); 1.5 million parameters, 215 core-seconds",
    ),
    "multi30k-transformer": Entry(
        "language.translation.recipe",
        "30.7 BLEU de-en (test 2016, beam 4, bfloat16); 1.4 million parameters, 2 core-minutes",
    ),
    "multi30k-bahdanau-long": Entry(
        "language.translation.recipe",
        "the size of the published teaching code: for a GPU, not measured yet",
    ),
    "multi30k-transformer-long": Entry(
        "language.translation.recipe",
        "39.9 BLEU de-en, 38.1 en-de (test 2016, beam 4, bfloat16); 46 core-minutes with AMX",
    ),
    "everyday-bert": Entry(
        "language.fill_mask",
        "40.8 % of masked words of unseen stories at first guess (bfloat16); 5 core-minutes",
    ),
    "everyday-llama": Entry(
        "language.chat.pretraining",
        "0.95 bits per byte of unseen stories (bfloat16); 2.2 million parameters, 13 core-minutes",
    ),
    "chat-instructions": Entry(
        "language.chat.instruction_tuning",
        "99 % of answers end by themselves, 93 % of unseen questions exact (bfloat16); 299 core-s",
    ),
    "chat-preferences": Entry(
        "language.chat.preference_tuning",
        "the polite of two unseen answers has the higher reward in 85 % of 110 pairs; 45 core-s",
    ),
    "chat-sums": Entry(
        "language.chat.sums",
        "with the calculator 93 % of sums right after 50 steps, 99.8 % after 90; 101 core-s",
    ),
    "text-classifier": Entry(
        "language.text_classifier",
        "your own texts: --data FILE.csv (columns text and label) or FOLDER; 200 steps",
    ),
    "docs-bert": Entry(
        "language.masked_lm",
        "17.8 % of masked words right at first guess, 34.0 % among five; 39 core-seconds",
    ),
    "wikitext-bert": Entry(
        "language.masked_lm",
        "10.9 % of masked words right at first guess (bfloat16); 2.6 million parameters, 2 min",
    ),
    "docs-gpt": Entry(
        "language.text_recipes",
        "perplexity 39 per token (vocabulary 1,000); 731,000 parameters, 30 core-seconds",
    ),
    "text-gpt": Entry(
        "language.text_recipes",
        "your own text: --text FILE; 300 steps, from random weights or --init-from a model",
    ),
    "text-bert": Entry(
        "language.own_masked_text",
        "masked words of your own text: --text FILE; from random weights or --init-from a model",
    ),
    "shakespeare-gpt": Entry(
        "language.text_recipes",
        "1.848 nats per character; 804,000 parameters, 50 core-seconds, 44 in bfloat16 with AMX",
    ),
    "shakespeare-gpt-long": Entry(
        "language.text_recipes",
        "nanoGPT's GPU size, 10.8 million parameters: for a GPU, not measured yet",
    ),
    "wikitext-gpt": Entry(
        "language.text_recipes",
        "perplexity 895 per word (bfloat16) in 143 core-seconds",
    ),
    "wikitext-gpt-long": Entry(
        "language.text_recipes",
        "34 million parameters, 18 epochs: for a GPU, not measured yet",
    ),
    "wikitext-llama": Entry(
        "language.text_recipes",
        "perplexity 926 per word in 143 core-seconds",
    ),
    "wikitext-mixtral": Entry(
        "language.text_recipes",
        "perplexity 1,457 per word in 5 core-minutes",
    ),
    "spoken-digits": Entry(
        "sounds.spoken_digits",
        "all 300 of the official test set (seed 0); 213,000 parameters, 28 core-seconds",
    ),
    "mnist-dalle": Entry(
        "multimodal.dalle",
        "99 % of drawn digits read as asked (bfloat16) in 3 core-minutes",
    ),
    "fashion-dalle": Entry(
        "multimodal.dalle",
        "91.7 % of drawn garments read as asked (3 seeds, bfloat16) in 6 core-minutes",
    ),
    "mnist-pairs-dalle": Entry(
        "multimodal.dalle",
        "96.5 % of drawn pairs never trained on are right (3 seeds, bfloat16); 5 core-minutes",
    ),
    "mnist-flow": Entry(
        "multimodal.flow",
        "97.7 % of drawn digits read as asked (3 seeds, bfloat16) in 8 core-minutes",
    ),
    "emoji-flow": Entry(
        "multimodal.caption_flow",
        "60.9 % of drawn emoji found among 5 of 1,623 (3 seeds, bfloat16); 26 core-minutes",
    ),
    "moving-mnist": Entry(
        "multimodal.video",
        "99.99 % of directions, 87 % of digits (3 seeds); one frame: chance; 29 core-seconds",
    ),
    "moving-mnist-attention": Entry(
        "multimodal.video",
        "divided space-time attention: 100.00 % of directions (seed 0); 136 core-seconds",
    ),
    "moving-mnist-next": Entry(
        "multimodal.next_frames",
        "ten next frames from ten, 32 x 32: error 16.9 per frame (seed 0); 205 core-seconds",
    ),
    "moving-mnist-next-long": Entry(
        "multimodal.next_frames",
        "the canonical 64 x 64: for a GPU, not measured yet",
    ),
    "scene-captioner": Entry(
        "multimodal.captioning",
        "96.1 % of captions of unseen pairs exact (3 seeds, bfloat16); 176 core-seconds",
    ),
    "emoji-clip": Entry(
        "multimodal.matching",
        "30.8 % of 324 unseen names among its first 5 (3 seeds, bfloat16); 66 core-seconds",
    ),
    "sound-convnet": Entry(
        "sounds.own_sounds",
        "your own sounds: --data FOLDER, one subfolder of WAV or FLAC files per class",
    ),
    "pyrat-imitation": Entry(
        "pyrat.imitation.imitation",
        "94 % of games won against the greedy player, setting default, in 2 minutes",
    ),
    "pyrat-dqn": Entry(
        "pyrat.dqn",
        "84 % won against the greedy player, setting lab; 6,648 steps, 5 core-minutes",
    ),
    "pyrat-ppo": Entry(
        "pyrat.ppo",
        "from 52 to 71 % won against the greedy player, setting default; 160 steps, 1 min",
    ),
    "pyrat-imitation-planes": Entry(
        "pyrat.imitation.step_imitation",
        "99 % won against the random player, none against greedy; 307 steps, 170 s",
    ),
    "pyrat-imitation-flat": Entry(
        "pyrat.imitation.step_imitation",
        "65 % of 400 games won against greedy, setting lab, after 200 s of a shared core",
    ),
    "pyrat-winner": Entry(
        "pyrat.winner_prediction",
        "57 % by the CNN, 50 % by logistic regression (ten splits): `pyrat winner`",
    ),
    "pyrat-dream": Entry(
        "pyrat.dream.training",
        "99.93 % of next boards exact, default, unseen mazes (3 seeds, bfloat16); 4 core-minutes",
    ),
    "pyrat-search": Entry(
        "pyrat.imitation.expert_iteration",
        "from 89 to 88 % won on default in 100 steps, 1 minute: no improvement yet",
    ),
}


def names_in(*modules: str) -> list[str]:
    """The recipes of some modules, by their names below gradatim.recipes."""
    return [name for name, entry in RECIPES.items() if entry.module in modules]


def get(name: str) -> "Recipe":
    """Look a recipe up by its name.

    Raises:
        UserError: no such recipe, with the nearest name.
    """
    if not (isinstance(name, str) and name):
        raise UserError(
            f"a recipe has a name, such as 'digits-mlp', and this is {name!r}: `gradatim list` "
            "shows all."
        )
    if name not in RECIPES:
        raise UserError(f"there is no recipe {name!r}: {nearest(name, RECIPES)}")
    # By name: of eighteen families of recipes, a run needs one.
    return import_module(f"gradatim.recipes.{RECIPES[name].module}").RECIPES[name]
