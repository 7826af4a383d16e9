# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the seed's kind, on Python's pycryptodome, against motus-relay and motus-cli.

It announces no protocol, signs nothing, logs in with the HMAC answer, and spells ciphertexts in
base64. Arguments: motus-relay, motus-cli, the folder of relay_harness.py.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys

sys.path.insert(0, sys.argv[3])

from relay_harness import OPEN, Client, Relay, Skip, run_tests  # noqa: E402

try:
    from Cryptodome.Cipher import AES, PKCS1_OAEP
    from Cryptodome.PublicKey import RSA
    from Cryptodome.Random import get_random_bytes
except ImportError:
    RSA = None

PASSWORD = "parlez-moi d'amour é"
CLI = sys.argv[2]


def text_of(data):
    return base64.b64encode(data).decode()


class SeedClient:
    """Somebody with an RSA key and nothing else."""

    def __init__(self, relay, name):
        self.name = name
        self.key = RSA.generate(2048)
        self.connection = Client(relay)
        self.peer_keys = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def join(self, mech):
        """Signs up and in; without `mech` if it is None, as the seed does."""
        mechanism = {"mech": mech} if mech else {}
        public = text_of(self.key.publickey().export_key("DER"))
        salt = get_random_bytes(16)
        secret = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 100000)
        self.connection.send({"type": "auth_request", "auth_type": "register",
                              "username": self.name, "pubkey": public, "salt": text_of(salt),
                              "password_key": text_of(secret), **mechanism})
        result = self.connection.expect("auth_result")
        assert result["ok"], result
        self.connection.send({"type": "auth_request", "auth_type": "login",
                              "username": self.name, "pubkey": public, **mechanism})
        challenge = self.connection.expect("auth_challenge")
        assert base64.b64decode(challenge["salt"]) == salt
        answer = hmac.new(secret, challenge["nonce"].encode(), hashlib.sha256).digest()
        self.connection.send({"type": "auth_response", "response": text_of(answer)})
        result = self.connection.expect("auth_result")
        assert result["ok"], result
        return self

    def learn(self, *names):
        """Waits until the public keys of all of these have come."""
        while not set(names) <= set(self.peer_keys):
            self.peer_keys.update(self.connection.expect("peer_keys")["keys"])

    def send(self, text, *targets):
        secret = get_random_bytes(32)
        cipher = AES.new(secret, AES.MODE_EAX)
        ciphertext, tag = cipher.encrypt_and_digest(text)
        keys = {}
        for target in targets:
            public = RSA.import_key(base64.b64decode(self.peer_keys[target]))
            keys[target] = text_of(PKCS1_OAEP.new(public).encrypt(secret))
        self.connection.send({"type": "encrypted_send", "from": self.name,
                              "targets": list(keys), "ciphertext": text_of(ciphertext),
                              "nonce": text_of(cipher.nonce), "tag": text_of(tag), "keys": keys})

    def receive(self):
        """The sender and the text of the next message."""
        envelope = self.connection.expect("encrypted_message", "error")
        assert envelope["type"] == "encrypted_message", envelope
        secret = PKCS1_OAEP.new(self.key).decrypt(base64.b64decode(envelope["key"]))
        cipher = AES.new(secret, AES.MODE_EAX, nonce=base64.b64decode(envelope["nonce"]))
        text = cipher.decrypt_and_verify(base64.b64decode(envelope["ciphertext"]),
                                         base64.b64decode(envelope["tag"]))
        return envelope["from"], text


class Cli:
    """motus-cli for one account."""

    def __init__(self, relay, folder, name):
        self.password = folder / (name + ".password")
        self.password.write_text(PASSWORD + "\n")
        self.password.chmod(0o600)
        self.arguments = [CLI, "--relay", f"127.0.0.1:{relay.port}", "--account", name,
                          "--home", str(folder / "home"), "--password-file", str(self.password)]

    def run(self, *command):
        done = subprocess.run([*self.arguments, *command], capture_output=True, text=True,
                              timeout=60)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def listen(self):
        return subprocess.Popen([*self.arguments, "listen", "--count", "1", "--timeout", "60"],
                                stdout=subprocess.PIPE, text=True)


