"""Times one simulator on one of the two cells and prints JSON: processor seconds per
second of one cell, by repetition, and how far the last spike before 0.995 s is off.
Neither building nor set-up nor recording is timed: each simulator at its best."""
import json, os, resource, subprocess, sys, tempfile, time
from cells import GATES, V0, cells, hh_start, motor_start

HERE = os.path.dirname(os.path.abspath(__file__))
TIMES = os.path.join(HERE, "..", "..", "sim", "timing", "testdata", "reference_%s.txt")


def off(model, found, ms=1000.0):
    with open(TIMES % model) as f:
        want = [t for t in map(float, f) if t < ms - 5]
    return abs(found[len(want) - 1] - want[-1]) if len(found) >= len(want) else None


def library():
    """NEURON's mechanism, compiled into a folder of its own (Debian's nrnivmodl looks for
    its makefile in the wrong place; its last step is not needed)."""
    folder = os.path.join(tempfile.gettempdir(), "quell-peers-%d" % os.getuid())
    lib = os.path.join(folder, "x86_64", "libnrnmech.so")
    if not os.path.exists(lib):
        os.makedirs(os.path.join(folder, "mod"), exist_ok=True)
        subprocess.run(["cp", os.path.join(HERE, "motor.mod"), os.path.join(folder, "mod")], check=True)
        with open("/usr/bin/nrnivmodl") as f:
            script = f.read().replace('"${bindir}/nrnmech_makefile"', "/usr/lib/nrn/nrnmech_makefile libdir=/usr/lib/nrn")
        with open(os.path.join(folder, "build.sh"), "w") as f:
            f.write(script)
        subprocess.run(["bash", "build.sh", "mod"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return lib


def neuron(model, n, seconds, reps, tol=None, dt=None):
    from neuron import h
    if model == "motor":
        h.nrn_load_dll(library())
    h.load_file("stdrun.hoc")
    made = []
    for current, factor in cells(n):
        s = h.Section(name="c%d" % len(made))
        s.L = s.diam = (1000 / 3.141592653589793) ** 0.5  # 1000 um2: 0.1 nA is 10 uA/cm2
        s.nseg, s.cm = 1, 1
        if model == "hh":
            s.insert("hh")
            s.ena, s.ek = 50, -77
            s(0.5).hh.gkbar = 0.036 * factor
        else:
            s.insert("motor")
            s(0.5).motor.gK = 0.06 * factor
        clamp = h.IClamp(s(0.5))
        clamp.delay, clamp.dur, clamp.amp = 0, 1e9, current * 0.01
        made.append((s, clamp))
    h.celsius = 6.3
    cv, pc = h.CVode(), h.ParallelContext()
    cv.cache_efficient(1)
    if tol:
        h.usetable_hh = 0
        cv.active(1)
        cv.atol(tol)
    else:
        h.usetable_hh, h.secondorder, h.dt, h.steps_per_ms = 1, 2, dt, 1 / dt
    pc.set_maxstep(10)
    times = []
    for _ in range(reps):
        h.finitialize(V0)
        began = time.process_time()
        pc.psolve(1000 * seconds)
        times.append((time.process_time() - began) / (n * seconds))
    error = None
    if n == 1 and tol:
        spikes = h.Vector()
        watch = h.NetCon(made[0][0](0.5)._ref_v, None, sec=made[0][0])
        watch.threshold = 0
        watch.record(spikes)
        h.finitialize(V0)
        pc.psolve(1000)
        error = off(model, list(spikes))
    return times, error


HH = """
dv/dt = (I - 120*m**3*h*(v-50) - kf*36*n**4*(v+77) - 0.3*(v+54.3))/ms : 1
dm/dt = (am*(1-m) - bm*m)/ms : 1
dh/dt = (ah*(1-h) - bh*h)/ms : 1
dn/dt = (an*(1-n) - bn*n)/ms : 1
am = 1.0/exprel(-(v+40)/10) : 1
bm = 4*exp(-(v+65)/18) : 1
ah = 0.07*exp(-(v+65)/20) : 1
bh = 1/(exp(-(v+35)/10)+1) : 1
an = 0.1/exprel(-(v+55)/10) : 1
bn = 0.125*exp(-(v+65)/80) : 1
I : 1 (constant)
kf : 1 (constant)
"""
MOTOR = """
ica = (2.0*q*q*s + 0.03*l)*(v-80) : 1
dv/dt = (I - (120*m**3*h + 0.1*p)*(v-55) - (kf*60*n**4 + 6*a**3*b + 2*ca/(ca+0.5) + 0.05)*(v+85) - ica - 0.2*r*(v+35) - 0.25*(v+65))/ms : 1
dca/dt = 0.01*(-0.09*ica - 2*ca)/ms : 1
I : 1 (constant)
kf : 1 (constant)
""" + "".join("d%s/dt = (1/(1+exp(-(v-(%r))/(%r))) - %s)/(%r + %r/(exp((v-(%r))/%r)+exp(-(v-(%r))/%r)))/ms : 1\n" % (
    g, float(a), float(k), g, float(t0), float(t1), float(vt), float(k1), float(vt), float(k2)) for g, a, k, t0, t1, vt, k1, k2 in GATES)


def used():
    u = resource.getrusage(resource.RUSAGE_CHILDREN)
    return u.ru_utime + u.ru_stime


def brian2(model, n, seconds, reps, dt):
    import brian2 as b
    import numpy as np
    folder = tempfile.mkdtemp(prefix="brian-")
    b.set_device("cpp_standalone", directory=folder, build_on_run=False)
    b.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-ffast-math"]
    b.prefs.devices.cpp_standalone.openmp_threads = 0
    b.defaultclock.dt = dt * b.ms
    group = b.NeuronGroup(n, HH if model == "hh" else MOTOR, method="rk4", threshold="v > 0", refractory="v > -20", name="cells")
    group.I, group.kf = np.array(cells(n)).T
    names = "v m h n".split() if model == "hh" else ["v"] + [g[0] for g in GATES] + ["ca"]
    for name, x in zip(names, hh_start() if model == "hh" else motor_start()):
        setattr(group, name, x)
    net = b.Network(group, b.SpikeMonitor(group, name="spikes"))
    net.run(1000 * seconds * b.ms, namespace={})
    b.device.build(directory=folder, compile=True, run=False)
    times = []
    for _ in range(reps):
        began = used()
        b.device.run(folder, False, [])
        times.append((used() - began) / (n * seconds))
    subprocess.run(["rm", "-rf", folder])
    return times, None


if __name__ == "__main__":
    engine, model, n, seconds, reps, step = sys.argv[1:7]
    args = model, int(n), float(seconds), int(reps)
    if engine == "brian2":
        times, error = brian2(*args, dt=float(step))
    elif engine == "cvode":
        times, error = neuron(*args, tol=float(step))
    else:
        times, error = neuron(*args, dt=float(step))
    print(json.dumps({"seconds": times, "error_ms": error}))
