"""What an inspection tells: rare classes, lengths, empty texts."""

from gradatim.data.own.inspection import Inspection, imbalance, word_metadata


def test_only_classes_with_few_examples_are_told_of():
    counts = {"cat": {"train": 70, "test": 20}, "owl": {"train": 4, "test": 1}}
    [said] = imbalance(counts)
    assert "owl (5)" in said
    assert "cat" not in said
    assert list(imbalance({"a": {"all": 50}, "b": {"all": 50}})) == []


def test_many_even_classes_are_not_rare():
    assert list(imbalance({str(i): {"all": 10} for i in range(30)})) == []
    assert list(imbalance({})) == []


def test_lengths_and_empty_texts():
    found = Inspection("x", "texts", "how")
    word_metadata([0, 3, 5, 1200], found)
    assert found.metadata["length"] == "0 to 1,200 words, median 4"
    assert found.warnings == ["1 text is empty."]
    word_metadata([], untouched := Inspection("x", "texts", "how"))
    assert untouched.metadata == {}
