#!/usr/bin/env python3
"""The console of real agents in a real Chromium: the first view, the time from a change to the screen, and what a page costs its agent.

    src/test/bench/console.py [--nodes 12] [--processes 200] [--views 9] [--kills 30] [--streams 10] [--seconds 60] [--rounds 3]

Each node is an agent at a loopback address, each process a `sleep`. Wants root, chromium, chromedriver and curl: all of it runs in namespaces
of its own and ends with this script. BATON_INSTALL names the distribution. Prints Markdown.

  first view   navigation to the first contentful paint, and to the drawn table; with an empty cache and with a kept one. The session is there.
  change       kill -9 of a process to the frame that shows its cell as MISSING, for rows and columns in sight.
  cost         CPU of the watched agent (schedstat) with and without streams, in turns, while one process a second dies somewhere.
"""
import argparse, json, os, random, shutil, statistics, subprocess, sys, tempfile, time, urllib.request
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench

INSTALL = os.environ.get("BATON_INSTALL") or os.path.join(bench.HERE, "../../../k8s-free-deploy/target/baton")
OWN = ["unshare", "--pid", "--fork", "--mount-proc", "--mount", "--net", "--kill-child"]
FIRST_ROWS, FIRST_COLUMNS = 6, 5
SEEN = """
window.seen = {};
window.wanted = new Map();
new MutationObserver(() => {
  if (!seen.table && document.querySelector('#rows tr[data-line]')) requestAnimationFrame(() => { seen.table ??= performance.now(); });
  for (const [label, tell] of wanted) {
    if (!document.querySelector(`[aria-label="${label}"]`)) continue;
    wanted.delete(label);
    requestAnimationFrame(() => tell(Date.now()));
  }
}).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
"""


def until(what, condition, seconds=240):
    end = time.monotonic() + seconds
    while True:
        try:
            found = condition()
            if found:
                return found
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(.25)


