"""Writes schild.json: a Gaddum/Schild fit of a family of curves, and a Schild
line, by scipy.

    python3 schild.py > schild.json

The family is fitted by scipy.optimize.curve_fit and its profiles by refitting
with one parameter fixed and brentq. The line is scipy.stats.linregress, its
intercept's interval the profile of the straight line, found by brentq. The data
are drawn with numpy's default_rng from the seed and rounded to three decimals.
"""
import json
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.optimize import brentq, curve_fit

TIGHT = dict(ftol=1e-15, xtol=1e-15, gtol=1e-15, maxfev=200000)
NAMES = ["logEC50", "pA2", "schild", "slope", "top", "bottom"]


def law(cb, logec50, pa2, schild, slope, top, bottom):
    c, b = cb
    shift = np.zeros_like(b)
    shift[b > 0] = 10 ** (schild * (np.log10(b[b > 0]) - 6 + pa2))
    e = logec50 + np.log10(1 + shift)
    s = np.zeros_like(c)
    s[c > 0] = 1 / (1 + 10 ** (slope * (e[c > 0] - np.log10(c[c > 0]))))
    return bottom + (top - bottom) * s


def fit(cb, y, start, held):
    free = [k for k in NAMES if k not in held]

    def f(cb, *p):
        v = {**held, **dict(zip(free, p))}
        return law(cb, *[v[k] for k in NAMES])

    p, _ = curve_fit(f, cb, y, [start[k] for k in free], method="lm", **TIGHT)
    return {**held, **dict(zip(free, map(float, p)))}, float(np.sum((y - f(cb, *p)) ** 2))


def interval(cb, y, best, rss, held, name):
    p = len(NAMES) - len(held)
    limit = rss * (1 + stats.f.ppf(0.95, 1, len(y) - p) / (len(y) - p))
    step = 0.02 * np.ptp(y) if name in ("top", "bottom") else 0.05
    ends = []
    for way in (-1, 1):
        warm = dict(best)

        def past(v):
            nonlocal warm
            warm, r = fit(cb, y, warm, {**held, name: v})
            return r - limit

        a, b = best[name], best[name] + way * step
        while past(b) < 0:
            a, b = b, b + way * step
        ends.append(brentq(past, a, b, xtol=1e-13, rtol=1e-13))
    return ends


def family(seed, antagonists, concs, truth, sd, held):
    rng = np.random.default_rng(seed)
    b = np.repeat(np.array(antagonists, float), len(concs))
    c = np.tile(np.array(concs, float), len(antagonists))
    y = np.round(law((c, b), *truth) + sd * rng.standard_normal(len(c)), 3)
    best, rss = fit((c, b), y, {**dict(zip(NAMES, truth)), **held}, held)
    ends = {k: interval((c, b), y, best, rss, held, k) for k in NAMES if k not in held}
    return dict(seed=seed, antagonist_uM=b.tolist(), conc_uM=c.tolist(), response=y.tolist(),
                competitive="schild" in held, best=best, interval=ends, rss=rss)


def line(antagonists, ratios):
    x, y = np.log10(antagonists), np.log10(np.array(ratios) - 1)
    n, r = len(x), stats.linregress(x, y)
    t = stats.t.ppf(0.975, n - 2)
    rss = float(np.sum((y - r.intercept - r.slope * x) ** 2))
    limit = rss * (1 + stats.f.ppf(0.95, 1, n - 2) / (n - 2))

    def profile(pa2):  # least squares through (−pA2, 0)
        u = x - 6 + pa2
        return np.sum((y - u * np.sum(u * y) / np.sum(u * u)) ** 2) - limit

    pa2 = r.intercept / r.slope + 6
    pkb = np.mean(y - x) + 6
    half = stats.t.ppf(0.975, n - 1) * np.std(y - x, ddof=1) / np.sqrt(n)
    return dict(antagonist_uM=antagonists, ratio=ratios,
                slope=[r.slope, r.slope - t * r.stderr, r.slope + t * r.stderr],
                pA2=[pa2, brentq(profile, pa2 - 2, pa2, xtol=1e-13), brentq(profile, pa2, pa2 + 2, xtol=1e-13)],
                pKB=[float(pkb), float(pkb - half), float(pkb + half)], sd=(rss / (n - 2)) ** 0.5)


HALF_LOG = [0, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]
truth = (0.18, 8.3, 1.0, 1.2, 100, 0)
json.dump({
    "made by": f"schild.py with scipy {scipy.__version__}, numpy {np.__version__}",
    "families": [
        family(1, [0, 0.01, 0.03, 0.1], HALF_LOG, truth, 3, {}),
        family(2, [0, 0.01, 0.1], HALF_LOG, truth, 3, {"schild": 1.0}),
    ],
    "lines": [line([0.01, 0.03, 0.1, 0.3], [3.1, 6.4, 24.5, 55.0]), line([1, 3, 10, 30, 100], [1.4, 1.8, 3.4, 9.5, 21.0])],
}, sys.stdout, indent=1)
print()
