#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Envelopes a second, this library against the seed's own calls to pycryptodome.

Usage: bench-envelope.py PROGRAM, built from bench-envelope.c. Both sides are measured in turn, in
short rounds, and the median round counts. Exits with 1 if a ratio is below what is promised.
"""

import os
import statistics
import subprocess
import sys
import time

try:
    from Cryptodome.Cipher import AES, PKCS1_OAEP
    from Cryptodome.PublicKey import RSA
    from Cryptodome.Random import get_random_bytes
except ImportError:
    print("pycryptodome (the module Cryptodome) is not installed")
    sys.exit(77)

ROUNDS = 5
SECONDS = 0.5
TEXT = os.urandom(1024)
# What is measured: recipients (0: opening), name, the least ratio.
ROWS = [(10, "seal for 10", 20.0), (100, "seal for 100", 20.0), (0, "open", 2.5)]


def seal(public_keys):
    aes_key = get_random_bytes(32)
    cipher = AES.new(aes_key, AES.MODE_EAX)
    ciphertext, tag = cipher.encrypt_and_digest(TEXT)
    wrapped = [PKCS1_OAEP.new(key).encrypt(aes_key) for key in public_keys]
    return wrapped, ciphertext, cipher.nonce, tag


def open_envelope(private_key, wrapped, ciphertext, nonce, tag):
    aes_key = PKCS1_OAEP.new(private_key).decrypt(wrapped)
    return AES.new(aes_key, AES.MODE_EAX, nonce=nonce).decrypt_and_verify(ciphertext, tag)


def measure_python(recipients, private_key):
    public_keys = [private_key.publickey()] * max(recipients, 1)
    (wrapped, *_), ciphertext, nonce, tag = seal(public_keys)
    count, start, now = 0, time.perf_counter(), 0.0
    while now < SECONDS:
        if recipients:
            seal(public_keys)
        else:
            open_envelope(private_key, wrapped, ciphertext, nonce, tag)
        count += 1
        now = time.perf_counter() - start
    return count / now


def measure_c(program, recipients):
    return float(subprocess.check_output([program, str(SECONDS), str(recipients)]))


def main():
    private_key = RSA.generate(2048)
    fell_short = False
    print(f"{'':<14}{'C, a second':>14}{'Python':>12}{'ratio':>9}{'at least':>10}")
    for recipients, name, least in ROWS:
        rounds = [(measure_c(sys.argv[1], recipients), measure_python(recipients, private_key))
                  for _ in range(ROUNDS)]
        c_side, python_side = (statistics.median(side) for side in zip(*rounds))
        ratio = statistics.median(c / p for c, p in rounds)
        fell_short |= ratio < least
        print(f"{name:<14}{c_side:>14.1f}{python_side:>12.1f}{ratio:>9.1f}{least:>10.1f}")
    return 1 if fell_short else 0


sys.exit(main())
