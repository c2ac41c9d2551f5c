#!/usr/bin/env python3
"""How long a switchover takes with real servers: a Spring Boot application with H2 and JPA, the process engine Flowable, and Apache Artemis. Each
starts cold, cold with an AOT cache, as a standby held before main, the same with a cache, and, but for Artemis, as one with @AwaitsPrimary.

    src/test/bench/servers.py [--servers orders,engine,broker] [--times 10] [--variants @AwaitsPrimary]

Builds the servers with Maven, from Maven Central, and runs two agents at loopback addresses of this machine, which need JAVA_HOME to be a
JDK 25. BATON_INSTALL names the distribution. Prints a Markdown table: milliseconds from the order, medians, without the time that the
former primary's process takes to stop.
"""
import argparse, glob, json, os, re, shutil, statistics, subprocess, tempfile, time, urllib.request
HERE = os.path.dirname(os.path.abspath(__file__))
INSTALL = os.path.abspath(os.environ.get("BATON_INSTALL") or HERE + "/../../../k8s-free-deploy/target/baton")
NODES = {"NodeA": "127.0.49.1", "NodeB": "127.0.49.2"}
PORT = 18080
# The standby, whether a cache is made, and the main class where it is not the usual one.
VARIANTS = {
    "cold": ("cold", False), "cold, with a cache": ("cold", True), "warm, held before `main`": ("warm", False),
    "warm, held before `main`, with a cache": ("warm", True), "warm, `@AwaitsPrimary`": ("warm", False),
    "warm, `@AwaitsPrimary`, with a cache": ("warm", True)}
MAINS = {"orders": "orders.HeldBeforeMain", "engine": "engine.HeldBeforeMain", "broker": "broker.Broker"}
AWAITS = {"orders": "orders.Orders", "engine": "engine.Engine"}
ARGUMENTS = {"orders": "--server.port={port}", "engine": "--server.port={port}", "broker": "{port} data"}


