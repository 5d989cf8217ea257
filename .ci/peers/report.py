"""The table of compare.py as Markdown."""
import os, platform, re, statistics, subprocess

KEEP = "## Where the time goes"

HEAD = """# How fast quell is

Made by `make bench`, which measures quell and other simulators on one machine, round by
round, one after the other. It needs Debian's packages of NEURON and Brian2, and installs
them when it can.

## What is measured

Two membranes, the neuron files in [timing/testdata](timing/testdata): `hh`, the squid axon
as NEURON has it (4 states), and `motor`, ten gates, a calcium pool and the potassium
current that it opens (12 states). The standard cell is under 10 µA/cm²; of 1000 cells the
current goes from 8 to 20 µA/cm² and the delayed rectifier from 0.9 to 1.1 of its value.
Cells are not connected. Spike times are kept and nothing else.

- **Cost** is processor time, user and system, of one core, in µs for 1 ms of one cell. A
  ratio is the other's cost over quell's, both of the same round; shown are the median of the
  rounds and, in brackets, the least and the largest. Only two workers over one are wall time.
- Of quell everything is timed: compiling the neuron, its tables, start and end of every
  run. Of the others only the integration: NEURON inside `psolve`, without recording; Brian2
  its compiled C++ program, `-O3 -march=native -ffast-math`, one thread.
- **Error** is how far the last spike before 0.995 s is from that of SciPy's DOP853 (rtol
  1e-12, atol 1e-13), on the standard cell; for fixed steps by the cubic through four
  points of V. *Equal accuracy* means at most {bound:g} ms, a hundred thousandth of the rate: each
  simulator at its cheapest setting that holds it.
- The standard cell is lucky. quell is timed at tolerance {tol}, the loosest power of ten that
  holds the bound over a population of 64 such cells too, against its own runs at 1e-11. The
  others' errors are those of the standard cell alone, which favours them. What a user gets
  without asking is tolerance 1e-6.
- NEURON is built for branched cells; one compartment shows its overhead at its worst. Its
  cheapest way is most often one cell at a time by CVODE, and costs as much for 1000 cells as 1000
  times one; that one is the standard cell.
- **Data-driven over hand-coded** is the cost of a step of `hh` as compiled from its file over
  the same method, table and step control written by hand for these four states, in Go:
  a run by itself, and a block of runs in vector instructions. Measured by
  `go test -bench Price ./sim`, in turns, in one process.

"""


def middle(values, form="%.3g"):
    text = form % statistics.median(values)
    if len(values) > 1:
        text += " (" + form % min(values) + "–" + form % max(values) + ")"
    return text


def reached(value, floor, ambition, most=False):
    if most:
        value, floor, ambition = -value, -floor, -ambition
    return "ambition" if value >= ambition else "floor" if value >= floor else "**no**"


class Table:
    def __init__(self, *heads):
        self.lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]

    def row(self, *cells):
        self.lines.append("| " + " | ".join(cells) + " |")

    def __str__(self):
        return "\n".join(self.lines) + "\n"


def ratios(seen, above, below):
    return [a / b for a, b in zip(seen[above], seen[below])]


