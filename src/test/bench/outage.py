#!/usr/bin/env python3
"""How long no primary runs when the primary's host dies, under each guard: from kill -9 of all that runs there to the first line of the
primaryOnly program on the other host. The order comes at once, so what is measured is what baton waits for and does, not a person.

    src/test/bench/outage.py [--guards operator,fence,majority,database] [--times 3]

Default settings: agent-loss-grace 15 s, margin 3 s, answer-within 2 s. Hosts are agents at loopback addresses of this machine. Guard
database wants PostgreSQL in /usr/lib/postgresql. BATON_INSTALL names the distribution. Prints a Markdown table.
"""
import argparse, glob, json, os, pwd, shutil, signal, statistics, subprocess, tempfile, time
sys_path = os.path.dirname(os.path.abspath(__file__))
INSTALL = os.environ.get("BATON_INSTALL") or sys_path + "/../../../k8s-free-deploy/target/baton"
NET = f"127.202.{1 + os.getpid() % 250}"
HOSTS = {"operator": ["NodeA", "NodeB"], "fence": ["NodeA", "NodeB"], "majority": ["NodeA", "NodeB", "NodeW"], "database": ["NodeA", "NodeB"]}


class Database:
    """A PostgreSQL on a port of its own, as Debian's user where this is root."""

    def __init__(self, folder):
        self.bin, self.data = max(glob.glob("/usr/lib/postgresql/*/bin")), folder + "/data"
        os.makedirs(folder)
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        run(self.user + [f"{self.bin}/initdb", "-D", self.data, "-U", "baton", "-A", "trust"])
        self.process = subprocess.Popen(self.user + [f"{self.bin}/postgres", "-D", self.data, "-k", folder, "-c", "listen_addresses=127.0.0.1", "-p", "5499"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = "jdbc:postgresql://127.0.0.1:5499/postgres?user=baton"

    def close(self):
        run(self.user + [f"{self.bin}/pg_ctl", "-D", self.data, "-m", "immediate", "stop"])
        self.process.wait()


def run(words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more)


def until(what, condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(.02)


class Cluster:
    def __init__(self, folder, guard, database):
        self.folder, self.guard, self.hosts, self.agents = folder, guard, HOSTS[guard], {}
        os.makedirs(folder + "/conf")
        self.record = folder + "/record"
        items = {host: f'item(name = "Address", value = "{NET}.{1 + number}")' for number, host in enumerate(self.hosts)}
        if guard == "fence":
            items["NodeA"] += '\nitem(name = "FenceCommand", value = "sh -c true")'
        if guard == "majority":
            items["NodeW"] += '\nitem(name = "Witness", value = "true")'
        hosts = "\n".join(f'host(name = "{host}") {{ {text} }}' for host, text in items.items())
        self.write("outage-system-definition.kts", f'systemDefinition {{ systems {{ system(name = "OUTAGE") {{ hosts {{ {hosts} }} }} }} }}\n')
        self.write("outage-processes.xml", '<processes><process name="ONE"><start>true</start><primaryOnly>true</primaryOnly>'
                   f'<command>sh -c \'echo $BATON_NODE $(date +%s%N) >> {self.record}; exec sleep 100000\'</command></process></processes>\n')
        text = "" if guard == "fence" else f"baton.primary.guard = {guard}\n"
        self.write("baton.conf", text + (f'baton.primary.database.url = "{database.url}"\n' if guard == "database" else ""))
        for host in self.hosts:
            self.baton(host, "install", "--name", host)
            self.agents[host] = subprocess.Popen([f"{INSTALL}/bin/baton", "node", "--name", host], env=self.env(host), start_new_session=True,
                                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def write(self, name, text):
        with open(f"{self.folder}/conf/{name}", "w") as f:
            f.write(text)

    def env(self, host):
        return os.environ | {"BATON_HOME": self.folder, "BATON_NODE": host}

    def baton(self, host, *words):
        return run([f"{INSTALL}/bin/baton", *words], env=self.env(host))

    def ups(self, host):
        try:
            nodes = json.loads(self.baton(host, "mon-cluster", "--output", "json").stdout)["nodes"]
            return sum(node["state"] == "UP" for node in nodes)
        except subprocess.CalledProcessError:
            return 0

    def lines(self):
        return open(self.record).read().splitlines() if os.path.exists(self.record) else []

    def measure(self):
        until("all hosts see each other", lambda: all(self.ups(host) == len(self.hosts) for host in self.hosts))
        self.baton("NodeA", "set-primary")
        until("NodeA runs it", lambda: len(self.lines()) == 1)
        time.sleep(5)  # as long as a lease that was renewed a few times
        pids = [int(pid) for pid in glob.glob1("/proc", "[0-9]*") if of_host(pid, self.folder, "NodeA")]
        begun = time.time_ns()
        for pid in pids + [self.agents["NodeA"].pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        more = {"operator": ["--confirm-down", "NodeA"], "fence": ["--fence", "NodeA"]}.get(self.guard, [])
        self.baton("NodeB", "set-primary", *more)
        until("NodeB runs it", lambda: len(self.lines()) == 2)
        node, at = self.lines()[1].split()
        assert node == "NodeB", self.lines()
        return (int(at) - begun) / 1e9

    def close(self):
        for agent in self.agents.values():
            agent.send_signal(signal.SIGTERM)
        for agent in self.agents.values():
            agent.wait(60)


def of_host(pid, home, node):
    try:
        with open(f"/proc/{pid}/environ", "rb") as f:
            words = f.read().split(b"\0")
        return f"BATON_HOME={home}".encode() in words and f"BATON_NODE={node}".encode() in words
    except OSError:
        return False


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--guards", default=",".join(HOSTS))
    a.add_argument("--times", type=int, default=3)
    o = a.parse_args()
    print("| guard | order | p50, s | least to greatest, s |\n|---|---|---|---|")
    for guard in o.guards.split(","):
        found = []
        for _ in range(o.times):
            folder = tempfile.mkdtemp(prefix="outage")
            os.chmod(folder, 0o755)
            database = Database(folder + "/database") if guard == "database" else None
            try:
                cluster = Cluster(folder + "/home", guard, database)
                try:
                    found.append(cluster.measure())
                finally:
                    cluster.close()
            finally:
                if database:
                    database.close()
                shutil.rmtree(folder, ignore_errors=True)
        order = {"operator": "`--confirm-down`", "fence": "`--fence`"}.get(guard, "nothing more")
        print(f"| {guard} | {order} | {statistics.median(found):.1f} | {min(found):.1f} to {max(found):.1f} |", flush=True)


if __name__ == "__main__":
    main()
