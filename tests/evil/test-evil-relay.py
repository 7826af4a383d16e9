#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the relay does, nobody is shown what nobody wrote: real clients on a lying relay."""

import base64
import json
import pathlib
import queue
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from evil_relay import EvilRelay, narrow

PROGRAM = sys.argv[1]
PATIENCE = 20
NAMES = ("alice", "bob", "carol")


class Person:
    """A motus-cli that stays there."""

    def __init__(self, relay, name, folder):
        self.name = name
        self.seen = []
        self.home = folder / name
        password = folder / f"{name}.password"
        password.write_text(f"the password of {name}\n")
        self.arguments = [PROGRAM, "--relay", f"127.0.0.1:{relay.port}", "--account", name, "--home",
                          str(self.home), "--password-file", str(password)]
        self.once("register")
        self.once("trust", "relay")
        self.start()

    def start(self):
        self.process = subprocess.Popen([*self.arguments, "run"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.wait(lambda event: event["event"] == "ready")

    def restart(self):
        self.close()
        self.start()

    def once(self, *command):
        done = subprocess.run([*self.arguments, *command], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (command, done.stdout, done.stderr)

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def wait(self, condition, patience=PATIENCE):
        """The next event that is meant; all events stay in seen."""
        end = time.monotonic() + patience
        while True:
            try:
                event = self.lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{self.name} waits in vain; last: {self.seen[-5:]}") from None
            self.seen.append(event)
            if condition(event):
                return event

    def command(self, command, **arguments):
        """The event that answers: done or error."""
        self.number = getattr(self, "number", 0) + 1
        tag = f"c{self.number}"
        self.process.stdin.write(json.dumps({"command": command, "id": tag, **arguments}) + "\n")
        self.process.stdin.flush()
        return self.wait(lambda event: event.get("re") == tag)

    def send(self, name, text):
        answer = self.command("send", to=name, text=text)
        assert answer["event"] == "done", answer

    def message(self, text):
        return self.wait(lambda event: event["event"] == "message" and event["text"] == text)

    def texts(self):
        return [event["text"] for event in self.seen if event["event"] == "message"]

    def close(self):
        self.process.kill()
        self.process.wait()


class World:
    def __init__(self, folder):
        self.relay = EvilRelay(folder)
        self.people = {name: Person(self.relay, name, folder) for name in NAMES}
        self.count = 0

    def close(self):
        for person in self.people.values():
            person.close()
        self.relay.close()

    def marker(self):
        """Everything that was on its way to Bob has come when this has."""
        self.relay.trick = None
        self.count += 1
        text = f"marker {self.count}"
        self.people["carol"].send("bob", text)
        event = self.people["bob"].message(text)
        assert (event["from"], event["mode"], event["verified"]) == ("carol", "private", True), event

    def deliver(self, text, trick):
        """Alice writes to Bob, and the relay does as trick says."""
        self.relay.trick = trick
        try:
            self.people["alice"].send("bob", text)
        finally:
            self.relay.trick = None


def an_honest_message(world):
    world.deliver("hello Bob", None)
    event = world.people["bob"].message("hello Bob")
    assert (event["from"], event["mode"], event["verified"]) == ("alice", "private", True), event


def flip(text):
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(bytes(data)).decode()


def changes():
    """What can be changed in a message on its way: its name, and a function of (message, body)."""
    def field(name, value):
        return lambda message, body: ({**message, name: value(message.get(name))}, body)

    yield "another sender", field("from", lambda _: "carol")
    yield "the recipient as sender", field("from", lambda _: "bob")
    yield "nobody as sender", field("from", lambda _: "nobody.here")
    yield "to everyone", field("mode", lambda _: "broadcast")
    yield "into a room", lambda message, body: ({**message, "mode": "room", "room": "ab" * 16}, body)
    yield "another id", field("id", lambda old: old[::-1])
    yield "another time", field("sent_at", lambda old: old + 1)
    yield "another depth", field("depth", lambda old: old + 1)
    yield "another seq", field("seqs", lambda old: [old[0] + 1])
    yield "no seqs", field("seqs", lambda _: None)
    yield "no depth", field("depth", lambda _: None)
    yield "other targets", field("targets", lambda _: ["carol"])
    yield "no targets", lambda message, body: ({**message, "targets": None, "seqs": None}, body)
    yield "another nonce", field("nonce", flip)
    yield "another tag", field("tag", flip)
    yield "another key", field("key", flip)
    yield "another signature", field("signature", flip)
    yield "no signature", field("signature", lambda _: None)
    yield "as from the seed", lambda message, body: (
        {**message, "signature": None, "seqs": None, "targets": None, "depth": None}, body)
    yield "another ciphertext", lambda message, body: (message, bytes([body[0] ^ 1]) + body[1:])
    yield "less ciphertext", lambda message, body: (message, body[:-1])
    yield "more ciphertext", lambda message, body: (message, body + b"x")
    yield "no ciphertext", lambda message, body: (message, b"")


def changed_on_the_way(world):
    bob = world.people["bob"]
    for what, change in changes():
        text = f"changed: {what}"
        world.deliver(text, lambda message, body: [("bob", *change(narrow(message, "bob"), body))])
        world.marker()
        assert text not in bob.texts(), f"{what}: it was shown"
    assert set(bob.texts()) == {"hello Bob"} | {f"marker {n + 1}" for n in range(world.count)}


def replayed(world):
    bob = world.people["bob"]

    def three_times(message, body):
        return [("bob", narrow(message, "bob"), body)] * 3

    world.deliver("said once", three_times)
    world.marker()
    message, body = world.relay.sent[-2]
    world.relay.links["bob"].send(narrow(message, "bob"), body)
    world.marker()
    assert bob.texts().count("said once") == 1, bob.texts()


def replayed_after_signing_in_again(world):
    """What was shown is remembered by the next connection and by the next process."""
    bob = world.people["bob"]
    message, body = next(sent for sent in world.relay.sent if sent[0]["from"] == "alice")
    world.relay.links["bob"].hang_up()
    bob.wait(lambda event: event["event"] == "ready")
    world.relay.links["bob"].send(narrow(message, "bob"), body)
    world.marker()
    bob.restart()
    world.relay.links["bob"].send(narrow(message, "bob"), body)
    world.marker()
    assert bob.texts().count("hello Bob") == 1, bob.texts()


def delivered_to_another(world):
    carol = world.people["carol"]

    def to_carol(message, body):
        return [("carol", narrow(message, "bob"), body),
                ("carol", {**narrow(message, "bob"), "targets": ["carol"]}, body)]

    world.deliver("for Bob alone", to_carol)
    world.deliver("hello", None)
    world.people["alice"].send("carol", "for Carol")
    carol.message("for Carol")
    assert "for Bob alone" not in carol.texts()


def dropped_from_the_middle(world):
    bob = world.people["bob"]
    world.deliver("before", None)
    bob.message("before")
    world.deliver("withheld", lambda message, body: [])
    world.deliver("after", None)
    bob.message("after")
    world.marker()
    assert any(event["event"] == "gap" for event in bob.seen), "nothing says that something is missing"
    assert "withheld" not in bob.texts()


def bytes_that_are_no_frames(world):
    bob = world.people["bob"]
    for data in (struct.pack(">I", 10**6) + b"[" * 10**6, struct.pack(">I", 2**32 - 1),
                 struct.pack(">I", 0), struct.pack(">I", 4) + b"\xff" * 4,
                 struct.pack(">I", 27) + b'{"type":"ack","type":"ack"}'):
        world.relay.links["bob"].send_raw(data)
        event = bob.wait(lambda event: event["event"] == "state" and event.get("code"))
        assert event["code"] == "E_PROTOCOL", event
        assert bob.command("connect")["event"] == "done"
        bob.wait(lambda event: event["event"] == "ready")
    world.marker()


def swapped_keys(world):
    """Keys that change are not used until a person says so."""
    alice = world.people["alice"]
    carols = world.relay.accounts["carol"]
    world.relay.links["alice"].send({
        "type": "peer_keys", "keys": {"bob": carols["pubkey"]},
        "signing_keys": {"bob": carols["signing_key"]}})
    alice.wait(lambda event: event["event"] == "trust" and event["name"] == "bob"
               and event["trust"] == "changed")
    before = len(world.relay.sent)
    answer = alice.command("send", to="bob", text="only for Bob")
    assert answer["event"] == "error", answer
    assert len(world.relay.sent) == before, "it was sent all the same"


def main():
    tests = [an_honest_message, changed_on_the_way, replayed, dropped_from_the_middle,
             delivered_to_another, replayed_after_signing_in_again, bytes_that_are_no_frames,
             swapped_keys]
    if shutil.which("openssl") is None:
        print("1..0 # SKIP openssl is not installed")
        return
    failed = False
    with tempfile.TemporaryDirectory(prefix="motus-evil-") as folder:
        world = World(pathlib.Path(folder))
        print(f"1..{len(tests)}", flush=True)
        for number, test in enumerate(tests, 1):
            name = test.__name__.replace("_", "-")
            try:
                test(world)
                print(f"ok {number} {name}", flush=True)
            except Exception:
                failed = True
                print(f"not ok {number} {name}")
                print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
        world.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
