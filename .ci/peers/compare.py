"""Runs quell and the other simulators one after the other, round by round, and prints
the table of ratios: processor time of one core, medians."""
import csv, io, json, os, platform, statistics, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"
BOUND = 0.01  # ms after 1 s


def peer(*args):
    out = subprocess.run([PYTHON, os.path.join(HERE, "peers.py"), *map(str, args)], capture_output=True, text=True)
    lines = [l for l in out.stdout.splitlines() if l.startswith("{")]
    if not lines:
        raise SystemExit("%s: %s" % (" ".join(map(str, args)), out.stderr[-2000:]))
    got = json.loads(lines[-1])
    return got["seconds"], got["error_ms"]


def quell(program, model, cells, seconds, reps, tol):
    out = subprocess.run([program, "bench", "--model", model, "--cells", str(cells), "--model-s", str(seconds),
                          "--tol", tol, "--workers", "1", "--reps", str(reps)], capture_output=True, text=True, check=True)
    row = next(csv.DictReader(io.StringIO(out.stdout)))
    per = lambda key: float(row[key]) / (cells * seconds)
    return [per("cpu_min"), per("cpu_s"), per("cpu_max")], float(row["error_ms"] or "nan")


def main(program, plain, rounds):
    # The cheapest setting of each simulator that holds the bound on the standard cell.
    cheapest = {}
    for model, tols in (("hh", ("1e-5", "1e-6")), ("motor", ("1e-4", "1e-5"))):
        for tol in tols:
            times, error = peer("cvode", model, 1, 2, 3, tol)
            if error is not None and error <= BOUND:
                cheapest[model] = tol
                break
    cases = []
    for model in ("hh", "motor"):
        dt = {"hh": 0.05, "motor": 0.02}[model]
        cases += [
            (model, "quell, 1000 cells", lambda m=model: quell(program, m, 1000, 1, 3, "1e-5")[0]),
            (model, "quell, 1000 cells, no vectors", lambda m=model: quell(plain, m, 1000, 1, 1, "1e-5")[0]),
            (model, "quell, one cell", lambda m=model: quell(program, m, 1, 10, 3, "1e-5")[0]),
            (model, "NEURON CVODE %s, one cell" % cheapest[model], lambda m=model: peer("cvode", m, 1, 2, 3, cheapest[m])[0]),
            (model, "Brian2 RK4 %g ms, 1000 cells" % dt, lambda m=model, d=dt: peer("brian2", m, 1000, 0.2, 3, d)[0]),
        ]
    seen = {}
    for _ in range(rounds):
        for model, name, measure in cases:
            seen.setdefault((model, name), []).append(statistics.median(measure()))
    for model in ("hh", "motor"):
        base = seen[model, "quell, 1000 cells"]
        single = seen[model, "quell, one cell"]
        print("\n| %s | us per ms of one cell | least | most | of quell's 1000 | of quell's one |\n| --- | --- | --- | --- | --- | --- |" % model)
        for (m, name), times in seen.items():
            if m == model:
                mid = statistics.median(times)
                print("| %s | %.3f | %.3f | %.3f | %.1f | %.1f |" % (
                    name, 1e3 * mid, 1e3 * min(times), 1e3 * max(times),
                    mid / statistics.median(base), mid / statistics.median(single)))
        print("\nLast spike of quell's standard cell after 1 s off by %.2g ms; bound for all rows %g ms." % (quell(program, model, 1, 1, 1, "1e-5")[1], BOUND))
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
    print("\n%s, %s, %d rounds, processor time of one core." % (cpu, platform.platform(terse=True), rounds))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
