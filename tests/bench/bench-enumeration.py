#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a wrong password for a name that exists can be told from one for a name that does not.

Usage: bench-enumeration.py RELAY PROGRAM [TRIES]. By default 10,000 tries for each kind of name,
once with buckets that stay open and once with buckets that are locked, over one connection in an
order of chance. Compares the bytes of every answer and the time it took: medians, and the two-sample
test of Kolmogorov and Smirnov. Exits with 1 if lengths differ or medians are too far apart.
"""

import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

TRIES = 10000
TRIES_A_NAME = 50       # fewer than lock a bucket where it shall stay open
APART = 50              # microseconds between the medians, at most
SETTINGS = """
[relay]
listen=127.0.0.1:0
[limits]
login-seconds=86400
requests-per-second=1000000
login-failures={failures}
login-lock-seconds=86400
"""


def run(relay_program, program, folder, failures, names):
    folder.mkdir()
    config, port_file = folder / "relay.conf", folder / "port"
    config.write_text(SETTINGS.format(failures=failures))
    arguments = [relay_program, "--config", str(config), "--state-dir", str(folder / "state")]
    with open(folder / "log", "w") as log:
        relay = subprocess.Popen(arguments + ["--port-file", str(port_file)],
                                 stdout=subprocess.DEVNULL, stderr=log)
    try:
        while not port_file.exists() and relay.poll() is None:
            time.sleep(0.01)
        link = subprocess.check_output(arguments + ["invite", "--uses", str(names)],
                                       text=True).strip()
        output = subprocess.check_output([program, port_file.read_text().strip(), link, str(names),
                                          str(TRIES_A_NAME)], text=True)
    finally:
        relay.kill()
        relay.wait()
    return [tuple(map(int, line.split())) for line in output.splitlines()]


def kolmogorov_smirnov(a, b):
    """The probability of samples at least so different if both are of one distribution."""
    a, b = sorted(a), sorted(b)
    i = j = 0
    distance = 0
    while i < len(a) and j < len(b):
        value = min(a[i], b[j])
        while i < len(a) and a[i] == value:
            i += 1
        while j < len(b) and b[j] == value:
            j += 1
        distance = max(distance, abs(i / len(a) - j / len(b)))
    size = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    lambda_ = (size + 0.12 + 0.11 / size) * distance
    if lambda_ < 0.2:
        return 1.0
    return min(1.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * lambda_) ** 2)
                            for k in range(1, 101)))


def compare(what, known, unknown):
    """Whether the two kinds of answer, (nanoseconds, bytes) each, cannot be told apart."""
    sizes = sorted({size for _, size in known}), sorted({size for _, size in unknown})
    medians = [statistics.median(took for took, _ in kind) / 1000 for kind in (known, unknown)]
    apart = medians[0] - medians[1]
    p = kolmogorov_smirnov([took for took, _ in known], [took for took, _ in unknown])
    print(f"{what:<22}{len(known):>8}{medians[0]:>12.1f}{medians[1]:>12.1f}{apart:>10.2f}{p:>10.3f}"
          f"  {sizes[0]} {sizes[1]}", flush=True)
    return sizes[0] == sizes[1] and abs(apart) <= APART


def kinds(rows, column):
    """(nanoseconds, bytes) of one answer, for names that exist and for others."""
    return [[(row[column], row[column + 1]) for row in rows if row[0] == kind and row[column] > 0]
            for kind in (1, 0)]


def main():
    relay_program, program = sys.argv[1:3]
    tries = int(sys.argv[3]) if len(sys.argv) > 3 else TRIES
    names = max(1, tries // TRIES_A_NAME)
    same = True
    print(f"{'answer':<22}{'tries':>8}{'known us':>12}{'unknown us':>12}{'apart':>10}{'KS p':>10}"
          f"  bytes")
    with tempfile.TemporaryDirectory(prefix="motus-bench-") as name:
        folder = pathlib.Path(name)
        rows = run(relay_program, program, folder / "open", 64, names)
        same &= compare("challenge", *kinds(rows, 1))
        same &= compare("login-failed", *kinds(rows, 3))
        rows = run(relay_program, program, folder / "locked", 1, names)
        # The first try of a name locks it, with a challenge and a result.
        same &= compare("locked", *kinds([row for row in rows if row[3] == 0], 1))
    return 0 if same else 1


sys.exit(main())
