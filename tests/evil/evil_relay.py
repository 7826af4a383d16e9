# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay that lies. It speaks docs/protocol.md well enough for real clients to sign up, sign in and
talk through it, and lets a test change whatever it passes on.

It never checks a proof: it lets everybody in who asks. It can answer a login because a client hands over its
ServerKey when it signs up, as to any relay."""

import base64
import hashlib
import hmac
import json
import os
import socket
import ssl
import struct
import subprocess
import threading

LIMITS = {"frame": 1048576, "targets": 1024, "ciphertext": 524288, "room_members": 256}


def make_certificate(folder):
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)
    return certificate, key


def narrow(message, target):
    """What an honest relay makes of an encrypted_send for one of its targets."""
    passed = {name: value for name, value in message.items() if name not in ("type", "keys")}
    return {"type": "encrypted_message", **passed, "key": message["keys"][target]}


class Link:
    """One client's connection."""

    def __init__(self, relay, connection):
        self.relay = relay
        self.connection = connection
        self.lock = threading.Lock()
        self.name = None
        self.request = None
        self.nonce = None

    def send_raw(self, data):
        with self.lock:
            self.connection.sendall(data)

    def send(self, message, body=b""):
        data = json.dumps({name: value for name, value in message.items() if value is not None},
                          separators=(",", ":")).encode()
        if body:
            data += b"\0" + body
        self.send_raw(struct.pack(">I", len(data)) + data)

    def hang_up(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def _read(self, length):
        data = b""
        while len(data) < length:
            more = self.connection.recv(length - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def receive(self):
        header, _, body = self._read(struct.unpack(">I", self._read(4))[0]).partition(b"\0")
        return json.loads(header), body

    def run(self):
        try:
            while True:
                self.relay.handle(self, *self.receive())
        except (EOFError, OSError):
            pass
        finally:
            self.relay.gone(self)


class EvilRelay:
    """Set trick to a function of (message, body) that gives what is delivered instead: a list of (name,
    message, body). Without one it is honest."""

    def __init__(self, folder):
        self.accounts = {}
        self.links = {}
        self.sent = []          # every encrypted_send: (message, body)
        self.trick = None
        self.lock = threading.RLock()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*make_certificate(folder))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.context = context
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        try:
            connection = self.context.wrap_socket(plain, server_side=True)
        except OSError:
            plain.close()
            return
        with connection:
            Link(self, connection).run()

    def gone(self, link):
        with self.lock:
            if self.links.get(link.name) is link:
                del self.links[link.name]
                self._tell_all({"type": "presence",
                                "changes": [{"username": link.name, "online": False}]})

    def _tell_all(self, message, but=None):
        for name, link in list(self.links.items()):
            if name != but:
                try:
                    link.send(message)
                except OSError:
                    pass

    def handle(self, link, message, body):
        with self.lock:
            handler = getattr(self, "on_" + message["type"], self.on_other)
            handler(link, message, body)

    def on_other(self, link, message, body):
        link.send({"type": "ack", "re": message.get("id", "none")})

    def on_auth_request(self, link, message, body):
        name = message["username"]
        if message["auth_type"] == "register":
            self.accounts[name] = message
            link.send({"type": "auth_result", "re": message.get("id"), "ok": True, "protocol": 1,
                       "limits": LIMITS})
            return
        account = self.accounts[name]
        link.request = message
        link.nonce = base64.b64encode(os.urandom(32)).decode()
        link.send({"type": "auth_challenge", "re": message.get("id"), "nonce": link.nonce,
                   "salt": account["salt"], "iterations": account["iterations"]})

    def _server_signature(self, link):
        account, request = self.accounts[link.request["username"]], link.request
        nonce = request["cnonce"] + link.nonce
        binding = base64.b64encode(b"p=tls-exporter,," + base64.b64decode(request["cb"])).decode()
        said = (f"n={request['username']},r={request['cnonce']},r={nonce},s={account['salt']},"
                f"i={account['iterations']},c={binding},r={nonce}")
        key = base64.b64decode(account["server_key"])
        return base64.b64encode(hmac.digest(key, said.encode(), hashlib.sha256)).decode()

    def keys_of(self, *names):
        return {"type": "peer_keys",
                "keys": {name: self.accounts[name]["pubkey"] for name in names},
                "signing_keys": {name: self.accounts[name]["signing_key"] for name in names}}

    def on_auth_response(self, link, message, body):
        link.send({"type": "auth_result", "re": message.get("id"), "ok": True, "protocol": 1,
                   "server_signature": self._server_signature(link), "limits": LIMITS,
                   "device_token": base64.b64encode(os.urandom(32)).decode()})
        link.name = link.request["username"]
        self.links[link.name] = link
        link.send(self.keys_of(*self.accounts))
        link.send({"type": "presence",
                   "changes": [{"username": name, "online": True} for name in self.links]})
        self._tell_all(self.keys_of(link.name), but=link.name)
        self._tell_all({"type": "presence", "changes": [{"username": link.name, "online": True}]},
                       but=link.name)

    def on_encrypted_send(self, link, message, body):
        self.sent.append((message, body))
        if self.trick is None:
            deliveries = [(name, narrow(message, name), body) for name in message["targets"]]
        else:
            deliveries = self.trick(message, body)
        for name, changed, changed_body in deliveries:
            if name in self.links:
                self.links[name].send(changed, changed_body)
        link.send({"type": "ack", "re": message["id"]})
