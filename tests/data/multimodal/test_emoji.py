"""Emoji: both styles show the same things, named in both languages."""

from gradatim.data.multimodal.emoji import load_emoji


def test_every_drawing_has_a_name_in_both_languages_and_ink_in_both_styles(data_folder):
    emoji = load_emoji()
    assert emoji.styles == ("noto", "twemoji")
    assert emoji.images.shape == (2, 1623, 3, 32, 32)
    assert set(emoji.names) == {"en", "fr"}
    assert all(name for names in emoji.names.values() for name in names)
    paper = (emoji.images == 255).flatten(2).all(2)
    assert not paper.any()
    where = emoji.names["en"].index("red heart")
    assert emoji.names["fr"][where] == "cœur rouge"
    assert "red heart" in emoji.captions[where]


def test_flags_and_keycaps_are_left_out(data_folder):
    names = load_emoji().names["en"]
    assert not [name for name in names if name.startswith(("flag:", "keycap"))]
