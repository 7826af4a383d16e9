# SPDX-License-Identifier: GPL-3.0-or-later
"""A real motus-relay on a loopback port, and clients written against docs/protocol.md alone."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import traceback

PATIENCE = 10

# Some RSA-2048 SubjectPublicKeyInfo; nothing here is ever encrypted to it.
PUBLIC_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAupJxe48OO6WFEnPtOV2jwAm2Q7+jfYS5Dpu6raH/Slyq"
    "9INrH2qamNC6f9/SJV0Hkqy95mJkggKHlhMbuRScuL3LCuSHF+Dlo0GU3T0RNqmj4sgFzyIDIW6KQ3f9aVB6oEjd"
    "5Q+lkfbaGoa7v8loR0hKPOTN9o0A9FkL84weD1MjKx2Fk+cKOd6fbTc/CQZYeyBQCLwWyrPJWqACxQumhH1F/BGx"
    "i35yjQBXq4JnV/7N2RH1+jEdlaB0BSjRF6dv1z+2y2fLIC1dCtlMgiAneZQtYYVYNFqRuXHphkK6u/qipqVg3QUS"
    "sexBWSbyr9XLKCJDb6UUK+fHlAI2C7hJLQIDAQAB"
)


class Skip(Exception):
    pass


def run_tests(tests):
    """Runs each test in a private folder, as TAP."""
    failed = False
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory(prefix="motus-relay-") as folder:
                test(pathlib.Path(folder))
            print(f"ok {number} {name}", flush=True)
        except Skip as why:
            print(f"ok {number} {name} # SKIP {why}", flush=True)
        except Exception:
            failed = True
            print(f"not ok {number} {name}", flush=True)
            for line in traceback.format_exc().splitlines():
                print("# " + line, flush=True)
    sys.exit(1 if failed else 0)


def is_sanitized():
    """Whether the relay keeps freed memory for a while, as a sanitizer makes it."""
    return b"__asan_init" in pathlib.Path(sys.argv[1]).read_bytes()


def wait_until(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.02)


class Relay:
    """A relay process. Settings are the lines of a configuration by group."""

    def __init__(self, folder, settings=None, options=(), program=None, **popen):
        self.program = program or sys.argv[1]
        self.folder = folder
        self.state = folder / "state"
        self.port_file = folder / "port"
        self.config = folder / "relay.conf"
        self.log_file = folder / "log"
        settings = {"relay": ["listen=127.0.0.1:0"], **(settings or {})}
        self.config.write_text("".join(
            f"[{group}]\n" + "".join(line + "\n" for line in lines)
            for group, lines in settings.items()))
        self.options = list(options)
        self.popen = popen
        self.process = None

    def arguments(self, *more):
        return [self.program, "--config", str(self.config), "--state-dir", str(self.state), *more]

    def command(self, *more):
        return subprocess.run(self.arguments(*more), capture_output=True, text=True, timeout=60)

    def start(self):
        self.port_file.unlink(missing_ok=True)
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                self.arguments("--port-file", str(self.port_file), *self.options),
                stdout=subprocess.PIPE, stderr=log, text=True, **self.popen)
        try:
            wait_until("the port file", lambda: self.port_file.exists()
                       or self.process.poll() is not None)
            assert self.process.poll() is None, self.log()
        except BaseException:
            self.kill()
            raise
        self.port = int(self.port_file.read_text())
        self.pin = self.process.stdout.readline().strip()
        return self

    def stop(self):
        """Asks it to end: its exit status and how long it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process = None
        return status, time.monotonic() - begun

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        for word in "runtime error:", "Sanitizer", "CRITICAL", "WARNING **":
            assert word not in self.log(), self.log()

    def log(self):
        return self.log_file.read_text()

    def resident_kib(self, what="VmRSS"):
        """Memory now; the most there ever was with "VmHWM"."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(what + ":")[1].split()[0])

    def cpu_seconds(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tls_context(minimum=ssl.TLSVersion.TLSv1_2, maximum=ssl.TLSVersion.TLSv1_3):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = minimum
    context.maximum_version = maximum
    return context


class Client:
    """A client of the kind that needs no channel binding (mech "seed-hmac")."""

    def __init__(self, relay, context=None, receive_buffer=None, source=None):
        plain = socket.socket()
        plain.settimeout(PATIENCE)
        try:
            if receive_buffer:
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            if source:
                plain.bind((source, 0))
            plain.connect(("127.0.0.1", relay.port))
            self.socket = (context or tls_context()).wrap_socket(plain)
        except BaseException:
            plain.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send_raw(self, data):
        self.socket.sendall(data)

    def send(self, message, body=None):
        data = json.dumps(message).encode()
        if body is not None:
            data += b"\0" + body
        self.send_raw(struct.pack(">I", len(data)) + data)

    def _read(self, length):
        data = b""
        while len(data) < length:
            more = self.socket.recv(length - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def receive(self):
        """The next message's header; EOFError at the end."""
        frame = self._read(struct.unpack(">I", self._read(4))[0])
        return json.loads(frame.split(b"\0", 1)[0])

    def expect(self, *types, re=None):
        """The next message of one of these types, passing over others."""
        while True:
            message = self.receive()
            if message["type"] in types and (re is None or message.get("re") == re):
                return message

    def wait_for_end(self):
        """What still comes, until the relay closes."""
        messages = []
        try:
            while True:
                messages.append(self.receive())
        except (EOFError, ConnectionError, ssl.SSLError):
            return messages

    def ping(self):
        self.send({"type": "ping", "id": "p"})
        return self.expect("ack", re="p")

    def sign_up(self, name, password="a long enough password", **more):
        salt = os.urandom(16)
        key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 100000)
        self.send({"type": "auth_request", "auth_type": "register", "username": name,
                   "mech": "seed-hmac", "pubkey": PUBLIC_KEY,
                   "salt": base64.b64encode(salt).decode(),
                   "password_key": base64.b64encode(key).decode(), **more})
        return self.expect("auth_result")

    def sign_in(self, name, password="a long enough password"):
        self.send({"type": "auth_request", "auth_type": "login", "username": name,
                   "mech": "seed-hmac", "pubkey": PUBLIC_KEY})
        challenge = self.expect("auth_challenge")
        key = hashlib.pbkdf2_hmac("sha256", password.encode(),
                                  base64.b64decode(challenge["salt"]), challenge["iterations"])
        proof = hmac.digest(key, challenge["nonce"].encode(), "sha256")
        self.send({"type": "auth_response", "response": base64.b64encode(proof).decode()})
        return self.expect("auth_result")


OPEN = {"accounts": ["registration=open", "seed-login=true"]}


def member(relay, name, **options):
    """A new account, signed in."""
    client = Client(relay, **options)
    try:
        result = client.sign_up(name)
        assert result["ok"], result
        result = client.sign_in(name)
        assert result["ok"], result
    except BaseException:
        client.close()
        raise
    return client
