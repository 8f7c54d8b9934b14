"""Writes statistics-reference.json: what scikit-learn, scipy and numpy give for the statistics that no other golden file
holds. Pinball loss, curves and reliability by scikit-learn; the BCa interval and the t interval over seeds by
scipy's own; the interval of a median by its binomial ranks; MASE as Hyndman and Koehler (2006) write it; ranks of split conformal answers by numpy's quantiles;
rows needed and Sidak's share by their formulas over scipy's normal quantiles. What resampling gives: metrics of counted rows are
scikit-learn's with the counts as weights; the interval and p of a difference, and intervals on the logit, are written out
below over those values, with scipy's distributions and a root finder. Run by hand."""
import json
import math
import pathlib
import numpy as np
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import (average_precision_score, f1_score, mean_pinball_loss, mean_squared_error, precision_recall_curve,
                             roc_auc_score, roc_curve)

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


def student(df):
    """The quantile of 0.975, by the inverse of the incomplete beta function: t.ppf of scipy 1.10 is out by 1e-12, and by 1e-9
    where df is no whole number."""
    share = special.betaincinv(df / 2, 0.5, 0.05)
    return np.sqrt(df * (1 - share) / share)


def seeds(values):
    n, mean, sd = len(values), np.mean(values), np.std(values, ddof=1)
    half = student(n - 1) * sd / np.sqrt(n)
    assert np.allclose(stats.ttest_1samp(values, 0).confidence_interval(0.95), (mean - half, mean + half), rtol=1e-11)
    return {'values': values, 'mean': float(mean), 'sd': float(sd), 'low': float(mean - half), 'high': float(mean + half)}


draws = np.random.default_rng(23)


def counted(rows, groups=None):
    """How often each row is drawn in 99 resamples, and without each row or group; both as a digit per row."""
    whole = np.arange(rows) if groups is None else groups
    each = whole.max() + 1
    drawn = draws.multinomial(each, np.full(each, 1 / each), size=99)[:, whole]
    return drawn, (1 - np.eye(each, dtype=int))[:, whole]


def digits(counts):
    assert counts.max() < 10
    return [''.join(map(str, row)) for row in counts]


def bca_shares(value, resampled, left_out):
    """Efron (1987): the bias correction, the acceleration, and the share that the interval ends at for a z."""
    b = len(resampled)
    under = (np.sum(resampled < value) + np.sum(resampled == value) / 2) / b
    z0 = stats.norm.ppf(np.clip(under, 0.5 / b, 1 - 0.5 / b))
    influence = np.mean(left_out) - left_out
    a = np.sum(influence ** 3) / (6 * np.sum(influence ** 2) ** 1.5)
    return lambda z: stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))


def bca_ends(value, resampled, left_out):
    share = bca_shares(value, resampled, left_out)
    return [np.quantile(resampled, share(side * stats.norm.ppf(0.975))) for side in (-1, 1)]


def compared(name, rows, metric, a, b, groups=None):
    """What the difference of two models on the same rows, drawn again together, says."""
    drawn, without = counted(rows, groups)
    on = lambda counts: [metric(model, counts) for model in (a, b)]
    values, resampled = on(np.ones(rows)), np.array([on(counts) for counts in drawn])
    left_out = np.array([on(counts) for counts in without])
    difference, apart, left = values[1] - values[0], resampled[:, 1] - resampled[:, 0], left_out[:, 1] - left_out[:, 0]
    whole, error = len(without), np.std(apart, ddof=1)
    wide = error * np.sqrt(whole / (whole - 1))
    half = student(whole - 1) * wide
    low, high = bca_ends(difference, apart, left)
    below, edge = np.sum(apart < 0) + np.sum(apart == 0) / 2, -stats.norm.ppf(0.5 / len(apart))
    if 1 <= below <= len(apart) - 1:
        share = bca_shares(difference, apart, left)
        z = optimize.brentq(lambda z: share(z) - below / len(apart), -4, 4, xtol=1e-15, rtol=1e-14)
    else:
        z = max(edge, abs(difference) / error) * (-1 if below < 1 else 1)
    t = stats.t.sf(abs(difference / wide), whole - 1)
    return {'metric': name, 'drawn': digits(drawn),
            'without': digits(without), 'resampled': resampled.tolist(), 'leftOut': left_out.tolist(),
            'difference': float(difference), 'error': float(error), 'z': float(z), 'bca': numbers([low, high]),
            'p': float(2 * max(stats.norm.sf(abs(z)), t)),
            'interval': numbers([min(low, difference - half), max(high, difference + half)])}