def run(words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def until(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(.05)


def build(server):
    client = glob.glob(INSTALL + "/lib/baton/baton-client-*.jar")[0]
    run(["mvn", "-B", "-ntp", "-q", "package", "dependency:copy-dependencies", "-DoutputDirectory=target/lib", "-DincludeScope=runtime",
         "-Dclient.jar=" + client], cwd=f"{HERE}/servers/{server}")


class Cluster:
    def __init__(self, folder, server, variant):
        self.folder, self.server, self.agents = folder, server, []
        self.standby, self.is_cached = VARIANTS[variant]
        main = (AWAITS if "Awaits" in variant else MAINS)[server]
        os.makedirs(folder + "/conf")
        os.makedirs(folder + "/lib")
        target = f"{HERE}/servers/{server}/target"
        for jar in glob.glob(target + "/*.jar") + glob.glob(target + "/lib/*.jar"):
            shutil.copy(jar, folder + "/lib")
        hosts = "\n".join(f'host(name = "{node}") {{ item(name = "Address", value = "{address}") }}' for node, address in NODES.items())
        self.write("servers-system-definition.kts", f'systemDefinition {{ systems {{ system(name = "SERVERS") {{ hosts {{ {hosts} }} }} }} }}\n')
        same = f"<mainClass>{main}</mainClass><classpath>*</classpath>"
        arguments = ARGUMENTS[server]
        self.write("servers-processes.xml", f"""<processes>
            <process name="ONE"><primaryOnly>true</primaryOnly><standby>{self.standby}</standby>{same}<options>-Xmx256m</options>
              <arguments>{arguments.format(port=PORT)}</arguments><readiness period="20 ms">tcp {PORT}</readiness></process>
            <process name="TWIN"><start>false</start><stopWithin>60 s</stopWithin><aotCache>train</aotCache>{same}<options>-Xmx256m -Dbench.twin=true</options>
              <arguments>{arguments.format(port=0)}</arguments><readiness>log {'Started|AMQ221007'}</readiness></process>
          </processes>""")
        run([f"{INSTALL}/bin/baton", "--node", "NodeA", "install", "--no-caches"], env=self.env("NodeA"))

    def write(self, name, text):
        with open(f"{self.folder}/conf/{name}", "w") as f:
            f.write(text)

    def env(self, node):
        return os.environ | {"BATON_HOME": self.folder, "BATON_NODE": node}

    def baton(self, node, *words):
        return run([f"{INSTALL}/bin/baton", *words], env=self.env(node))

    def open(self):
        for node in NODES:
            self.agents.append(subprocess.Popen([f"{INSTALL}/bin/baton", "node", "--name", node], env=self.env(node), start_new_session=True,
                                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            until(node + " answers", lambda: self.get(node, "mon"))
        for node in NODES:
            until(node + " sees both", lambda: sum(seen["state"] == "UP" for seen in self.get(node, "mon-cluster")["nodes"]) == 2)

    def close(self):
        for agent in self.agents:
            agent.terminate()
        for agent in self.agents:
            agent.wait(60)
        self.agents = []

    def train(self):
        """The cache of a twin: a primaryOnly process records none."""
        self.open()
        for node in NODES:
            self.baton(node, "start-process", "TWIN")
            until("the twin works", lambda: self.process(node, "TWIN")["status"] == "HEALTHY")
            self.baton(node, "kill-process", "TWIN")
            until("a cache is made", lambda: re.search(r"TWIN +ready", self.baton(node, "caches")))
        self.close()

    def get(self, node, path, body=None):
        try:
            token = open(f"{self.folder}/run/{node}/token").read().strip()
            headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
            request = urllib.request.Request(f"http://{NODES[node]}:8558/api/v1/{path}", body and json.dumps(body).encode(), headers)
            return json.loads(urllib.request.urlopen(request, timeout=120).read().splitlines()[-1])
        except OSError:
            if body:
                raise
            return None

    def process(self, node, name):
        return next(process for process in self.get(node, "mon")["processes"] if process["name"] == name)

    def move(self, node):
        """Milliseconds without the former one's stop: of baton itself, to the first line of the program, to ready."""
        if self.standby == "warm":
            until("the standby is warm", lambda: self.process(node, "ONE")["pid"] and "not warm" not in self.process(node, "ONE")["message"])
        ordered = time.time() * 1000
        self.get(node, "primary", {"target": node, "confirmDown": [], "by": "bench", "reason": ""})
        phases = {}

        def complete():
            last = self.get(node, "history")[-1]
            phases.update({phase["name"]: phase["millis"] for phase in last["phases"]})
            return last["to"] == node and "ready" in phases
        until("it is ready", complete)
        text = "".join(open(log).read() for log in glob.glob(f"{self.folder}/logs/{node}/ONE.log*"))
        begun = min(at for at in map(int, re.findall(r"begun (\d+)", text)) if at >= int(ordered))
        stop = phases.get("stop", 0)
        own = sum(phases.get(name, 0) for name in ("ask", "release", "commit", "spawn")) - stop
        return own, begun - ordered - stop, own + phases["ready"]

    def cost(self):
        """PSS in MiB, and part of a core in 20 s, of the process at work and of its standby."""
        pids = {self.process(node, "ONE")["pid"] for node in NODES} - {None}
        before = {pid: ticks(pid) for pid in pids}
        time.sleep(20)
        return sorted(((ticks(pid) - before[pid]) / os.sysconf("SC_CLK_TCK") / 20 * 100, pss(pid)) for pid in pids)


def ticks(pid):
    fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def pss(pid):
    return int(re.search(r"^Pss: +(\d+)", open(f"/proc/{pid}/smaps_rollup").read(), re.M)[1]) / 1024


def measure(server, variant, times):
    folder = tempfile.mkdtemp(prefix="servers-bench")
    cluster = Cluster(folder, server, variant)
    try:
        if cluster.is_cached:
            cluster.train()
        cluster.open()
        names = list(NODES)
        cluster.move(names[1])
        cluster.move(names[0])
        figures = [cluster.move(names[(number + 1) % 2]) for number in range(times)]
        cost = cluster.cost() if cluster.standby == "warm" else []
        medians = [statistics.median(column) for column in zip(*figures)]
        most = max(figure[2] for figure in figures)
        print(f"| {server} | {variant} | " + " | ".join(f"{value:.0f}" for value in (*medians, most)) + " |"
              + "".join(f" {part:.1f} % {size:.0f} MiB" for part, size in cost), flush=True)
    finally:
        cluster.close()
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", default="orders,engine,broker")
    parser.add_argument("--variants", default="", help="only those with this text")
    parser.add_argument("--times", type=int, default=10)
    chosen = parser.parse_args()
    print("| server | | baton itself | first line | ready | ready, most |\n|---|---|---:|---:|---:|---:|", flush=True)
    for server in chosen.servers.split(","):
        build(server)
        for variant in VARIANTS:
            if chosen.variants in variant and ("Awaits" not in variant or server in AWAITS):
                measure(server, variant, chosen.times)


main()
