#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a delivered message costs the relay, against a bare TLS forwarder of the same frames.

Usage: bench-relay.py RELAY FORWARDER LOAD [ROUNDS [SECONDS]]. Processor time (user and system) of
the server alone, divided by messages of 1 KiB delivered between 200 pairs with one in flight each.
The servers are measured in turn, in short rounds, and the median counts. Exits with 1 if idle
connections make a message dearer than is promised.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PAIRS = 200
IDLE = 5000
FLAT = 1.10
SETTINGS = f"""
[relay]
listen=127.0.0.1:0
[limits]
connections-per-source={IDLE + 4 * PAIRS}
login-seconds=86400
requests-per-second=1000000
"""


class Server:
    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.load = None

    def cpu_seconds(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def connect(self, program, idle, *more):
        self.load = subprocess.Popen(
            [program, self.kind, str(self.port), str(PAIRS), str(idle), *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.load.stdout.readline() != "ready\n":
            raise RuntimeError(f"the load for the {self.kind} did not get ready")

    def measure(self, seconds):
        """Microseconds of processor time a message, messages a second, and the median and 99th
        percentile of their time."""
        before = self.cpu_seconds()
        self.load.stdin.write(f"{seconds}\n")
        self.load.stdin.flush()
        count, took, median, p99 = map(float, self.load.stdout.readline().split())
        return (self.cpu_seconds() - before) / count * 1e6, count / took, median, p99

    def end(self):
        for process in self.load, self.process:
            if process is not None:
                process.kill()
                process.wait()


class Forwarder(Server):
    kind = "forwarder"

    def start(self, program):
        self.process = subprocess.Popen([program, str(self.folder)], stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline())


class Relay(Server):
    kind = "relay"

    def start(self, program):
        config, port_file = self.folder / "relay.conf", self.folder / "port"
        config.write_text(SETTINGS)
        arguments = [program, "--config", str(config), "--state-dir", str(self.folder / "state")]
        with open(self.folder / "log", "w") as log:
            self.process = subprocess.Popen(arguments + ["--port-file", str(port_file)],
                                            stdout=subprocess.PIPE, stderr=log, text=True)
        self.process.stdout.readline()
        while not port_file.exists() and self.process.poll() is None:
            time.sleep(0.01)
        self.port = int(port_file.read_text())
        self.link = subprocess.check_output(
            arguments + ["invite", "--uses", str(2 * PAIRS)], text=True).strip()


def show(name, rows):
    cost, rate, median, p99 = (statistics.median(column) for column in zip(*rows))
    print(f"{name:<26}{cost:>12.1f}{rate:>12.0f}{median:>12.0f}{p99:>12.0f}")


def main():
    relay_program, forwarder_program, load = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    seconds = float(sys.argv[5]) if len(sys.argv) > 5 else 3
    with tempfile.TemporaryDirectory(prefix="motus-bench-") as name:
        folder = pathlib.Path(name)
        forwarder, relay, crowded = (Forwarder(folder / "forwarder"), Relay(folder / "relay"),
                                     Relay(folder / "crowded"))
        servers = [forwarder, relay, crowded]
        try:
            forwarder.start(forwarder_program)
            forwarder.connect(load, 0)
            relay.start(relay_program)
            relay.connect(load, 0, relay.link)
            crowded.start(relay_program)
            crowded.connect(load, IDLE, crowded.link)
            memory = (crowded.resident_kib() - relay.resident_kib()) / IDLE
            results = {server: [] for server in servers}
            time.sleep(1.5)     # the last news of who is there
            for _ in range(rounds):
                for server in servers:
                    results[server].append(server.measure(seconds))
        finally:
            for server in servers:
                server.end()

        print(f"{f'{PAIRS} pairs, 1 KiB':<26}{'CPU us/msg':>12}{'msg/s':>12}{'median us':>12}"
              f"{'p99 us':>12}")
        show("forwarder", results[forwarder])
        show("relay", results[relay])
        show(f"relay, {IDLE} idle", results[crowded])
        ratio = statistics.median(a[0] / b[0] for a, b in zip(results[relay], results[forwarder]))
        flat = statistics.median(a[0] / b[0] for a, b in zip(results[crowded], results[relay]))
        print(f"relay to forwarder: {ratio:.2f}")
        print(f"{IDLE} idle to none: {flat:.2f} (at most {FLAT:.2f})")
        print(f"memory of an idle connection: {memory:.1f} KiB")
        return 1 if flat > FLAT else 0


sys.exit(main())
