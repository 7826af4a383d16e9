# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay that decides as a real one does, and then says what a test makes of it."""

import base64
import json
import os
import struct
import threading

from cli_harness import Process, wait_for_file


def frame(message, body=b""):
    """A message without those members that are None."""
    data = json.dumps({name: value for name, value in message.items() if value is not None},
                      separators=(",", ":")).encode()
    if body:
        data += b"\0" + body
    return struct.pack(">I", len(data)) + data


class EvilRelay(Process):
    """tricks has for a type of message a function of (to, message, body) that gives what is
    delivered instead: a list of (to, message, body). What has no trick is delivered as it is."""

    def __init__(self, folder):
        self.tricks = {}
        self.names = {}     # connection -> account
        self.links = {}     # account -> its newest connection
        self.registered = {}
        self.sent = []      # every encrypted_send: (message, body)
        self.writing = threading.Lock()
        port_file = folder / "evil-port"
        port_file.unlink(missing_ok=True)
        super().__init__([os.environ["EVIL_RELAY"], str(port_file)])
        self.port = wait_for_file(port_file, self.process)

    def read(self):
        for line in self.process.stdout:
            word, link, data = line.rstrip("\n").split(" ")
            self.take(word, link, base64.b64decode(data))

    def take(self, word, link, data):
        if word == "end":
            self.order(f"end {link}")
            return
        header, _, body = data[4 if word == "to" else 0:].partition(b"\0")
        if word == "to":
            self.pass_on(link, json.loads(header), body, data)
        else:
            self.note(link, json.loads(header), body)

    def note(self, link, message, body):
        if message["type"] == "auth_request":
            name = self.names[link] = message["username"]
            self.links[name] = link
            if message["auth_type"] == "register":
                self.registered[name] = message
        elif message["type"] == "encrypted_send":
            self.sent.append((message, body))

    def pass_on(self, link, message, body, data):
        trick = self.tricks.get(message["type"])
        if trick is None:
            self.write(link, data)
            return
        name = self.names[link]
        for to, changed, changed_body in trick(name, message, body):
            self.write(link if to == name else self.links[to], frame(changed, changed_body))

    def order(self, line):
        with self.writing:
            self.say(line)

    def write(self, link, data):
        self.order(f"write {link} {base64.b64encode(data).decode()}")

    def lie(self, **tricks):
        """These from now on; without any, honest."""
        self.tricks = tricks

    def push(self, to, message, body=b""):
        self.write(self.links[to], frame(message, body))

    def hang_up(self, name):
        self.order(f"end {self.links[name]}")

    def sent_by(self, name):
        return sum(message["from"] == name for message, _ in self.sent)
