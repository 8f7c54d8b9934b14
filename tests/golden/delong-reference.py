"""Writes delong-reference.json: two correlated ROC AUCs compared by DeLong, DeLong and Clarke-Pearson (1988), evaluated as
the paper writes it, over all pairs of rows: structural components V10 and V01, their covariance matrices S10 and S01, and
the variance L (S10 / m + S01 / n) L' of the contrast (-1, 1). Ties count half. AUCs are checked against scikit-learn. Also
the interval of one AUC on the logit, Hall's (1992) t interval of a mean without its skewness, and the t interval of the
logarithm of a mean, both with the degrees of freedom that the kurtosis leaves to the variance. Run by hand."""
import json
import pathlib
import numpy as np
import scipy
import sklearn
from scipy import special, stats
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(6)


def compared(y, scores):
    x = [np.array(s)[y == 1] for s in scores]
    z = [np.array(s)[y == 0] for s in scores]
    m, n = len(x[0]), len(z[0])
    psi = [(a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :]) for a, b in zip(x, z)]
    theta = np.array([p.mean() for p in psi])
    for t, s in zip(theta, scores):
        assert abs(t - roc_auc_score(y, s)) < 1e-12
    v10 = np.stack([p.mean(1) for p in psi])
    v01 = np.stack([p.mean(0) for p in psi])
    s = np.cov(v10, ddof=1) / m + np.cov(v01, ddof=1) / n
    contrast = np.array([-1.0, 1.0])
    d = float(contrast @ theta)
    se = float(np.sqrt(contrast @ s @ contrast))
    z975 = stats.norm.ppf(0.975)
    logit = np.log(theta[0] / (1 - theta[0]))
    half = z975 * np.sqrt(s[0, 0]) / (theta[0] * (1 - theta[0]))
    return {'truth': y.tolist(), 'a': list(scores[0]), 'b': list(scores[1]), 'expected': {
        'aucA': float(theta[0]), 'aucB': float(theta[1]), 'difference': d, 'error': se,
        'low': d - z975 * se, 'high': d + z975 * se, 'p': float(2 * stats.norm.sf(abs(d) / se))},
        'logit': [float(1 / (1 + np.exp(-(logit - half)))), float(1 / (1 + np.exp(-(logit + half))))]}


pairs = []
for rows, digits, lift in [(40, 6, (1, 1.4)), (60, 1, (0.8, 0.2)), (200, 0, (1.5, 1.2)), (150, 6, (2, 2))]:
    y = (rng.random(rows) < 0.4).astype(int)
    y[:2], y[-2:] = 0, 1
    shared = rng.normal(size=rows)
    scores = [np.round(shared + rng.normal(size=rows) + up * y, digits).tolist() for up in lift]
    pairs.append(compared(y, scores))


def reach(x):
    """Student's quantile with the degrees of freedom of a chi-square as variable as the variance of these rows."""
    n = len(x)
    df = min(n - 1, 2 / (max(0, stats.kurtosis(x, bias=False)) / n + 2 / (n - 1)))
    # By the inverse of the incomplete beta function: t.ppf of scipy 1.10 is out by 1e-9 where df is no whole number.
    share = special.betaincinv(df / 2, 0.5, 0.05)
    return np.sqrt(df * (1 - share) / share)


def hall(x):
    n = len(x)
    mean, s, g = x.mean(), x.std(ddof=1), stats.skew(x, bias=False)
    t = reach(x)
    # T = sqrt(n) (a g)^-1 [{1 + 3 a g (y / sqrt(n) - b g / n)}^(1/3) - 1] with a = 1/3, b = 1/6, as Hall gives it.
    back = lambda y: np.sqrt(n) / (g / 3) * (np.cbrt(1 + g * (y / np.sqrt(n) - g / (6 * n))) - 1)
    return [float(mean - s / np.sqrt(n) * back(t)), float(mean - s / np.sqrt(n) * back(-t))]


def of_logarithm(x):
    mean, error = x.mean(), stats.sem(x)
    return [float(np.exp(np.log(mean) + side * reach(x) * error / mean)) for side in (-1, 1)]


means = []
for x in [rng.exponential(size=12), rng.exponential(size=100) ** 2, -rng.gamma(2.0, size=31)]:
    means.append({'rows': x.tolist(), 'expected': hall(x), 'logarithm': of_logarithm(x) if x.mean() > 0 else None})
out = {'made': f'numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}', 'pairs': pairs, 'means': means}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out) + '\n')
