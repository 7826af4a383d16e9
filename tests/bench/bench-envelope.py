#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Envelopes a second, this library against the seed's own calls to pycryptodome.

Usage: bench-envelope.py PROGRAM, built from bench-envelope.c. Both sides are measured in turn, in
short rounds of their own processor time, and the median of the rounds' ratios counts. Exits with 1
if one is below what is promised.

Sealing signs each message and opening verifies the signature, which the seed does not have; the row
"open, as the seed" does exactly what the Python side does.
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

ROUNDS = 9
SECONDS = 0.3
TEXT = os.urandom(1024)
# What is measured: a name, the C side's work, the Python side's recipients (0: opening), the least
# ratio.
ROWS = [
    ("seal for 10", "10", 10, 20.0),
    ("seal for 100", "100", 100, 20.0),
    ("open, as the seed", "open-unsigned", 0, 2.5),
    ("open, verified", "open", 0, 2.0),
]


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
    count, start, now = 0, time.process_time(), 0.0
    while now < SECONDS:
        if recipients:
            seal(public_keys)
        else:
            open_envelope(private_key, wrapped, ciphertext, nonce, tag)
        count += 1
        now = time.process_time() - start
    return count / now


def measure_c(program, work):
    return float(subprocess.check_output([program, str(SECONDS), work]))


def main():
    private_key = RSA.generate(2048)
    fell_short = False
    print(f"{'':<20}{'C, a second':>14}{'Python':>12}{'ratio':>9}{'at least':>10}")
    for name, work, recipients, least in ROWS:
        rounds = [(measure_c(sys.argv[1], work), measure_python(recipients, private_key))
                  for _ in range(ROUNDS)]
        c_side, python_side = (statistics.median(side) for side in zip(*rounds))
        ratio = statistics.median(c / p for c, p in rounds)
        fell_short |= ratio < least
        print(f"{name:<20}{c_side:>14.1f}{python_side:>12.1f}{ratio:>9.1f}{least:>10.1f}",
              flush=True)
    return 1 if fell_short else 0


sys.exit(main())
