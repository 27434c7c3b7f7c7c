"""What the report of an image run shows."""

import numpy as np
import torch
from sklearn.metrics import confusion_matrix

from gradatim.insight.html.svg import rgb_array
from gradatim.reports.images import (
    Predictions,
    confusion_counts,
    confusion_figure,
    heat_maps,
    kernels_figure,
    maps_figure,
    mistakes_figure,
    predict_test_set,
    tour_sections,
)
from gradatim.training import Run


def test_confusion_counts_equal_scikit_learns():
    truth, answers = torch.randint(0, 5, (200,)), torch.randint(0, 5, (200,))
    ours = confusion_counts(truth, answers, 5)
    assert ours.tolist() == confusion_matrix(truth, answers, labels=range(5)).tolist()


def test_predictions_have_the_accuracy_of_the_run(runs):
    predicted = predict_test_set("", runs["slow"])
    right = (predicted.classes == predicted.test.labels).float().mean().item()
    assert right == Run.open(runs["slow"]).summary()["metrics"]["accuracy"]


def test_the_confusion_matrix_has_a_number_for_each_pair_that_occurs(runs):
    predicted = predict_test_set("slow", runs["slow"])
    svg = confusion_figure(predicted)
    counts = confusion_counts(predicted.test.labels, predicted.classes, 10)
    assert svg.count("font-size: 7.5px") == int((counts > 0).sum())
    assert f"{int(counts.diagonal().sum())} of 360" in svg


def test_the_most_confident_mistakes_come_first_and_a_perfect_network_has_none(runs):
    predicted = predict_test_set("", runs["slow"])
    labels = predicted.test.labels
    svg = mistakes_figure(predicted, 3)
    probability, classes = predicted.probabilities.max(1)
    wrong = probability.where(classes != labels, torch.tensor(-1.0))
    first, *_, fourth = wrong.argsort(descending=True)[:4].tolist()
    assert f"{labels[first]} → {classes[first]}" in svg
    assert svg.count("<image") == 3
    assert f"{100 * probability[fourth]:.3f} %" not in svg
    mean, std = predicted.mean, predicted.std
    perfect = Predictions("", predicted.model, predicted.test, mean, std, torch.eye(10)[labels])
    assert mistakes_figure(perfect, 3) == ""


def test_heat_maps_show_where_the_evidence_lies_on_the_pale_image(runs):
    for name in ("convnet", "quick"):  # with feature maps, and without
        predicted = predict_test_set("", runs[name])
        images = np.stack([rgb_array(predicted.test.images[i]) for i in (0, 5)])
        drawn = heat_maps(predicted, [0, 5], images)
        assert drawn.shape == images.shape
        assert drawn.min() >= 0
        assert drawn.max() <= 1
        redness = (drawn[..., 0] - drawn[..., 2]).reshape(2, -1)
        assert np.allclose(redness.max(1), 0.9, atol=0.02)  # the largest evidence is full orange
        assert (redness.min(1) < 0.6).all()


def test_only_a_network_with_maps_shows_them_and_only_a_perceptron_names_its_weights(runs, train):
    convnet, mlp = (predict_test_set("", runs[name]) for name in ("convnet", "quick"))
    assert "convolution" in maps_figure(convnet, 0)
    assert maps_figure(mlp, 0) == ""
    perceptron = predict_test_set("", train("perceptron", "digits-perceptron", steps=2))
    for digit in range(10):
        assert f">{digit}</text>" in kernels_figure(perceptron)
        assert f">{digit}</text>" not in kernels_figure(mlp)


def test_the_tour_compares_every_network_in_each_section(runs):
    networks = [predict_test_set(name, runs[name]) for name in ("convnet", "quick")]
    confusions, kernels, maps, mistakes = tour_sections(networks)
    assert "".join(confusions.body).count("<svg") == 2
    for section in (kernels, mistakes):
        assert [b for b in section.body if b.startswith("<h3>")] == [
            "<h3>convnet</h3>",
            "<h3>quick</h3>",
        ]
    assert [b for b in maps.body if b.startswith("<h3>")] == ["<h3>convnet</h3>"]
