"""baton as one of the supervisors of bench.py: one node agent with its cluster, HTTP and journal on, N plain commands."""
import bench, datetime, os, signal, time

INSTALL = os.environ.get("BATON_INSTALL") or os.path.join(bench.HERE, "../../../k8s-free-deploy/target/baton")

ADDRESS = f"127.201.{os.getpid() % 250}.{1 + os.getpid() // 250 % 250}"


class Driver(bench.Driver):
    name, note = "baton", "one node agent with cluster, HTTP and sessions, defaults; status: mon"
    up = "HEALTHY"

    def env(self):
        return super().env() | {"BATON_HOME": self.dir, "BATON_NODE": "BENCH"}

    def prepare(self, dir, n):
        os.makedirs(f"{dir}/conf")
        with open(f"{dir}/conf/bench-system-definition.kts", "w") as f:
            f.write('systemDefinition { systems { system(name = "BENCH") { hosts {\n'
                    # Not 127.0.0.1, where other agents of this machine may listen.
                    f'  host(name = "BENCH") {{ item(name = "Address", value = "{ADDRESS}") }}\n}} }} }} }}\n')
        with open(f"{dir}/conf/bench-processes.xml", "w") as f:
            f.write("<processes>\n")
            for s in self.names():
                f.write(f'<process name="{s}"><start>true</start><scheduleRestart>true</scheduleRestart>'
                        f"<command>{bench.CHILD} {s} {self.log}</command></process>\n")
            f.write("</processes>\n")
        with open(f"{dir}/conf/baton.conf", "w") as f:
            f.write("baton.process.stable-after = 0 s\n")
        self.call([f"{INSTALL}/bin/baton", "install", "--name", "BENCH"])

    def start(self):
        self.proc = self.popen([f"{INSTALL}/bin/baton", "node", "--name", "BENCH"])

    def marks(self):
        """When the agent was up, which is when it answers, and when it first did anything for a process; CLOCK_MONOTONIC ns."""
        offset, found = time.time_ns() - bench.now(), {}
        for line in bench.read(self.dir + "/logs/BENCH/agent.log").splitlines():
            for name, text in (("up", " Listening on "), ("first", " Starting processes=")):
                if text in line and name not in found:
                    at = datetime.datetime.fromisoformat(line.split(" ")[0].replace("Z", "+00:00")).timestamp()
                    found[name] = int(at * 1e9) - offset
        return found

    def pids(self):
        return [self.proc.pid]

    def status_command(self):
        return [f"{INSTALL}/bin/baton", "mon"]

    def stop(self):
        self.proc.send_signal(signal.SIGTERM)
