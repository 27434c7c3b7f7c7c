"""Everyday English: what is read, what is held out, and the masked sentences made of it."""

from gradatim.data.language import everyday
from gradatim.data.language.passage import Passage
from gradatim.data.language.text import load

STORY = 'Tom had a red ball. "Come and play!" said Tom. The dog ran. It was happy.'


def test_quotes_and_dashes_become_those_of_a_keyboard() -> None:
    assert everyday.plain("â€œHeâ€™s hereâ€ \u2014 â€\u201c \u2026") == '"He\'s here" - - ...'


def test_a_line_is_cut_into_its_sentences() -> None:
    [cut] = everyday.sentences(Passage.whole(f"{STORY}\n{everyday.SEPARATOR}\n"))
    assert cut[0] == "Tom had a red ball."
    assert cut[-1] == "It was happy."
    assert len(cut) == 4


def test_everyday_text_is_whole_and_held_out_stories_are_not_learned(data_folder) -> None:
    text = load("everyday")
    learned, held_out = text.train.read(), text.validation.read()
    assert "How are you doing?" in learned  # small talk
    assert "Goat ran away" in learned  # African Storybook
    assert "â€" not in learned + held_out
    assert "License" not in learned
    stories = [s for s in held_out.split(everyday.SEPARATOR) if len(s) > 200]
    assert len(stories) > 500
    assert sum(story.strip() in learned for story in stories) == 0