def event(process, *names):
    """The next of these events of motus-cli."""
    for line in process.stdout:
        found = json.loads(line)
        if found["event"] in names:
            return found
    raise EOFError(names)


def need_pycryptodome():
    if RSA is None:
        raise Skip("python3-pycryptodome is not installed")


def two_of_the_seed(folder):
    need_pycryptodome()
    with Relay(folder, OPEN) as relay, SeedClient(relay, "alice") as alice, \
            SeedClient(relay, "bob") as bob:
        alice.join("seed-hmac")
        bob.join(None)
        alice.learn("alice", "bob")
        for text in b"", b"x", "Où êtes-vous ?".encode(), b"k" * 1024:
            alice.send(text, "bob")
            assert bob.receive() == ("alice", text)


def refused_unless_turned_on(folder):
    with Relay(folder, {"accounts": ["registration=open"]}) as relay, Client(relay) as client:
        result = client.sign_up("alice")
        assert not result["ok"] and result["code"] == "mechanism-unavailable", result


def to_and_from_motus_cli(folder):
    need_pycryptodome()
    with Relay(folder, OPEN) as relay, SeedClient(relay, "alice") as alice:
        carol = Cli(relay, folder, "carol")
        carol.run("register")
        alice.join("seed-hmac")

        listening = carol.listen()
        try:
            event(listening, "ready")
            alice.learn("carol")
            alice.send("Bonjour, Carol.".encode(), "carol")
            message = event(listening, "message")
            assert message["from"] == "alice" and message["text"] == "Bonjour, Carol.", message
            assert message["mode"] == "private" and message["verified"] is False, message
            assert listening.wait(60) == 0
        finally:
            listening.kill()
            listening.wait()
            listening.stdout.close()

        carol.run("send", "alice", "Bonjour, Alice.")
        assert alice.receive() == ("carol", "Bonjour, Alice.".encode())


def write_key_file(path, key, password):
    """As the seed saves a private key: salt, nonce, tag, ciphertext."""
    salt = get_random_bytes(16)
    secret = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 100000)
    cipher = AES.new(secret, AES.MODE_GCM)
    ciphertext, tag = cipher.encrypt_and_digest(key.export_key())
    path.write_bytes(salt + cipher.nonce + tag + ciphertext)
    path.chmod(0o600)


def key_file_moves_to_motus(folder):
    """Motus goes on with the RSA key of a key file of the seed's, and leaves the file as it was."""
    need_pycryptodome()
    key = RSA.generate(2048)
    home = folder / "home"
    home.mkdir(mode=0o700)
    old = home / "carol_private.key"
    new = home / "carol" / "keys.motus"
    with Relay(folder, OPEN) as relay, SeedClient(relay, "alice") as alice:
        write_key_file(old, key, "another password")
        carol = Cli(relay, folder, "carol")
        failed = subprocess.run([*carol.arguments, "register"], capture_output=True, text=True,
                                timeout=60)
        assert failed.returncode != 0 and not new.exists(), failed
        assert "password" in failed.stderr, failed.stderr

        write_key_file(old, key, PASSWORD)
        before = old.read_bytes()
        carol.run("register")
        assert old.read_bytes() == before
        assert new.stat().st_mode & 0o777 == 0o600
        alice.join("seed-hmac")
        alice.learn("carol")
        assert RSA.import_key(base64.b64decode(alice.peer_keys["carol"])) == key.publickey()
        carol.run("send", "alice", "Me again.")
        assert alice.receive() == ("carol", b"Me again.")


if __name__ == "__main__":
    run_tests([two_of_the_seed, refused_unless_turned_on, to_and_from_motus_cli,
               key_file_moves_to_motus])