def ask(url, body=None, token=None, timeout=60):
    headers = {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})
    request = urllib.request.Request(url, headers=headers, data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return json.load(answer)


class Cluster:
    def __init__(self, folder, nodes, processes):
        self.home, self.size, self.names = folder + "/home", processes, [f"N{1 + i:02d}" for i in range(nodes)]
        os.makedirs(self.home + "/conf")
        hosts = "\n".join(f'host(name = "{name}") {{ item(name = "Address", value = "127.203.0.{1 + i}") }}' for i, name in enumerate(self.names))
        self.write("bench-system-definition.kts", f'systemDefinition {{ systems {{ system(name = "BENCH") {{ hosts {{ {hosts} }} }} }} }}\n')
        self.write("bench-processes.xml", "<processes>\n" + "".join(
            f'<process name="P{i:03d}"><groupId>G{i // 20:02d}</groupId><start>true</start><command>sleep 1000000</command></process>\n'
            for i in range(processes)) + "</processes>\n")
        self.write("baton.conf", "baton.http.tls = off\nbaton.cluster.tls = off\n")
        subprocess.run([f"{INSTALL}/bin/baton", "install", "--name", self.names[0]], env=self.env(self.names[0]), check=True, capture_output=True)
        self.agents = {name: subprocess.Popen([f"{INSTALL}/bin/baton", "node", "--name", name], env=self.env(name), start_new_session=True,
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for name in self.names}
        self.url = "http://127.203.0.1:8558"

    def write(self, name, text):
        with open(f"{self.home}/conf/{name}", "w") as f:
            f.write(text)

    def env(self, name):
        return os.environ | {"BATON_HOME": self.home, "BATON_NODE": name}

    def token(self):
        return bench.read(f"{self.home}/run/{self.names[0]}/token").strip()

    def seen(self):
        return ask(self.url + "/api/v1/mon-cluster", token=self.token())["nodes"]

    def await_all(self):
        until("all processes are healthy, as the first node sees it", lambda: all(
            node["state"] == "UP" and sum(process["state"] == "UP" for process in node["processes"]) == self.size for node in self.seen()
        ) and len(self.seen()) == len(self.names), 600)

    def pids(self):
        """By node and process, as each agent says itself. One that has just joined a larger cluster answers 503 for a moment."""
        return until("each agent tells its processes", lambda: {(name, process["name"]): process["pid"] for i, name in enumerate(self.names) for process in
                ask(f"http://127.203.0.{1 + i}:8558/api/v1/mon", token=bench.read(f"{self.home}/run/{name}/token").strip())["processes"]})


class Browser:
    """By chromedriver's HTTP protocol."""

    def __init__(self, folder):
        self.driver = subprocess.Popen(["chromedriver", "--port=9515"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("chromedriver", lambda: ask("http://127.0.0.1:9515/status")["value"]["ready"], 30)
        args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,900", "--user-data-dir=" + folder]
        self.session = "http://127.0.0.1:9515/session"
        made = self.post("", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": args}, "timeouts": {"script": 60_000}}}})
        self.session += "/" + made["sessionId"]
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=SEEN)

    def post(self, path, body):
        return ask(self.session + path, body, timeout=120)["value"]

    def cdp(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def go(self, url):
        self.post("/url", {"url": url})

    def run(self, script, *arguments):
        return self.post("/execute/async", {"script": script, "args": list(arguments)})


def log_in(browser, cluster):
    browser.go(cluster.url + "/console")
    status = browser.run("""const [token, done] = arguments;
        fetch('/api/v1/console/login', {method: 'POST', headers: {'Baton-Console': '1', 'Content-Type': 'application/json'}, body: JSON.stringify({token})})
            .then(answer => done(answer.status));""", cluster.token())
    assert status == 200, status


def first_view(browser, cluster, empties_cache):
    browser.go("about:blank")
    if empties_cache:
        browser.cdp("Network.clearBrowserCache")
    browser.go(cluster.url + "/console")
    return browser.run("""const done = arguments[0];
        (function look() {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          if (paint && seen.table) done({ paint: paint.startTime, table: seen.table, bytes: performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
              .filter(it => !it.name.includes('/api/')).reduce((sum, it) => sum + it.transferSize, 0) });
          else setTimeout(look, 20);
        })();""")


def changes(browser, cluster, pids, kills):
    """Milliseconds from a kill to the screen."""
    browser.go("about:blank")
    browser.go(cluster.url + "/console")
    rows = [f"P{i:03d}" for i in range(min(FIRST_ROWS, cluster.size))]
    all_cells = [(node, row) for node in cluster.names[:FIRST_COLUMNS] for row in rows]
    random.shuffle(all_cells)
    found = []
    for node, process in all_cells[:kills]:
        label = f"{process} on {node}"
        # What needs a look stands above the table, and only what is in sight is drawn.
        browser.run("""const [label, done] = arguments; (function look() {
            document.getElementById('rows')?.scrollIntoView();
            if (document.querySelector(`[aria-label="${label}: HEALTHY"]`)) done(); else setTimeout(look, 100);
          })();""", label)
        browser.post("/execute/sync", {"script": "window.told = new Promise(tell => wanted.set(arguments[0], tell));", "args": [label + ": MISSING"]})
        time.sleep(random.uniform(.2, .9))  # an agent that looks twice a second is met at any phase
        begun = time.time()
        os.kill(pids.pop((node, process)), 9)
        found.append(browser.run("told.then(arguments[0]);") - begun * 1000)
    return found


def watched(cluster, pids, streams, seconds, token):
    """Percent of a core that the agent took, and bytes a second of a stream."""
    curl = ["curl", "-sN", "--compressed", "-m", str(seconds), "-o", "/dev/null", "-w", "%{size_download}", "-H", "Authorization: Bearer " + token,
            cluster.url + "/api/v1/console/stream"]
    pages = [subprocess.Popen(curl, stdout=subprocess.PIPE, text=True) for _ in range(streams)]
    agent = [cluster.agents[cluster.names[0]].pid]
    time.sleep(seconds * .2)  # the first telling is no running cost
    begun, before = time.monotonic(), bench.cpu(agent)[0]
    while time.monotonic() - begun < seconds * .7:
        if pids:
            os.kill(pids.pop(random.choice(list(pids))), 9)
        time.sleep(1)
    spent, took = bench.cpu(agent)[0] - before, time.monotonic() - begun
    sizes = [int(page.communicate()[0] or 0) for page in pages]
    return spent / 1e7 / took, sum(sizes) / max(1, len(sizes))


def shown(values):
    return f"{statistics.median(values):.0f} | {min(values):.0f} to {max(values):.0f}"


def measure(o, folder):
    bench.subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    cluster = Cluster(folder, o.nodes, o.processes)
    cluster.await_all()
    pids, token = cluster.pids(), cluster.token()
    time.sleep(o.settle)
    print(f"{o.nodes} nodes x {o.processes} processes; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {bench.busy(2):.0f} % busy\n", flush=True)
    browser = Browser(folder + "/profile")
    log_in(browser, cluster)
    print("| ms | median | least to greatest |\n|---|---|---|")
    for name, empties in (("empty cache", True), ("kept cache", False)):
        views = [first_view(browser, cluster, empties) for _ in range(o.views)]
        print(f"| first paint, {name} | {shown([view['paint'] for view in views])} |")
        print(f"| table, {name} | {shown([view['table'] for view in views])} |", flush=True)
        if empties:
            files = max(view["bytes"] for view in views)
    if o.kills:
        print(f"| kill to screen | {shown(changes(browser, cluster, pids, o.kills))} |", flush=True)
    browser.go("about:blank")
    print(f"\nfiles of the page with an empty cache: {files / 1024:.0f} KiB\n")
    alone, with_pages, sizes = [], [], []
    for _ in range(o.rounds):
        alone.append(watched(cluster, pids, 0, o.seconds, token)[0])
        percent, size = watched(cluster, pids, o.streams, o.seconds, token)
        with_pages.append(percent)
        sizes.append(size)
    if o.rounds:
        each = (statistics.mean(with_pages) - statistics.mean(alone)) / o.streams
        print(f"agent alone {', '.join(f'{value:.2f}' for value in alone)} % of a core; with {o.streams} streams "
              f"{', '.join(f'{value:.2f}' for value in with_pages)} %: {each:.3f} % each; a stream has {statistics.mean(sizes) / 1024:.0f} KiB in {o.seconds} s, "
              f"the first telling among them; load {os.getloadavg()[0]:.1f}", flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--nodes", type=int, default=12)
    a.add_argument("--processes", type=int, default=200)
    a.add_argument("--views", type=int, default=9)
    a.add_argument("--kills", type=int, default=30)
    a.add_argument("--streams", type=int, default=10)
    a.add_argument("--seconds", type=float, default=60)
    a.add_argument("--rounds", type=int, default=3)
    a.add_argument("--settle", type=float, default=20, help="seconds before the first figure")
    a.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    o = a.parse_args()
    if not o.inside:
        if os.getuid() != 0:
            sys.exit("console.py wants root, for namespaces of its own")
        sys.exit(subprocess.run([*OWN, sys.executable, os.path.abspath(__file__), *sys.argv[1:], "--inside"]).returncode)
    folder = tempfile.mkdtemp(prefix="console")
    os.chmod(folder, 0o755)
    try:
        measure(o, folder)
    finally:
        if os.getpid() == 1:
            os.kill(-1, 9)  # all that runs in the namespace
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
