"""Writes distributions-reference.json with scipy: beta, Student t and binomial shares and quantiles, exact McNemar
tests with their mid-p, Clopper-Pearson intervals (statsmodels), and Holm's correction (statsmodels). Run by hand."""
import json
import pathlib
import mpmath as mp
import numpy as np
import scipy
import statsmodels
from scipy import special, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(6)
beta = []
for a in [0.5, 1, 2.5, 17, 400, 1e4]:
    for b in [0.5, 1, 3, 40, 1000, 2e4]:
        centre = a / (a + b)
        wide = np.sqrt(a * b / (a + b + 1)) / (a + b)
        for z in [-6, -3, -1, 0, 1, 3]:
            x = float(np.clip(centre + z * wide, 1e-7, 1 - 1e-7))
            beta.append([x, a, b, float(special.betainc(a, b, x))])
# scipy itself is off by 1.5e-12 here; the binomial sum in 50 digits is not.
mp.mp.dps = 50
x = mp.mpf(0.00010560562401389633)
below = mp.fsum(mp.binomial(200016, k) * x ** k * (1 - x) ** (200016 - k) for k in range(17))
beta.append([float(x), 17, 200000, float(1 - below)])
beta_quantiles = [[p, a, b, float(special.betaincinv(a, b, p))]
                  for p in [0.001, 0.025, 0.3, 0.5, 0.975] for a in [1, 2, 30, 999] for b in [1, 4, 71, 500]]
t = [[x, df, float(special.stdtr(df, x))] for x in [-40, -5, -2, -0.1, 0, 0.01, 0.7, 1.96, 8, 30] for df in [1, 2, 4, 9, 29.5, 1000]]
t_quantiles = [[p, df, float(stats.t.ppf(p, df))] for p in [0.001, 0.025, 0.2, 0.49, 0.9, 0.975, 0.9999] for df in [1, 2, 4, 9, 99, 12345]]
binomial = [[k, n, p, float(stats.binom.cdf(k, n, p)), float(stats.binom.sf(k - 1, n, p)), float(stats.binom.pmf(k, n, p))]
            for n in [1, 10, 100, 1000] for p in [0.02, 0.5, 0.9] for k in sorted({0, 1, n // 3, int(n * p), n - 1, n})]
tables = [[0, 1], [1, 9], [5, 12], [10, 10], [30, 51], [200, 260], [1, 400]]
mc = []
for b, c in tables:
    exact = float(mcnemar([[7, b], [c, 9]], exact=True).pvalue)
    mid = float(2 * (stats.binom.cdf(min(b, c), b + c, 0.5) - 0.5 * stats.binom.pmf(min(b, c), b + c, 0.5)))
    mc.append([b, c, exact, min(1.0, mid)])
proportions = [[k, n, *map(float, proportion_confint(k, n, 0.05, 'beta')), *map(float, proportion_confint(k, n, 0.05, 'wilson'))]
               for k, n in [(0, 1), (1, 1), (0, 30), (29, 30), (30, 30), (27, 30), (50, 100), (99, 100), (900, 1000), (990, 1000)]]
holm = []
for size in [1, 2, 5, 12]:
    p = [float(each) for each in rng.random(size) ** 3]
    holm.append({'p': p, 'adjusted': [float(each) for each in multipletests(p, method='holm')[1]]})
# Differences of ten times ten-fold cross-validation, and the corrected t of Nadeau and Bengio (2003) of them.
corrected = []
for k, learn, judge in [(5, 80, 20), (10, 900, 100), (100, 512.5, 57)]:
    d = rng.normal(0.01, 0.02, k)
    se = np.sqrt((1 / k + judge / learn) * d.var(ddof=1))
    half = stats.t.ppf(0.975, k - 1) * se
    corrected.append({'differences': [float(each) for each in d], 'learn': learn, 'judge': judge,
                      'expected': {'difference': float(d.mean()), 'low': float(d.mean() - half), 'high': float(d.mean() + half),
                                   'p': float(2 * stats.t.sf(abs(d.mean() / se), k - 1))}})
out = {'scipy': scipy.__version__, 'statsmodels': statsmodels.__version__, 'beta': beta, 'betaQuantiles': beta_quantiles,
       't': t, 'tQuantiles': t_quantiles, 'binomial': binomial, 'mcnemar': mc, 'proportions': proportions, 'holm': holm,
       'correctedT': corrected}
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(out) + '\n')