def models(rows, lifts):
    truth = (draws.random(rows) < 0.4).astype(int)
    shared = draws.normal(size=rows)
    return truth, [np.round(special.expit(shared + draws.normal(size=rows) + lift * (truth - 0.4)), 6) for lift in lifts]


def comparisons():
    found = []
    truth, (a, b) = models(40, (1, 1.7))
    auc = lambda p, counts: roc_auc_score(truth, p, sample_weight=counts)
    found.append({'truth': truth.tolist(), 'a': numbers(a), 'b': numbers(b), **compared('roc_auc', 40, auc, a, b)})
    y = np.round(draws.normal(size=30), 3)
    for spread in (0.9, 0.2):
        a, b = (np.round(y + s * draws.normal(size=30), 3) for s in (1, spread))
        mse = lambda p, counts: mean_squared_error(y, p, sample_weight=counts)
        found.append({'truth': numbers(y), 'a': numbers(a), 'b': numbers(b), **compared('mse', 30, mse, a, b)})
    groups = np.repeat(np.arange(14), np.arange(14) % 4 + 2)
    label, (c, d) = models(len(groups), (1.5, 2))
    f1 = lambda p, counts: f1_score(label, p >= 0.5, sample_weight=counts)
    found.append({'truth': label.tolist(), 'a': numbers(c), 'b': numbers(d), **compared('f1', len(groups), f1, c, d, groups)})
    return found


def on_logit(name, rows, metric, binomial):
    """The interval of Boyd, Eng and Page (2013) with the bootstrap's standard error, its low end no higher than BCa's."""
    drawn, without = counted(rows)
    value = metric(np.ones(rows))
    resampled, left_out = (np.array([metric(counts) for counts in all]) for all in (drawn, without))
    defined, left = resampled[np.isfinite(resampled)], left_out[np.isfinite(left_out)]
    logit, width = special.logit(value), value * (1 - value)
    if len(defined) < 0.9 * len(resampled):
        below, error, bca_low = student(rows - 1), binomial, 1
    else:
        n = len(left)
        # The degrees of freedom of a chi-square as variable as the variance of what the rows add.
        freedom = 2 / (max(0, stats.kurtosis(left, bias=False)) / n + 2 / (n - 1))
        below, error = student(min(n - 1, freedom)), np.std(defined, ddof=1) * np.sqrt(rows / (rows - 1))
        bca_low = bca_ends(value, defined, left)[0]
    ends = [special.expit(logit - below * error / width), special.expit(logit + stats.norm.ppf(0.975) * error / width)]
    or_null = lambda values: [float(v) if np.isfinite(v) else None for v in values]
    return {'metric': name, 'drawn': digits(drawn), 'without': digits(without), 'value': float(value),
            'resampled': or_null(resampled), 'leftOut': or_null(left_out), 'binomial': binomial,
            'interval': numbers([min(ends[0], bca_low), ends[1]])}


def areas():
    found = []
    for truth, lift in (((draws.random(50) < 0.3).astype(int), 1), (np.arange(36) % 12 // 11, 1), (np.arange(30) // 29, -1)):
        p = np.round(special.expit(draws.normal(size=len(truth)) + lift * truth), 6)
        ap = lambda counts: average_precision_score(truth, p, sample_weight=counts) if counts @ truth else np.nan
        value = average_precision_score(truth, p)
        binomial = float(np.sqrt(value * (1 - value) / truth.sum()))
        found.append({'truth': truth.tolist(), 'p': [numbers(1 - p), numbers(p)],
                      **on_logit('average_precision', len(truth), ap, binomial)})
    classes = np.arange(45) % 3
    raw = np.exp(draws.normal(size=(45, 3)) + 1.2 * np.eye(3)[classes])
    shares = raw / raw.sum(1, keepdims=True)
    ovr = lambda counts: np.mean([roc_auc_score(classes == c, shares[:, c], sample_weight=counts) for c in range(3)])
    assert abs(ovr(np.ones(45)) - roc_auc_score(classes, shares, multi_class='ovr')) < 1e-12
    found.append({'truth': classes.tolist(), 'p': shares.T.tolist(), **on_logit('roc_auc_ovr_macro', 45, ovr, None)})
    return found


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
    'comparisons': comparisons(),
    'areas': areas(),
    'expm1': [[x, float(np.expm1(x))] for x in (-30.0, -1.0, -0.5, -0.3, -0.01, -1e-5, -1e-7, -1e-12, -1e-15)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out) + '\n')
