#!/usr/bin/env python3
"""What a scrape each 15 s costs an agent: two agents at the same time on this machine, one scraped, one not.

    src/test/bench/scrape.py [--processes 100] [--before 240] [--warm 180] [--seconds 300] [--every 15] [--accept TEXT]

Prints for both the CPU over that time in % of a core (of /proc/PID/stat and schedstat), and the memory at its end (PSS, and what
is the agent's own). Both have the same noise of the machine. Wants what run wants; BATON_INSTALL names the distribution.
"""
import argparse, ctypes, json, os, subprocess, sys, time, urllib.request
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import baton_driver, bench


def own(pid):
    """MiB of pages that no other process has."""
    lines = bench.read(f"/proc/{pid}/smaps_rollup").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean:", "Private_Dirty:"))) / 1024


def scrape(url, accept):
    request = urllib.request.Request(url, headers={"Accept": accept, "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return len(answer.read())


def agent(name):
    return type("Agent", (baton_driver.Driver,), {"name": name})


def caches():
    """Makes the start-up caches of the distribution, so that both agents have them from the start."""
    run = bench.Run(agent("baton-caches"), 1)
    run.d.prepare(run.d.dir, 1)


def measure(o):
    cls = agent("baton-scraped" if o.scraped else "baton-unscraped")
    with bench.Run(cls, o.processes) as run:
        pid, size = run.d.proc.pid, 0
        url = f"http://{baton_driver.ADDRESS}:8559/metrics"

        def spend(seconds, every):
            nonlocal size
            end = time.monotonic() + seconds
            while time.monotonic() < end:  # within a second an agent gives the same observation again
                if o.scraped:
                    size = scrape(url, o.accept)
                time.sleep(max(0, min(every, end - time.monotonic())))

        run.settle()
        spend(o.before * 1.05, 1.05)
        spend(o.warm, o.every)
        ns, ticks, _, _ = bench.cpu([pid])
        spend(o.seconds, o.every)
        after, ticks_after, _, _ = bench.cpu([pid])
        result = {"cpu_percent": (after - ns) / 1e7 / o.seconds, "cpu_percent_by_ticks": (ticks_after - ticks) / o.seconds,
                  "pss_mib": bench.memory([pid])["pss_mib"], "own_mib": own(pid), "bytes": size}
        print(json.dumps(result), flush=True)
        sys.stdin.read()  # the pages that both agents share would be the other's own after an end
        run.stop()


def last_line(one):
    """What a run measured; it waits for the other then."""
    for line in one.stdout:
        if line.startswith("{"):
            return json.loads(line)
    sys.exit("a run ended without a result")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--processes", type=int, default=100)
    a.add_argument("--warm", type=float, default=180)
    a.add_argument("--before", type=int, default=0, help="scrapes before that, one each 1.05 s: an hour has 240")
    a.add_argument("--seconds", type=float, default=300)
    a.add_argument("--every", type=float, default=15)
    a.add_argument("--accept", default="application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
    a.add_argument("--scraped", action="store_true", help=argparse.SUPPRESS)
    a.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    o = a.parse_args()
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    if o.one:
        return measure(o)
    os.makedirs(bench.TMP, exist_ok=True)
    bench.build()
    caches()
    both = [subprocess.Popen([sys.executable, __file__, "--one", *sys.argv[1:], *extra], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True) for extra in ([], ["--scraped"])]
    without, scraped = (last_line(one) for one in both)
    for one in both:
        one.communicate()
    for key in without:
        print(f"{key:22} without {without[key]:9.3f}   with {scraped[key]:9.3f}   more {scraped[key] - without[key]:8.3f}")


if __name__ == "__main__":
    main()
