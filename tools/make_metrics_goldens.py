"""Writes golden files of src/metrics: `scores` and `probabilities` (what scikit-learn 1.9.1 says about labels and probabilities),
`bootstrap` (a percentile interval over speakers by scipy), `comparison` (permutation test by scipy, McNemar and Holm by statsmodels).

Run by hand: python tools/make_metrics_goldens.py (numpy, scipy, scikit-learn==1.9.1, statsmodels==0.15.0).
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from scipy import stats
from sklearn import calibration, metrics
from statsmodels.stats import contingency_tables, multitest

OUT = Path(__file__).parent.parent / "src/metrics"

warnings.filterwarnings("ignore")  # classes without true or predicted clips are what is tested


def case(name, classes, true, predicted):
    labels = range(classes)
    per_class = metrics.precision_recall_fscore_support(
        true, predicted, labels=labels, zero_division=0
    )
    weighted = metrics.precision_recall_fscore_support(
        true, predicted, average="weighted", zero_division=0
    )
    macro = metrics.precision_recall_fscore_support(
        true, predicted, average="macro", zero_division=0
    )
    return {
        "name": name,
        "classes": classes,
        "true": [int(v) for v in true],
        "predicted": [int(v) for v in predicted],
        "confusion": metrics.confusion_matrix(true, predicted, labels=labels).tolist(),
        "accuracy": float(metrics.accuracy_score(true, predicted)),
        "uar": float(metrics.balanced_accuracy_score(true, predicted)),
        "precision": float(macro[0]),
        "recall": float(macro[1]),
        "f1": float(macro[2]),
        "weightedPrecision": float(weighted[0]),
        "weightedRecall": float(weighted[1]),
        "weightedF1": float(weighted[2]),
        "kappa": float(metrics.cohen_kappa_score(true, predicted)),
        "mcc": float(metrics.matthews_corrcoef(true, predicted)),
        "perClass": [
            {
                "precision": float(p),
                "recall": float(r),
                "f1": float(f),
                "support": int(s),
            }
            for p, r, f, s in zip(*per_class)
        ],
    }


def main():
    rng = np.random.default_rng(7)
    true = rng.choice(8, 120, p=np.array([1, 2, 2, 2, 2, 2, 2, 2]) / 15)
    predicted = np.where(rng.random(120) < 0.5, true, rng.integers(0, 8, 120))
    cases = [
        case("eight unbalanced classes", 8, true, predicted),
        case("all right", 3, [0, 1, 2, 2], [0, 1, 2, 2]),
        case("all wrong", 3, [0, 1, 2, 2], [1, 2, 0, 0]),
        case("a class never predicted", 3, [0, 0, 1, 2, 2], [0, 1, 1, 0, 1]),
        case("a class without clips that is predicted", 3, [0, 0, 1, 1], [0, 2, 1, 2]),
        case("a class neither true nor predicted", 4, [0, 0, 1, 3], [0, 1, 1, 3]),
    ]
    assert sklearn.__version__ == "1.9.1", sklearn.__version__
    write("scores", {"scikit-learn": sklearn.__version__, "cases": cases})
    write("bootstrap", bootstrap(rng))
    probabilities = [
        probability_case("eight unbalanced classes", rng, 150, 8, 16),
        probability_case("many ties", rng, 90, 4, 1),
        probability_case("a class without clips", rng, 60, 5, 16, absent=2),
        probability_case("two classes", rng, 40, 2, 16),
    ]
    write("probabilities", {"scikit-learn": sklearn.__version__, "cases": probabilities})
    write("comparison/comparison", comparison(rng))


def bootstrap(rng):
    """Twelve speakers of unequal skill and unequal numbers of clips, three classes."""
    sizes = rng.integers(6, 20, 12)
    speakers = np.repeat(np.arange(12), sizes)
    skill = rng.uniform(0.2, 0.95, 12)
    true = rng.integers(0, 3, len(speakers))
    right = rng.random(len(speakers)) < skill[speakers]
    predicted = np.where(right, true, (true + rng.integers(1, 3, len(speakers))) % 3)

    def interval(metric):
        def statistic(drawn):
            clips = np.concatenate([np.flatnonzero(speakers == s) for s in drawn])
            return metric(true[clips], predicted[clips])

        result = stats.bootstrap(
            (np.arange(12),), statistic, n_resamples=20000, vectorized=False,
            method="percentile", rng=rng,
        )
        return [float(v) for v in result.confidence_interval]

    return {
        "speakers": speakers.tolist(),
        "true": true.tolist(),
        "predicted": predicted.tolist(),
        "accuracy": interval(metrics.accuracy_score),
        "uar": interval(metrics.balanced_accuracy_score),
    }


def probability_case(name, rng, clips, classes, digits, absent=None):
    """Clips of speakers, with probabilities that lean to the true class; rounded, so that there are ties."""
    allowed = [c for c in range(classes) if c != absent]
    true = rng.choice(allowed, clips)
    logits = rng.normal(0, 1.5, (clips, classes))
    logits[np.arange(clips), true] += 1.5
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    if digits < 16:
        steps = 10**digits
        counts = np.floor(probabilities * steps)
        counts[np.arange(clips), probabilities.argmax(1)] += steps - counts.sum(1)
        probabilities = counts / steps
    predicted = probabilities.argmax(1)
    confidence = probabilities.max(1)
    right = predicted == true
    labels = np.arange(classes)
    bins = 15
    bin_accuracy, bin_confidence = calibration.calibration_curve(right, confidence, n_bins=bins)
    bin_of = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    bin_clips = np.bincount(bin_of, minlength=bins)
    areas = [
        None if c == absent else float(metrics.roc_auc_score(true == c, probabilities[:, c]))
        for c in labels
    ]
    known = [area for area in areas if area is not None]
    if absent is None and classes > 2:
        mean = metrics.roc_auc_score(true, probabilities, multi_class="ovr")
        assert abs(mean - np.mean(known)) < 1e-12
    order = np.argsort(-confidence, kind="stable")
    coverage = {}
    for share in (0.1, 0.5, 0.7, 1):
        count = round(share * clips)
        distinct = count == clips or confidence[order[count - 1]] > confidence[order[count]]
        if abs(count - share * clips) < 1e-9 and distinct:
            chosen = order[:count]
            coverage[str(share)] = float(metrics.accuracy_score(true[chosen], predicted[chosen]))
    filled = bin_clips[bin_clips > 0]
    return {
        "name": name,
        "classes": classes,
        "true": true.tolist(),
        "predicted": predicted.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "top2": 1.0
        if classes == 2
        else float(metrics.top_k_accuracy_score(true, probabilities, k=2, labels=labels)),
        "logLoss": float(metrics.log_loss(true, probabilities, labels=labels)),
        "brier": float(
            metrics.brier_score_loss(true, probabilities, labels=labels, scale_by_half=False)
        ),
        "rocAuc": float(np.mean(known)),
        "rocAreas": areas,
        "bins": {
            "clips": filled.tolist(),
            "accuracy": bin_accuracy.tolist(),
            "confidence": bin_confidence.tolist(),
        },
        "ece": float((filled / clips * np.abs(bin_accuracy - bin_confidence)).sum()),
        "coverage": coverage,
    }


def comparison(rng):
    """Two classifiers on the same clips of nine speakers: exact tests, so that nothing is drawn."""
    sizes = rng.integers(6, 14, 9)
    speakers = np.repeat(np.arange(9), sizes)
    true = rng.integers(0, 3, len(speakers))

    def classify(skill):
        right = rng.random(len(true)) < skill
        return np.where(right, true, (true + rng.integers(1, 3, len(true))) % 3)

    first, second = classify(0.62), classify(0.45)
    support = np.bincount(true, minlength=3)

    def statistic(a, b):
        # speaker s answers by the first classifier where a[s] < 9, else by the second
        def uar(who):
            answers = np.where((who < 9)[speakers], first, second)
            return np.mean([(answers[true == c] == c).sum() / support[c] for c in range(3)])

        return uar(a) - uar(b)

    test = stats.permutation_test(
        (np.arange(9), np.arange(9) + 9), statistic, permutation_type="samples",
        vectorized=False, n_resamples=np.inf,
    )
    only_first = int(((first == true) & (second != true)).sum())
    only_second = int(((first != true) & (second == true)).sum())
    mcnemar = contingency_tables.mcnemar([[0, only_first], [only_second, 0]], exact=True)
    p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.9]
    return {
        "speakers": speakers.tolist(),
        "true": true.tolist(),
        "first": first.tolist(),
        "second": second.tolist(),
        "difference": float(test.statistic),
        "permutation": float(test.pvalue),
        "mcnemar": {"onlyFirst": only_first, "onlySecond": only_second, "p": float(mcnemar.pvalue)},
        "mcnemarCases": [
            [a, b, float(contingency_tables.mcnemar([[0, a], [b, 0]], exact=True).pvalue)]
            for a, b in ((0, 0), (5, 5), (0, 7), (12, 3), (300, 410))
        ],
        "holm": {"p": p, "corrected": multitest.multipletests(p, method="holm")[1].tolist()},
    }


def write(name, content):
    (OUT / f"{name}.golden.json").write_text(json.dumps(content) + "\n")


main()
