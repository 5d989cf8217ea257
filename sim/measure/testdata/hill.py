"""Writes hill.json: Hill fits and their 95 % profile intervals by scipy.

    python3 hill.py > hill.json

The curves are fitted by scipy.optimize.curve_fit, the profiles by refitting
with one parameter fixed and scipy.optimize.brentq on the sum of squares.
The data are drawn here with numpy's default_rng from the seed beside each case
and rounded to three decimals.
"""
import json
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.optimize import brentq, curve_fit

NAMES = ["logEC50", "slope", "top", "bottom"]
TIGHT = dict(ftol=1e-15, xtol=1e-15, gtol=1e-15, maxfev=200000)


def hill(c, e, n, top, bottom):
    c = np.asarray(c, float)
    s = np.zeros_like(c)
    s[c > 0] = 1 / (1 + 10 ** (n * (e - np.log10(c[c > 0]))))
    return bottom + (top - bottom) * s


def fit(c, y, w, start, held):
    """Returns the parameters by name and the weighted sum of squares."""
    free = [k for k in NAMES if k not in held]

    def f(c, *p):
        return hill(c, **{short(k): v for k, v in {**held, **dict(zip(free, p))}.items()})

    p, _ = curve_fit(f, c, y, [start[k] for k in free], sigma=1 / np.sqrt(w), method="lm", **TIGHT)
    got = {**held, **dict(zip(free, map(float, p)))}
    return got, float(np.sum(w * (y - f(c, *p)) ** 2))


def short(name):
    return {"logEC50": "e", "slope": "n"}.get(name, name)


def interval(c, y, w, best, rss, held, name, p):
    limit = rss * (1 + stats.f.ppf(0.95, 1, len(c) - p) / (len(c) - p))
    step = {"logEC50": 0.05, "slope": 0.05}.get(name, 0.02 * np.ptp(y))
    ends = []
    for way in (-1, 1):
        warm = dict(best)

        def past(v):
            nonlocal warm
            warm, r = fit(c, y, w, warm, {**held, name: v})
            return r - limit

        a, b = best[name], best[name] + way * step
        while past(b) < 0:
            a, b = b, b + way * step
        ends.append(brentq(past, a, b, xtol=1e-13, rtol=1e-13))
    return ends


def case(name, seed, concs, truth, sd, replicates=1, held=None, weights=False):
    held = held or {}
    rng = np.random.default_rng(seed)
    c = np.repeat(np.array(concs, float), replicates)
    w = np.repeat(1.0 + np.arange(len(concs)) % 3, replicates) if weights else np.ones_like(c)
    y = np.round(hill(c, *truth) + sd * rng.standard_normal(len(c)) / np.sqrt(w), 3)
    start = {**dict(zip(NAMES, truth)), **held}
    best, rss = fit(c, y, w, start, held)
    p = 4 - len(held)
    ends = {k: interval(c, y, w, best, rss, held, k, p) for k in NAMES if k not in held}
    return dict(
        name=name, seed=seed, conc_uM=c.tolist(), response=y.tolist(), weight=w.tolist(), held=held,
        best=best, interval=ends, rss=rss, r2=1 - rss / float(np.sum(w * (y - np.average(y, weights=w)) ** 2)),
    )


HALF_LOG = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100]
cases = [
    case("three replicates with vehicle", 1, [0] + HALF_LOG, (0.18, 1.2, 100, 2), 5, replicates=3),
    case("one point each, bottom held", 2, HALF_LOG, (0.3, 1.0, 50, 0), 1.5, held={"bottom": 0.0}),
    case("falling rate, weighted", 3, [0] + HALF_LOG, (-0.5, 1.6, 3, 41), 1.2, weights=True, replicates=2),
    case("slope held at 1", 4, [0, 0.1, 0.3, 1, 3, 10], (0.1, 1.0, -14, 0), 0.4, held={"slope": 1.0}),
    case("plateau hardly reached", 5, [0, 0.1, 0.3, 1, 3, 10, 20], (0.7, 1.1, 10, 0), 0.15, replicates=2),
]
json.dump({"made by": f"hill.py with scipy {scipy.__version__}, numpy {np.__version__}", "cases": cases}, sys.stdout, indent=1)
print()
