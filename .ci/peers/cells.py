"""The two cells of the comparison, as sim/timing has them: mV, ms, uA/cm2, mS/cm2."""
from math import exp, expm1

# name, half (mV), slope (mV), t0, t1 (ms), vt, k1, k2 (mV):
# inf = 1/(1+exp(-(v-half)/slope)); tau = t0 + t1/(exp((v-vt)/k1)+exp(-(v-vt)/k2))
GATES = [
    ("m", -35, 7.8, 0.05, 0.3, -40, 15, 15), ("h", -55, -7, 0.25, 30, -50, 15, 16),
    ("p", -48, 5, 0.5, 2, -45, 12, 12), ("n", -28, 15, 0.2, 7, -40, 40, 50),
    ("a", -45, 12, 0.8, 1, -50, 20, 20), ("b", -75, -8, 12, 15, -70, 20, 20),
    ("q", -30, 5, 2, 4, -30, 15, 15), ("s", -45, -5, 30, 30, -45, 15, 15),
    ("l", -40, 7, 15, 50, -40, 15, 15), ("r", -80, -8, 40, 400, -75, 14, 12)]
V0 = -65.0


def cells(n):
    """(current, factor of gK) of each of n cells."""
    if n == 1:
        return [(10.0, 1.0)]
    return [(8.0 + 12.0 * i / (n - 1), 0.9 + 0.2 * ((i * 7919) % n) / (n - 1)) for i in range(n)]


def linear(x, y):
    return y if abs(x / y) < 1e-8 else x / expm1(x / y)


def hh_start():
    v = V0
    am, bm = 0.1 * linear(-(v + 40), 10), 4 * exp(-(v + 65) / 18)
    ah, bh = 0.07 * exp(-(v + 65) / 20), 1 / (exp(-(v + 35) / 10) + 1)
    an, bn = 0.01 * linear(-(v + 55), 10), 0.125 * exp(-(v + 65) / 80)
    return [v, am / (am + bm), ah / (ah + bh), an / (an + bn)]


def motor_start():
    return [V0] + [1 / (1 + exp(-(V0 - g[1]) / g[2])) for g in GATES] + [0.0]
