"""baton as one of the supervisors of bench.py: one node agent with its cluster, HTTP and journal on, N plain commands."""
import bench, os, signal

INSTALL = os.environ.get("BATON_INSTALL") or os.path.join(bench.HERE, "../../../k8s-free-deploy/target/baton-0.1.0/baton-0.1.0")


class Driver(bench.Driver):
    name, note = "baton", "one node agent with cluster, HTTP and sessions, defaults; status: mon"
    up = "HEALTHY"

    def env(self):
        return super().env() | {"BATON_HOME": self.dir, "BATON_NODE": "BENCH"}

    def prepare(self, dir, n):
        os.makedirs(f"{dir}/conf")
        with open(f"{dir}/conf/bench-system-definition.kts", "w") as f:
            f.write('systemDefinition { systems { system(name = "BENCH") { hosts {\n'
                    '  host(name = "BENCH") { item(name = "Address", value = "127.0.0.1") }\n} } } }\n')
        with open(f"{dir}/conf/bench-processes.xml", "w") as f:
            f.write("<processes>\n")
            for s in self.names():
                f.write(f'<process name="{s}"><start>true</start><scheduleRestart>true</scheduleRestart>'
                        f"<command>{bench.CHILD} {s} {self.log}</command></process>\n")
            f.write("</processes>\n")
        self.call([f"{INSTALL}/bin/baton", "install", "--name", "BENCH"])

    def start(self):
        self.proc = self.popen([f"{INSTALL}/bin/baton", "node", "--name", "BENCH"])

    def pids(self):
        return [self.proc.pid]

    def status_command(self):
        return [f"{INSTALL}/bin/baton", "mon"]

    def stop(self):
        self.proc.send_signal(signal.SIGTERM)
