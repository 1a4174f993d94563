"""Temperature scaling, and how far confidence and accuracy lie apart."""
import numpy as np
from scipy import optimize


def softmax(logits, temperature=1.0):
    scaled = logits / temperature
    e = np.exp(scaled - scaled.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def negative_log_likelihood(logits, labels, temperature, weights=None):
    true = softmax(logits, temperature)[np.arange(len(labels)), labels]
    return float(np.average(-np.log(np.maximum(true, 1e-12)), weights=weights))


def fit_temperature(logits, labels, weights=None):
    """The temperature of least negative log-likelihood on [n, c] logits and [n] labels."""
    found = optimize.minimize_scalar(lambda t: negative_log_likelihood(logits, labels, np.exp(t), weights),
                                     bounds=(np.log(0.2), np.log(5)), method="bounded")
    return float(np.exp(found.x))


def expected_calibration_error(posteriors, labels, bins=15, weights=None):
    """Mean gap between confidence and accuracy over bins of confidence, weighted by how many fall in each."""
    confidence, right = posteriors.max(1), posteriors.argmax(1) == labels
    weights = np.ones(len(labels)) if weights is None else np.asarray(weights, float)
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(np.sum(weights[inside] * (right[inside] - confidence[inside]))) for inside in
            (bin_of == b for b in range(bins))]
    return float(sum(gaps) / weights.sum())
