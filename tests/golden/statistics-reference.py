"""Writes statistics-reference.json: what scikit-learn, scipy and numpy give for the statistics that no other golden file
holds. Pinball loss, curves and reliability by scikit-learn; the BCa interval and the t interval over seeds by
scipy's own; the interval of a median by its binomial ranks; MASE as Hyndman and Koehler (2006) write it; ranks of split conformal answers by numpy's quantiles;
rows needed and Sidak's share by their formulas over scipy's normal quantiles. Run by hand."""
import json
import math
import pathlib
import numpy as np
import scipy
import sklearn
from scipy import special, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import mean_pinball_loss, precision_recall_curve, roc_curve

rng = np.random.default_rng(11)
numbers = lambda values: [float(value) for value in values]


def pinball():
    truth, predicted = np.round(rng.normal(size=50) * 40, 3), np.round(rng.normal(size=50) * 40, 3)
    losses = [[q, float(mean_pinball_loss(truth, predicted, alpha=q))] for q in (0.01, 0.1, 0.5, 0.75, 0.9, 0.999)]
    return {'truth': numbers(truth), 'predicted': numbers(predicted), 'losses': losses}


def forecasts():
    """Ninety days, the last two weeks of them forecast week by week by a model of the quantile 0.9."""
    season, horizon, windows, q = 7, 7, 2, 0.9
    week = np.array([10, 12, 9, 14, 20, 30, 25])
    y = np.round(np.tile(week, 13)[:90] + rng.normal(size=90) * 2, 3)
    answers = np.round(y[-14:] + 1.5 + rng.normal(size=14) * 3, 3)
    errors, naive = [], []
    for window in range(windows):
        origin = len(y) - (windows - window) * horizon
        scale = np.mean(np.abs(y[season:origin] - y[:origin - season]))
        seen = y[origin - season:origin]
        naive.append(seen)
        own = answers[window * horizon:(window + 1) * horizon]
        truth = y[origin:origin + horizon]
        errors.append([np.mean(np.abs(truth - own)) / scale, np.mean(np.abs(truth - seen)) / scale])
    mase, naive_mase = np.mean(errors, axis=0)
    last = y[-14:]
    return {'values': numbers(y), 'answers': numbers(answers), 'season': season, 'windows': windows, 'horizon': horizon,
            'quantile': q, 'mase': float(mase), 'naiveMase': float(naive_mase),
            'pinball': float(mean_pinball_loss(last, answers, alpha=q)),
            'naivePinball': float(mean_pinball_loss(last, np.concatenate(naive), alpha=q)),
            'naiveRmse': float(np.sqrt(np.mean((last - np.concatenate(naive)) ** 2)))}


def bca(rows, statistic):
    found = stats.bootstrap((rows,), statistic, n_resamples=199, method='BCa', vectorized=False, random_state=3)
    left_out = [statistic(np.delete(rows, i)) for i in range(len(rows))]
    return {'value': float(statistic(rows)), 'resampled': numbers(np.sort(found.bootstrap_distribution)),
            'leftOut': numbers(left_out), 'interval': numbers(found.confidence_interval)}


def median(rows):
    out, ordered = int(stats.binom.ppf(0.025, len(rows), 0.5)), np.sort(rows)
    return {'rows': numbers(rows), 'interval': numbers([ordered[out - 1], ordered[-out]])}


def curves(digits):
    truth = (rng.random(80) < 0.4).astype(int)
    scores = np.round(rng.normal(size=80) + truth, digits)
    fpr, tpr, _ = roc_curve(truth, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(truth, scores)
    return {'truth': truth.tolist(), 'scores': numbers(scores), 'roc': [numbers(fpr), numbers(tpr)],
            'precisionRecall': [numbers(recall[::-1]), numbers(precision[::-1])]}


def reliability():
    p = rng.permutation(200) / 200
    truth = (rng.random(200) < p ** 2).astype(int)
    observed, predicted = calibration_curve(truth, p, n_bins=10, strategy='quantile')
    return {'p': numbers(p), 'truth': truth.tolist(), 'predicted': numbers(predicted), 'observed': numbers(observed),
            'ece': float(np.mean(np.abs(predicted - observed)))}


def conformal(rows, coverage):
    residuals = np.round(rng.gumbel(size=rows), 4)
    p = np.round(rng.random(rows), 4)
    at = lambda values, share: float(np.quantile(values, share, method='inverted_cdf'))
    level = lambda c: math.ceil(round((rows + 1) * c, 9)) / rows
    return {'residuals': numbers(residuals), 'ofTruth': numbers(p), 'coverage': coverage,
            'absolute': at(np.abs(residuals), level(coverage)),
            'signed': [-at(-residuals, level((1 + coverage) / 2)), at(residuals, level((1 + coverage) / 2))],
            'least': 1 - at(1 - p, level(coverage))}


def needed(rows, difference, error, tried):
    each = 1 - 0.95 ** (1 / tried)
    exact = rows * ((stats.norm.isf(each / 2) + stats.norm.ppf(0.8)) * error / difference) ** 2
    unit = 10 ** max(0, math.floor(math.log10(max(exact, rows + 1))) - 1)
    return [rows, difference, error, tried, math.ceil(max(exact, rows + 1) / unit) * unit, each]


def seeds(values):
    n, mean, sd = len(values), np.mean(values), np.std(values, ddof=1)
    # By the inverse of the incomplete beta function: t.ppf of scipy 1.10 is out by 1e-12.
    share = special.betaincinv((n - 1) / 2, 0.5, 0.05)
    half = np.sqrt((n - 1) * (1 - share) / share) * sd / np.sqrt(n)
    assert np.allclose(stats.ttest_1samp(values, 0).confidence_interval(0.95), (mean - half, mean + half), rtol=1e-11)
    return {'values': values, 'mean': float(mean), 'sd': float(sd), 'low': float(mean - half), 'high': float(mean + half)}


out = {
    'made': f'numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}',
    'pinball': pinball(),
    'forecasts': forecasts(),
    'bca': [bca(rng.exponential(size=40), np.mean), bca(np.round(rng.normal(size=25) ** 2, 1), np.std)],
    'medians': [median(rng.normal(size=n)) for n in (6, 13, 30, 101)],
    'curves': [curves(6), curves(0)],
    'reliability': reliability(),
    'conformal': [conformal(n, c) for n, c in ((39, 0.9), (200, 0.8), (77, 0.95))],
    'rowsNeeded': [needed(*case) for case in ((100, 0.02, 0.03, 1), (600, -0.01, 0.012, 1), (350, 0.004, 0.003, 30))],
    'seeds': [seeds([0.81, 0.83, 0.8]), seeds([12.5, 11.0, 13.25, 12.0, 12.75])],
    'expm1': [[x, float(np.expm1(x))] for x in (-30.0, -1.0, -0.5, -0.3, -0.01, -1e-5, -1e-7, -1e-12, -1e-15)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out) + '\n')
