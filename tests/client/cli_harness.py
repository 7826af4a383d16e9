# SPDX-License-Identifier: GPL-3.0-or-later
"""Relays and motus-cli as processes, for tests that look at them from outside."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback

PATIENCE = 30


class Failed(Exception):
    pass


def wait_for_file(path, process):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if path.exists() and path.read_text().strip():
            return path.read_text().strip()
        if process.poll() is not None:
            raise Failed(f"{process.args[0]} ended with {process.returncode}")
        time.sleep(0.05)
    raise Failed(f"{path} did not come")


class Process:
    """A program whose output is read line by line."""

    def __init__(self, args):
        self.process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, bufsize=1)
        self.lines = []
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append(line.rstrip("\n"))
                self.news.notify_all()
        with self.news:
            self.news.notify_all()

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(PATIENCE)
        self.thread.join(PATIENCE)
        self.process.stdin.close()
        self.process.stdout.close()
        return status

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)


class Relay:
    """motus-relay with open registration."""

    def __init__(self, folder, port=0):
        self.folder = folder / "relay"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.config = self.folder / "relay.conf"
        self.config.write_text(f"[relay]\nlisten=127.0.0.1:{port}\n[accounts]\n"
                               "registration=open\nuser-invites=true\n")
        self.start()

    def start(self):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [os.environ["MOTUS_RELAY"], "--config", str(self.config), "--state-dir",
             str(self.folder / "state"), "--port-file", str(port_file)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.port = wait_for_file(port_file, self.process)

    def restart(self):
        self.stop()
        text = self.config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{self.port}")
        self.config.write_text(text)
        self.start()

    def forget_key(self):
        for path in (self.folder / "state").glob("relay-*.pem"):
            path.unlink()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)


class Proxy(Process):
    def __init__(self, folder, port):
        port_file = folder / "proxy-port"
        port_file.unlink(missing_ok=True)
        super().__init__([os.environ["TLS_PROXY"], str(port_file), str(port)])
        self.port = wait_for_file(port_file, self.process)


def arguments(folder, account, port, password="correct horse battery"):
    password_file = folder / f"{account}.password"
    if not password_file.exists() or password_file.read_text() != password + "\n":
        password_file.write_text(password + "\n")
    base = [os.environ["MOTUS_CLI"], "--account", account, "--home", str(folder / "home"),
            "--password-file", str(password_file)]
    return base + (["--relay", f"127.0.0.1:{port}"] if port else [])


class Result:
    def __init__(self, status, events, errors):
        self.status = status
        self.events = events
        self.errors = errors

    @property
    def last(self):
        return self.events[-1] if self.events else {}

    @property
    def code(self):
        return self.last.get("code")


def cli(folder, account, port, *words, password="correct horse battery"):
    """Runs one command to its end."""
    done = subprocess.run(arguments(folder, account, port, password) + list(words),
                          capture_output=True, text=True, timeout=90, stdin=subprocess.DEVNULL)
    return Result(done.returncode, [json.loads(line) for line in done.stdout.splitlines()],
                  done.stderr)


class Run(Process):
    """motus-cli run."""

    def __init__(self, folder, account, port, ready=True):
        super().__init__(arguments(folder, account, port) + ["run"])
        self.tags = 0
        self.parsed = 0
        self.seen = []
        if ready:
            self.expect(event="ready")

    def events(self):
        with self.news:
            for line in self.lines[self.parsed:]:
                self.seen.append(json.loads(line))
            self.parsed = len(self.lines)
        return self.seen

    def find(self, condition, since=0, seconds=PATIENCE):
        """The last event so far, but for the first SINCE, or the next to come, that is meant."""
        end = time.monotonic() + seconds
        while True:
            for event in reversed(self.events()[since:]):
                if condition(event):
                    return event
            left = end - time.monotonic()
            if left <= 0 or (self.process.poll() is not None and not self.thread.is_alive()):
                raise Failed(f"not what was expected: {self.events()[-12:]}")
            with self.news:
                if len(self.lines) == self.parsed:
                    self.news.wait(min(left, 0.5))

    def expect(self, since=0, **members):
        """An event that has all these members."""
        try:
            return self.find(lambda event: members.items() <= event.items(), since)
        except Failed as failed:
            raise Failed(f"no {members}: {failed}") from None

    def ask(self, command, **members):
        """Does a command and gives the event that answers it."""
        self.tags += 1
        tag = f"t{self.tags}"
        self.say(json.dumps(dict(members, command=command, id=tag)))
        return self.expect(re=tag)

    def send(self, to, text):
        """Sends as soon as the other is there."""
        end = time.monotonic() + PATIENCE
        while True:
            answer = self.ask("send", to=to, text=text)
            if answer["event"] == "done":
                return
            if answer["code"] != "E_USER_OFFLINE" or time.monotonic() > end:
                raise Failed(f"{to} was not sent {text}: {answer}")
            time.sleep(0.2)

    def messages(self):
        return [event for event in self.events() if event["event"] == "message"]

    def refused(self):
        return [event["code"] for event in self.events() if event["event"] == "refused"]

    def history(self, conversation):
        before = len(self.events())
        self.ask("history", conversation=conversation)
        return [event for event in self.events()[before:] if event["event"] == "line"]


def run_tests(*tests):
    """Runs each with a folder of its own, as TAP; what a test returns is printed beside it."""
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, test in enumerate(tests, 1):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="motus-cli-"))
        name = test.__name__.replace("_", "-")
        try:
            saw = test(folder)
            print(f"ok {number} {name}" + (f" # saw: {saw}" if saw else ""), flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print(f"not ok {number} {name}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)
