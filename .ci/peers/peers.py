"""One setting of another simulator on one of the two cells.

    peers.py error ENGINE MODEL STEP                   its last spike before 0.995 s is so far off, in ms
    peers.py time  ENGINE MODEL STEP CELLS SECONDS     a measurement for every line that comes in

ENGINE is cvode, cvode-local, so2-table, so2-exact (NEURON; so2 is secondorder=2), rk4 or
exponential_euler (Brian2); STEP is ms, or the absolute tolerance of cvode. A measurement
is the processor time in seconds for 1 s of one cell. Neither building nor set-up nor
recording is timed: each simulator at its best."""
import os, resource, shutil, subprocess, sys, tempfile, time
from cells import GATES, V0, cells, hh_start, motor_start

HERE = os.path.dirname(os.path.abspath(__file__))
TIMES = os.path.join(HERE, "..", "..", "sim", "timing", "testdata", "reference_%s.txt")
SECOND = 1000.0  # ms


def off(model, found):
    """How far the last spike before 0.995 s is off; no number where one is missing."""
    with open(TIMES % model) as f:
        want = [t for t in map(float, f) if t < SECOND - 5]
    return abs(found[len(want) - 1] - want[-1]) if len(found) >= len(want) else float("nan")


def crossings(v, dt):
    """Upward crossings of 0 mV in a trace of every step, by the cubic through four points,
    so that what is off is the integrator and not the sampling."""
    import numpy as np
    v, out = np.asarray(v), []
    for k in np.nonzero((v[:-1] < 0) & (v[1:] >= 0))[0]:
        c = np.polyfit([-1, 0, 1, 2], v[k - 1:k + 3], 3)
        r = [x.real for x in np.roots(c) if abs(x.imag) < 1e-9 and -1e-9 <= x.real <= 1 + 1e-9]
        out.append((k + (r[0] if r else v[k] / (v[k] - v[k + 1]))) * dt)
    return out


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


class Neuron:
    def __init__(self, engine, model, step, n):
        from neuron import h
        self.h, self.n, self.step, self.variable = h, n, step, engine.startswith("cvode")
        if model == "motor":
            h.nrn_load_dll(library())
        h.load_file("stdrun.hoc")
        self.made = [self.cell(model, *c) for c in cells(n)]
        h.celsius = 6.3
        h.usetable_hh = 1 if engine == "so2-table" else 0
        self.cv, self.pc = h.CVode(), h.ParallelContext()
        self.cv.cache_efficient(1)
        if self.variable:
            self.cv.active(1)
            self.cv.use_local_dt(1 if engine == "cvode-local" else 0)
            self.cv.atol(step)
        else:
            h.secondorder, h.dt, h.steps_per_ms = 2, step, 1 / step
        self.pc.set_maxstep(10)

    def cell(self, model, current, factor):
        s = self.h.Section(name="soma")
        s.L = s.diam = (1000 / 3.141592653589793) ** 0.5  # 1000 um2: 0.1 nA is 10 uA/cm2
        s.nseg, s.cm = 1, 1
        if model == "hh":
            s.insert("hh")
            s.ena, s.ek = 50, -77
            s(0.5).hh.gkbar = 0.036 * factor
        else:
            s.insert("motor")
            s(0.5).motor.gK = 0.06 * factor
        clamp = self.h.IClamp(s(0.5))
        clamp.delay, clamp.dur, clamp.amp = 0, 1e9, current * 0.01
        return s, clamp

    def run(self, seconds):
        self.h.finitialize(V0)
        began = time.process_time()
        self.pc.psolve(SECOND * seconds)
        return (time.process_time() - began) / (self.n * seconds)

    def spikes(self):
        s = self.made[0][0]
        if not self.variable:
            trace = self.h.Vector().record(s(0.5)._ref_v)
            self.run(1)
            return crossings(trace.to_python(), self.step)
        found = self.h.Vector()
        watch = self.h.NetCon(s(0.5)._ref_v, None, sec=s)
        watch.threshold = 0
        watch.record(found)
        self.run(1)
        return list(found)


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


class Brian2:
    """A program of its own in C++, one thread."""

    def __init__(self, method, model, step, n, seconds, record=False):
        import brian2 as b
        import numpy as np
        self.n, self.seconds, self.step = n, seconds, step
        self.folder = tempfile.mkdtemp(prefix="quell-brian2-")
        b.set_device("cpp_standalone", directory=self.folder, build_on_run=False)
        b.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-ffast-math"]
        b.prefs.devices.cpp_standalone.openmp_threads = 0
        b.defaultclock.dt = step * b.ms
        group = b.NeuronGroup(n, HH if model == "hh" else MOTOR, method=method, threshold="v > 0", refractory="v > -20", name="cells")
        group.I, group.kf = np.array(cells(n)).T
        names = "v m h n".split() if model == "hh" else ["v"] + [g[0] for g in GATES] + ["ca"]
        for name, x in zip(names, hh_start() if model == "hh" else motor_start()):
            setattr(group, name, x)
        net = b.Network(group, b.SpikeMonitor(group, name="spikes"))
        if record:
            self.trace = b.StateMonitor(group, "v", record=True, when="start")
            net.add(self.trace)
        net.run(SECOND * seconds * b.ms, namespace={})
        self.device = b.device
        self.device.build(directory=self.folder, compile=True, run=False)

    def run(self, _=None):
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.device.run(self.folder, False, [])
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime) / (self.n * self.seconds)

    def spikes(self):
        self.run()
        return crossings(self.trace.v[0], self.step)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def main(what, engine, model, step, n=1, seconds=1):
    step, n, seconds = float(step), int(n), float(seconds)
    if engine in ("rk4", "exponential_euler"):
        it = Brian2(engine, model, step, n, seconds, record=what == "error")
    else:
        it = Neuron(engine, model, step, n)
    try:
        if what == "error":
            print("error", off(model, it.spikes()), flush=True)
            return
        print("ready", flush=True)
        for _ in sys.stdin:
            print("seconds", it.run(seconds), flush=True)
    finally:
        if hasattr(it, "close"):
            it.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
