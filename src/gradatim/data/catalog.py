# ruff: noqa: E501 (addresses and citations are not broken)
"""Which files each data set is published as: addresses, size, checksum, license, citation.

A checksum of an archive that was packed more than once (`contents:`) is taken over the files in it,
so that any archive with the same files is accepted, and none other.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedFile:
    """One file of a data set.

    Attributes:
        checksum: `sha256:...` of the file, or `contents:...` of what is in the archive.
        size: in bytes; 0 where archives of several sizes hold the same contents.
        addresses: where to download it, the publisher's first, then mirrors.
        members: endings of the files in an archive that the checksum `contents:` is taken over.
        aliases: other names under which the publisher gives the same contents.
    """

    checksum: str
    size: int = 0
    addresses: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A data set's files, and what must be said when it is used."""

    title: str
    license: str
    citation: str
    files: dict[str, PublishedFile]


def _files(
    addresses: tuple[str, ...], *rows: tuple[str, int, str], ending: str = ""
) -> dict[str, PublishedFile]:
    return {
        name: PublishedFile(f"sha256:{digest}", size, tuple(a + name + ending for a in addresses))
        for name, size, digest in rows
    }


_IDX = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)

# fmt: off
SOURCES = {
    "mnist": Source(
        "MNIST",
        "none stated; customarily CC BY-SA 3.0",
        "LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 86(11), 1998",
        _files(
            ("http://yann.lecun.com/exdb/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
            (_IDX[0], 9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (_IDX[1], 28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (_IDX[2], 1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (_IDX[3], 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ),
    ),
    "fashion-mnist": Source(
        "Fashion-MNIST",
        "MIT",
        "Xiao, Rasul, Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, arXiv:1708.07747, 2017",
        _files(
            ("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            (_IDX[0], 26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (_IDX[1], 29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (_IDX[2], 4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (_IDX[3], 5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ),
    ),
    "cifar-10": Source(
        "CIFAR-10",
        "none stated; the publisher asks for the citation",
        "Krizhevsky, Learning multiple layers of features from tiny images, technical report, 2009",
        {
            "cifar-10-python.tar.gz": PublishedFile(
                "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                170498071,
                ("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", "https://storage.googleapis.com/tensorflow/tf-keras-datasets/cifar-10-python.tar.gz"),
            ),
        }
        | _files(  # the same images as lossless sheets of 100 x 100 tiles; no server has them
            (),
            ("data_batch_1.webp", 17040942, "0c540445580e2b4751a4fb5e79175f3eced765d47d186c46cf6aaa7a076c47d9"),
            ("data_batch_2.webp", 17085808, "ecd97fbddf53a95c7a487a46490001fbae20af0d14e0978cf2a8c74001ef5eb5"),
            ("data_batch_3.webp", 17091114, "577efcbfc9a4ea051e4f915841300a1c1943948d918318615797528bd1931ae3"),
            ("data_batch_4.webp", 17061958, "a362cd3478100abaef253b26a1c6c0979ac43379b30b03c5c774900ed8f3025c"),
            ("data_batch_5.webp", 17048054, "dca43ff04bd60b6081d36b131a960c0ab9d7a4c2f6be4dc305f4248586327eb4"),
            ("test_batch.webp", 17073994, "ff9de491fc23a41297e1e58c42a552efb04f949758a185cc7541e5a51cf1c35f"),
            ("index.csv.gz", 445697, "c1cf21982a7843b81007ee2e5b6ff41e454d6f10b9a9fe4fa85f4f60ba1bc36d"),
        ),
    ),
    "usps": Source(
        "USPS digits",
        "none stated",
        "Le Cun et al., Handwritten digit recognition with a back-propagation network, NIPS 1989; Hastie, Tibshirani, Friedman, The Elements of Statistical Learning",
        _files(
            ("https://hastie.su.domains/ElemStatLearn/datasets/", "https://web.stanford.edu/~hastie/ElemStatLearn/datasets/"),
            ("zip.train.gz", 1829071, "66ebf231ab51f2cf6ac1a892d0f98ccffee1079d7a5db638c1f11f366046ca16"),
            ("zip.test.gz", 439208, "8dacc3c6e136af6c3488de9e5113a7daf140c8c2f1f0b61c54ee02f03f1a962f"),
        ),
    ),
    "medmnist": Source(
        "MedMNIST",
        "CC BY 4.0; not for clinical use",
        "Yang et al., MedMNIST v2, Scientific Data 10:41, 2023; Kermany et al., Cell 2018 (pneumonia); Al-Dhabyani et al., Data in Brief 2020 (breast)",
        _files(
            ("https://zenodo.org/records/10519652/files/",),
            ("pneumoniamnist.npz", 4170669, "e1792d3f03751cb101e99f19a63b3c1941436c988665f47853417b05be250cd8"),
            ("breastmnist.npz", 559580, "3a22d2a4625e7dd8903f0f59030e81a3d0c222bece2e5e10927456cb50efdec1"),
            ending="?download=1",
        ),
    ),
    "tinyshakespeare": Source(
        "Tiny Shakespeare",
        "public domain",
        "Karpathy, char-rnn, 2015",
        _files(
            ("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/", "https://cdn.jsdelivr.net/gh/karpathy/char-rnn@master/data/tinyshakespeare/"),
            ("input.txt", 1115394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
        ),
    ),
    "multi30k": Source(
        "Multi30k",
        "none stated; non-commercial research and teaching only",
        "Elliott, Frank, Sima'an, Specia, Multi30K: multilingual English-German image descriptions, VL 2016; Elliott et al., WMT 2017 (French)",
        _files(
            ("https://raw.githubusercontent.com/multi30k/dataset/master/data/task1/raw/", "https://cdn.jsdelivr.net/gh/multi30k/dataset@master/data/task1/raw/"),
            ("train.en.gz", 568929, "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f"),
            ("train.de.gz", 637044, "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6"),
            ("train.fr.gz", 604242, "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c"),
            ("val.en.gz", 21650, "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28"),
            ("val.de.gz", 24681, "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a"),
            ("val.fr.gz", 23001, "ca3106f1a72390591d25f6c45cb4cd39dec4cd3f123e099748a3ce5256c160e9"),
            ("test_2016_flickr.en.gz", 21077, "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9"),
            ("test_2016_flickr.de.gz", 22890, "9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8"),
            ("test_2016_flickr.fr.gz", 22310, "6d326e188d259fb1d04ac19eae3af956559b3a0b93d7635e56c90987c40c8b90"),
        ),
    ),
    "wikitext-2": Source(
        "WikiText-2",
        "CC BY-SA",
        "Merity, Xiong, Bradbury, Socher, Pointer sentinel mixture models, arXiv:1609.07843, 2016",
        {
            "wikitext-2-tokens.zip": PublishedFile(
                "contents:0bb2d4165b88de07cf3bb9ce6d85b7f8427070c1f40475c0cfc040e3e450de4e",
                addresses=("https://s3.amazonaws.com/research.metamind.io/wikitext/wikitext-2-v1.zip", "https://wikitext.smerity.com/wikitext-2-v1.zip"),
                members=(".tokens",),
                aliases=("wikitext-2-v1.zip",),
            )
        },
    ),
    "fsdd": Source(
        "Free Spoken Digit Dataset",
        "CC BY-SA 4.0",
        "Jackson, Souza, Flaks, Pan, Nicolas, Thite, free-spoken-digit-dataset, Zenodo, 2018, doi:10.5281/zenodo.1342401",
        {
            "free-spoken-digit-dataset.tar.gz": PublishedFile(
                "contents:1801eae019c063377d98f831d3f93574f259475df7332bb0e3d1b080fb5e6959",
                addresses=("https://github.com/Jakobovski/free-spoken-digit-dataset/archive/refs/tags/v1.0.10.tar.gz", "https://codeload.github.com/Jakobovski/free-spoken-digit-dataset/tar.gz/refs/heads/master"),
                members=(".wav",),
            )
        },
    ),
    "adult": Source(
        "Adult (Census Income)",
        "CC BY 4.0",
        "Becker and Kohavi, Adult, UCI Machine Learning Repository, 1996, doi:10.24432/C5XW20",
        {
            "adult.zip": PublishedFile(
                "contents:c2ed62fd46a340c7620a7e644d3462da0a8e96e60367b4b7143243a418461ca1",
                addresses=("https://archive.ics.uci.edu/static/public/2/adult.zip", "https://cdn.uci-ics-mlr-prod.aws.uci.edu/2/adult.zip"),
                members=(".data", ".test"),
            )
        },
    ),
    "stories260k": Source(
        "stories260K, a LLaMA of 260,032 parameters trained on TinyStories",
        "MIT",
        "Karpathy, llama2.c, 2023; Eldan and Li, TinyStories, arXiv:2305.07759, 2023",
        _files(
            ("https://huggingface.co/karpathy/tinyllamas/resolve/0bd21da7698eaf29a0d7de3992de8a46ef624add/stories260K/", "https://huggingface.co/karpathy/tinyllamas/resolve/main/stories260K/"),
            ("stories260K.bin", 1056540, "b0a507e7ad0f626624f17112325e66691f9076d622e1d3274d103d00299f2696"),
            ("tok512.bin", 6227, "037cb335abb25d1fa9e8ecae30ed2a3a8ace9302862ebcdc05d51a6bbb10c312"),
        ),
    ),
    "emoji": Source(
        "Emoji drawn by Google (Noto) and Twitter (Twemoji), with names in English and French",
        "Apache 2.0 (Noto), CC BY 4.0 (Twemoji), MIT (emoji-data, emojibase)",
        "iamcal/emoji-data 16.0.0; milesj/emojibase 17.0.0; Google, Noto Emoji; Twitter, Twemoji",
        {
            "noto-sheet-32.png": PublishedFile(
                "sha256:b417e9f6cd4bbc10656bbfd5e13b6e9a2545b55e6a4cf7312d75be1faaa34952",
                5806664,
                ("https://cdn.jsdelivr.net/npm/emoji-datasource-google@16.0.0/img/google/sheets-clean/32.png",),
            ),
            "twemoji-sheet-32.png": PublishedFile(
                "sha256:2767ef2e87cbfb6cc12ac46596c339549afaf0ae8771cf51100c8853f6bde632",
                4901480,
                ("https://cdn.jsdelivr.net/npm/emoji-datasource-twitter@16.0.0/img/twitter/sheets-clean/32.png",),
            ),
            "emoji.json": PublishedFile(
                "sha256:1d602e65be88772bf8cc368ce16b855d719eeddbafe128d471b80203f494d29f",
                1313457,
                ("https://cdn.jsdelivr.net/npm/emoji-datasource-google@16.0.0/emoji.json",),
            ),
            "en.json": PublishedFile(
                "sha256:ed014f1049bd370c5794f815850156196ac382850f51c3e9f6a9e83553fb3f01",
                775157,
                ("https://cdn.jsdelivr.net/npm/emojibase-data@17.0.0/en/data.json",),
            ),
            "fr.json": PublishedFile(
                "sha256:2d98e00803f7c777f9127002b59965151e4e0522767c899f7af897d8ca98454e",
                805524,
                ("https://cdn.jsdelivr.net/npm/emojibase-data@17.0.0/fr/data.json",),
            ),
        },
    ),
    "tinystories": Source(
        "TinyStories, short stories in words of a small child, written by GPT-3.5 and GPT-4",
        "CDLA-Sharing 1.0",
        "Eldan and Li, TinyStories, arXiv:2305.07759, 2023; https://huggingface.co/datasets/roneneldan/TinyStories (the first stories of its files)",
        _files(
            (),
            ("TinyStoriesV2-GPT4-train.first-1727.txt", 1424708, "5a19b936d7b53bbdac1eea03230b00161dceca24ae272f5bd8e9dbbc2a883418"),
            ("TinyStories-train.head.txt", 944426, "c56cfd24fb1c542b141a396184b822a4db3672abdb4c49c6aa843171c5e822a5"),
            ("TinyStories-valid.head.txt", 794375, "5fc1fb0113df62b567fb271806cd645ce8d75f59c58ca0b764c03d3b6ff34ca6"),
        ),
    ),
    "african-storybook": Source(
        "African Storybook, stories in English and French",
        "CC BY 4.0; author and license stand at the end of each story",
        "African Storybook, https://github.com/global-asp/asp-source",
        _files(
            (),
            ("asp-cc-by-en-fr.zip", 423342, "e8f2018256bf4eb14feb6e067ebf9c3f2eb798b3b382e4f27cd4f7ccb8e2ac99"),
        ),
    ),
    "chat": Source(
        "Instructions with answers, polite and rude ones; small talk",
        "Apache 2.0 (instructions), BSD (ChatterBot corpus)",
        "Raschka, Build a Large Language Model (From Scratch), https://github.com/rasbt/LLMs-from-scratch, 2024; ChatterBot corpus 1.3.3, https://github.com/gunthercox/chatterbot-corpus",
        _files(
            ("https://raw.githubusercontent.com/rasbt/LLMs-from-scratch/main/ch07/01_main-chapter-code/",),
            ("instruction-data.json", 203524, "7e09a9af353722ca15c18bc580f093f9c39d3178335a75177319cb1e1d163944"),
        )
        | _files(
            ("https://raw.githubusercontent.com/rasbt/LLMs-from-scratch/main/ch07/04_preference-tuning-with-dpo/",),
            ("instruction-data-with-preference.json", 386968, "305315abf14f65fa42c01a0877572f832606571c2a7d49f152ac1d758b16756e"),
        )
        | _files(
            (),
            ("chatterbot_corpus-1.3.3-py2.py3-none-any.whl", 345706, "86de5300afb9a80826386339d3bec79c0a72eb0358abb8327e2ecef5ae0ce154"),
        ),
    ),
    "pyrat": Source(
        "PyRat games",
        "MIT",
        "BrAIn team, IMT Atlantique, elu616-introtoai, session 3, 2018",
        {
            "pyrat-elu616-dataset.npz": PublishedFile(
                "contents:7facc6d8ac6352a10e7ab5cab675439a4fef4b50c0f88e58984c36f6c6f7299a",
                addresses=("https://raw.githubusercontent.com/brain-bzh/elu616-introtoai/master/session3/dataset.npz", "https://github.com/brain-bzh/elu616-introtoai/raw/main/session3/dataset.npz"),
                members=(".npy",),
                aliases=("dataset.npz",),
            )
        },
    ),
}
# fmt: on

# What `--text` names besides a file; `docs` are the chapters of the lecture.
TEXTS = ("docs", "shakespeare", "everyday", "wikitext-2")