def goals(cases, seen, prices, scouted, largest, memory, bound, tol):
    t = Table("goal", "quell", "the other", "ratio", "floor", "ambition", "reached")

    def against(what, own, other, floor=None, ambition=None):
        r = ratios(seen, other, own)
        mid = statistics.median(r)
        t.row(what, cost(seen[own]), "%s: %s" % (cases[other].name, cost(seen[other])), "**%s**" % middle(r),
              "%gx" % floor if floor else "", "%gx" % ambition if floor else "", reached(mid, floor, ambition) if floor else "")

    best = {}
    for m in ("motor", "hh"):
        near = [k for k in seen if k[:2] == (m, "near")]
        best[m] = min(near, key=lambda k: statistics.median(seen[k]))
    against("1000 cells, motor, equal accuracy, NEURON's best", ("motor", "sweep"), best["motor"], 30, 50)
    against("1000 cells, hh, equal accuracy, NEURON's best", ("hh", "sweep"), best["hh"], 50, 90)
    against("1000 cells, hh, equal accuracy, Brian2", ("hh", "sweep"), ("hh", "rk4"), 9, 15)
    against("1000 cells, motor, equal accuracy, Brian2", ("motor", "sweep"), ("motor", "rk4"), 35, 60)
    against("1000 cells, hh, same step and order", ("hh", "fixed"), ("hh", "so2"), 15, 25)
    against("1000 cells, motor, same step and order", ("motor", "fixed"), ("motor", "so2"))
    against("1000 cells, hh, same step, first order", ("hh", "fixed"), ("hh", "euler"))
    against("1000 cells, motor, same step, first order", ("motor", "fixed"), ("motor", "euler"))
    for m, floor, ambition in (("hh", 15, 25), ("motor", 8, 14)):
        one = min((k for k in seen if k[:2] == (m, "near") and cases[k].engine == "cvode"), key=lambda k: statistics.median(seen[k]))
        against("a run by itself, 10 s, %s, equal accuracy, CVODE" % m, (m, "single"), one, floor, ambition)
    for name in prices[0]:
        r = [p[name] for p in prices]
        t.row("data-driven over hand-coded, hh, %s" % name.replace("_", " "), "", "", "**%s**" % middle(r), "≤ 1.3", "≤ 1.15",
              reached(statistics.median(r), 1.3, 1.15, most=True))
    for tolerance, default in ((tol, "timed"), ("1e-6", "default")):
        for m in ("hh", "motor"):
            x = largest[m, tolerance]
            t.row("largest error of 64 cells, %s, tolerance %s (%s)" % (m, tolerance, default), "%.2g ms" % x, "", "", "≤ 0.015 ms", "≤ 0.01 ms",
                  reached(x, 0.015, 0.01, most=True))
    for m in ("hh", "motor"):
        r = ratios(seen, (m, "one"), (m, "two"))
        t.row("two workers over one, 1000 cells, %s" % m, "", "", "**%s**" % middle(r), "1.8x", "1.95x", reached(statistics.median(r), 1.8, 1.95))
    flat = memory[-1][1] / memory[1][1]
    t.row("memory at its most, motor, 10 ms", ", ".join("%s runs %.0f MB" % (format(n, ","), mb) for n, mb in memory), "",
          "%.2g" % flat, "flat", "flat", "ambition" if flat < 1.1 else "**no**")
    return str(t)


def cost(values):
    return middle([1e3 * v for v in values]) + " µs"


def rows(cases, seen, scouted, bound):
    t = Table("cell", "simulator and setting", "cells", "µs for 1 ms of a cell", "error (ms)", "within %g ms" % bound)
    for m in ("hh", "motor"):
        for key, case in cases.items():
            if key[0] == m and key[1] not in ("one", "two", "near"):
                t.row(m, case.name, str(case.cells), middle([1e3 * v for v in seen[key]]), error(case.error), holds(case.error, bound))
        for p in scouted[m]:
            key = (m, "near", p.name)
            text = middle([1e3 * v for v in seen[key]]) if key in seen else "%.3g, once" % (1e3 * p.once) if p.once else "not timed"
            t.row(m, p.name, str(p.cells), text, error(p.error), holds(p.error, bound))
    return str(t)


def error(x):
    return "a spike is missing" if x != x else "%.2g" % x


def holds(x, bound):
    return "yes" if x <= bound else "no"


def said(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def version(module):
    out = said("/usr/bin/python3", "-c", "import %s; print('version', %s.__version__)" % (module, module))
    return next((l.split()[1] for l in out.splitlines() if l.startswith("version ")), "?")


def machine(rounds):
    facts = {}
    with open("/proc/cpuinfo") as f:
        for line in f:
            key, _, value = line.partition(":")
            facts.setdefault(key.strip(), value.strip())
    flags = facts.get("flags", "").split()
    vectors = "AVX-512" if {"avx512f", "avx512dq"} <= set(flags) else "no AVX-512"
    name = "%s, family %s model %s, %s" % (facts.get("model name", platform.machine()), facts.get("cpu family", "?"), facts.get("model", "?"), vectors)
    lines = [
        ("processor", "%s; %d cores" % (name, os.cpu_count())),
        ("kernel", platform.release()),
        ("Go", said("go", "env", "GOVERSION")),
        ("NEURON", version("neuron")), ("Brian2", version("brian2")),
        ("C++ of Brian2 and of NEURON's motor", said("g++", "--version").splitlines()[0] if said("g++", "--version") else "?"),
        ("rounds", str(rounds)),
    ]
    t = Table("machine", "")
    for key, value in lines:
        t.row(key, value)
    return str(t)


def write(path, rounds, **got):
    """Writes the file and gives the tables alone."""
    tables = "## Ratios\n\n" + goals(**got) + "\n## Every setting\n\n" + rows(got["cases"], got["seen"], got["scouted"], got["bound"])
    tables += "\n## The machine\n\n" + machine(rounds)
    if path:
        kept = ""
        if os.path.exists(path):
            with open(path) as f:
                old = f.read()
            if KEEP in old:
                kept = "\n" + old[old.index(KEEP):]
        with open(path, "w") as f:
            f.write(HEAD.format(bound=got["bound"], tol=got["tol"]) + tables + kept)
    return tables
