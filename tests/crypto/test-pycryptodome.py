#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one side makes the other opens: this library and the seed's own calls to pycryptodome.

Usage: test-pycryptodome.py PEER, the program built from pycryptodome-peer.c. Prints TAP.
"""

import base64
import hashlib
import hmac
import os
import subprocess
import sys
import tempfile

try:
    from Cryptodome.Cipher import AES, PKCS1_OAEP
    from Cryptodome.Hash import SHA256
    from Cryptodome.Protocol.KDF import PBKDF2
    from Cryptodome.PublicKey import RSA
    from Cryptodome.Random import get_random_bytes
except ImportError:
    print("1..0 # SKIP pycryptodome (the module Cryptodome) is not installed")
    sys.exit(0)

PASSWORDS = ["correct horse", "pässwörd", "密码 🔑", "e\u0301", "x" * 200]
LENGTHS = [0, 1, 15, 16, 17, 1024, 1024 * 1024]
WRONG = "error"


class Peer:
    """The C side, one request and one answer at a time."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, command, *arguments):
        words = [command] + [bytes(a).hex() or "-" for a in arguments]
        self.process.stdin.write((" ".join(words) + "\n").encode())
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().split()
        if answer and answer[0] == "error":
            return WRONG
        return [w if w in ("seed", "motus") else bytes.fromhex("" if w == "-" else w)
                for w in answer]

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def seed_seal(text, public_key):
    """The seed's sender."""
    aes_key = get_random_bytes(32)
    cipher = AES.new(aes_key, AES.MODE_EAX)
    ciphertext, tag = cipher.encrypt_and_digest(text)
    return PKCS1_OAEP.new(public_key).encrypt(aes_key), ciphertext, cipher.nonce, tag


def seed_open(private_key, wrapped, ciphertext, nonce, tag):
    """The seed's recipient."""
    aes_key = PKCS1_OAEP.new(private_key).decrypt(wrapped)
    return AES.new(aes_key, AES.MODE_EAX, nonce=nonce).decrypt_and_verify(ciphertext, tag)


def seed_key(password, salt):
    return PBKDF2(password.encode("utf-8"), salt, 32, count=100000, hmac_hash_module=SHA256)


def seed_write(path, password, private_key):
    """The seed's key file, private to its owner."""
    salt = get_random_bytes(16)
    cipher = AES.new(seed_key(password, salt), AES.MODE_GCM)
    ciphertext, tag = cipher.encrypt_and_digest(private_key)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(salt + cipher.nonce + tag + ciphertext)


def seed_read(path, password):
    with open(path, "rb") as file:
        data = file.read()
    salt, nonce, tag, ciphertext = data[:16], data[16:32], data[32:48], data[48:]
    cipher = AES.new(seed_key(password, salt), AES.MODE_GCM, nonce=nonce)
    return RSA.import_key(cipher.decrypt_and_verify(ciphertext, tag))


def check_python_opens(peer, key):
    spki = key.publickey().export_key(format="DER")
    for length in LENGTHS:
        text = os.urandom(length)
        ciphertext, nonce, tag, *wrapped = peer.ask("seal", text, spki)
        assert len(wrapped) == 2 and wrapped[0] != wrapped[1]
        for one in wrapped:
            assert seed_open(key, one, ciphertext, nonce, tag) == text


def check_c_opens(peer, key):
    private = key.export_key(format="DER", pkcs=8)
    for length in LENGTHS:
        text = os.urandom(length)
        wrapped, ciphertext, nonce, tag = seed_seal(text, key.publickey())
        assert peer.ask("open", private, wrapped, ciphertext, nonce, tag) == [text]
        bad = bytes([tag[0] ^ 1]) + tag[1:]
        assert peer.ask("open", private, wrapped, ciphertext, nonce, bad) == WRONG


def check_text(peer, key):
    private = key.export_key()
    text = "Motus et bouche cousue: chut ! 🤫".encode()
    wrapped, ciphertext, nonce, tag = seed_seal(text, key.publickey())
    assert peer.ask("open", private, wrapped, ciphertext, nonce, tag) == [text]


def check_c_keys(peer, key):
    private, spki = peer.ask("generate")
    made = RSA.import_key(private)
    assert made.size_in_bits() == 2048 and made.e == 65537
    assert made.publickey() == RSA.import_key(spki)
    ciphertext, nonce, tag, wrapped, _ = peer.ask("seal", b"text", spki)
    assert seed_open(made, wrapped, ciphertext, nonce, tag) == b"text"


def check_answers(peer, key):
    for password in PASSWORDS:
        salt = get_random_bytes(16)
        nonce = base64.b64encode(get_random_bytes(32)).decode()
        password_key = seed_key(password, salt)
        answer = hmac.new(password_key, nonce.encode("utf-8"), hashlib.sha256).digest()
        assert peer.ask("answer", password.encode(), salt, nonce.encode()) == [password_key, answer]


def check_c_reads(peer, key):
    forms = [key.export_key(), key.export_key(format="DER"), key.export_key(pkcs=8),
             key.export_key(format="DER", pkcs=8)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "alice_private.key")
        for i, password in enumerate(PASSWORDS):
            seed_write(path, password, forms[i % len(forms)])
            form, private = peer.ask("read", path.encode(), password.encode())
            assert form == "seed" and RSA.import_key(private) == key
            assert peer.ask("read", path.encode(), (password + "x").encode()) == WRONG


def check_python_reads(peer, key):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "alice_private.key")
        for password in PASSWORDS:
            assert peer.ask("write", path.encode(), password.encode(), key.export_key()) == []
            assert seed_read(path, password) == key
            assert peer.ask("read", path.encode(), password.encode())[0] == "seed"


CHECKS = [check_python_opens, check_c_opens, check_text, check_c_keys, check_answers, check_c_reads,
          check_python_reads]


def main():
    peer = Peer(sys.argv[1])
    key = RSA.generate(2048)
    failed = 0
    print(f"1..{len(CHECKS)}")
    for number, check in enumerate(CHECKS, 1):
        name = check.__name__.replace("check_", "").replace("_", "-")
        try:
            check(peer, key)
            print(f"ok {number} {name}", flush=True)
        except Exception as problem:
            failed += 1
            print(f"# {problem!r}\nnot ok {number} {name}", flush=True)
    return 1 if peer.close() != 0 or failed else 0


sys.exit(main())
