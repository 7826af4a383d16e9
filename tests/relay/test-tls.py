#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What TLS the relay takes and what it refuses."""

import base64
import hashlib
import shutil
import socket
import ssl
import subprocess
import time

from relay_harness import Client, Relay, Skip, run_tests, tls_context

ECDSA = {
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
}
RSA = {
    "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305",
    "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-CHACHA20-POLY1305",
}
TLS13 = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"}
NO_EXTENDED_MASTER_SECRET = 1   # SSL_OP_NO_EXTENDED_MASTER_SECRET of OpenSSL 3
ONE_SOURCE_MANY = {"limits": ["connections-per-source=1000"]}


def openssl(*arguments, input=""):
    if shutil.which("openssl") is None:
        raise Skip("openssl is not installed")
    return subprocess.run(["openssl", *arguments], input=input, capture_output=True, text=True,
                          timeout=30)


def takes(relay, context):
    try:
        with Client(relay, context):
            return True
    except (ssl.SSLError, ConnectionError):
        return False


def scan_1_2(relay):
    everything = tls_context(maximum=ssl.TLSVersion.TLSv1_2)
    everything.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    taken = set()
    for suite in everything.get_ciphers():
        if suite["protocol"] == "TLSv1.3":
            continue
        context = tls_context(maximum=ssl.TLSVersion.TLSv1_2)
        context.set_ciphers(suite["name"] + ":@SECLEVEL=0")
        if takes(relay, context):
            taken.add(suite["name"])
    return taken


def pin_is_of_the_certificate(folder):
    with Relay(folder) as relay, Client(relay) as client:
        certificate = ssl.DER_cert_to_PEM_cert(client.socket.getpeercert(True))
        public = openssl("x509", "-noout", "-pubkey", input=certificate).stdout
        der = base64.b64decode("".join(public.splitlines()[1:-1]))
        pin = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")
        assert relay.pin == f"pin: sha256-{pin}", relay.pin


def old_versions_are_refused(folder):
    with Relay(folder) as relay:
        for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1:
            context = tls_context(version, version)
            context.set_ciphers("ALL:@SECLEVEL=0")
            assert not takes(relay, context), version
        for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
            assert takes(relay, tls_context(version, version)), version


def suites_of_1_2_with_ecdsa(folder):
    with Relay(folder, ONE_SOURCE_MANY) as relay:
        assert scan_1_2(relay) == ECDSA, scan_1_2(relay)


def suites_of_1_2_with_rsa(folder):
    with Relay(folder, {"tls": ["key-type=rsa"], **ONE_SOURCE_MANY}) as relay:
        assert scan_1_2(relay) == RSA, scan_1_2(relay)


def suites_of_1_3(folder):
    with Relay(folder) as relay:
        for suite in TLS13 | {"TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"}:
            result = openssl("s_client", "-connect", f"127.0.0.1:{relay.port}", "-tls1_3",
                             "-ciphersuites", suite)
            assert (f"Cipher is {suite}" in result.stdout) == (suite in TLS13), result.stdout


def groups(folder):
    with Relay(folder) as relay:
        for group, wanted in (("X25519:P-256", "X25519"), ("P-256:X25519", "X25519"),
                              ("P-256", "P-256"), ("P-384", "P-384"), ("P-521", None)):
            result = openssl("s_client", "-connect", f"127.0.0.1:{relay.port}", "-tls1_3",
                             "-groups", group)
            if wanted is None:
                assert "Cipher is (NONE)" in result.stdout, result.stdout
            else:
                key = "Server Temp Key: " + {"X25519": "X25519", "P-256": "ECDH, prime256v1",
                                             "P-384": "ECDH, secp384r1"}[wanted]
                assert key in result.stdout, (group, result.stdout)


def extended_master_secret_is_required(folder):
    with Relay(folder) as relay:
        context = tls_context(maximum=ssl.TLSVersion.TLSv1_2)
        context.options |= NO_EXTENDED_MASTER_SECRET
        try:
            with Client(relay, context) as client:
                assert client.socket.recv(1) == b"", "the session goes on"
        except (ssl.SSLError, ConnectionError):
            pass
        assert takes(relay, tls_context(maximum=ssl.TLSVersion.TLSv1_2))


def no_compression(folder):
    with Relay(folder) as relay:
        context = tls_context(maximum=ssl.TLSVersion.TLSv1_2)
        context.options &= ~ssl.OP_NO_COMPRESSION
        with Client(relay, context) as client:
            assert client.socket.compression() is None


def renegotiation_is_refused(folder):
    with Relay(folder) as relay:
        process = subprocess.Popen(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{relay.port}", "-tls1_2"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(0.5)
        process.stdin.write("R\n")
        process.stdin.flush()
        output, _ = process.communicate(timeout=20)
        assert "Cipher is ECDHE-ECDSA" in output, output
        assert "RENEGOTIATING" in output, output
        assert any(word in output for word in ("no renegotiation", "unexpected eof", "closed")), output
        assert output.count("verify return") <= 2, "a second handshake took place"


def application_protocol(folder):
    with Relay(folder) as relay:
        for offered, found in ((["motus/1"], "motus/1"), (["h2", "motus/1"], "motus/1"),
                               (["h2"], None), (None, None)):
            context = tls_context()
            if offered:
                context.set_alpn_protocols(offered)
            with Client(relay, context) as client:
                assert client.socket.selected_alpn_protocol() == found, offered


def sessions_resume(folder):
    with Relay(folder) as relay:
        session = str(folder / "session")
        for option, said in (("-sess_out", "New, "), ("-sess_in", "Reused, ")):
            process = subprocess.Popen(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{relay.port}", "-tls1_3", option,
                 session], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True)
            time.sleep(0.5)
            output, _ = process.communicate("Q\n", timeout=20)
            assert said in output, output


def plain_text_is_closed_without_a_word(folder):
    with Relay(folder) as relay:
        for said in (b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\2{}", b"\n", bytes(range(256)) * 256):
            with socket.create_connection(("127.0.0.1", relay.port), 5) as plain:
                plain.sendall(said)
                try:
                    assert plain.recv(1) == b"", said
                except ConnectionResetError:
                    pass


def certificate_of_files(folder):
    made = openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=here", "-keyout",
                   str(folder / "key.pem"), "-out", str(folder / "certificate.pem"), "-days", "2")
    assert made.returncode == 0, made.stderr
    (folder / "key.pem").chmod(0o600)
    settings = {"tls": [f"certificate={folder}/certificate.pem", f"key={folder}/key.pem"]}
    with Relay(folder, settings) as relay, Client(relay) as client:
        pem = (folder / "certificate.pem").read_text()
        assert client.socket.getpeercert(True) == ssl.PEM_cert_to_DER_cert(pem)

    other = openssl("genpkey", "-algorithm", "ed25519", "-out", str(folder / "key.pem"))
    assert other.returncode == 0
    refused = Relay(folder, settings).command()
    assert refused.returncode == 1 and "is not the key of" in refused.stderr, refused.stderr
    (folder / "key.pem").chmod(0o644)
    refused = Relay(folder, settings).command()
    assert refused.returncode == 1 and "chmod 600" in refused.stderr, refused.stderr


def certificate_gets_new_names_under_the_same_key(folder):
    with Relay(folder) as relay, Client(relay) as client:
        pin, first = relay.pin, client.socket.getpeercert(True)
    with Relay(folder) as relay, Client(relay) as client:
        assert relay.pin == pin
        assert client.socket.getpeercert(True) == first
    named = {"tls": ["names=relay.example;192.0.2.9"]}
    with Relay(folder, named) as relay, Client(relay) as client:
        assert relay.pin == pin
        second = client.socket.getpeercert(True)
    text = openssl("x509", "-noout", "-ext", "subjectAltName",
                   input=ssl.DER_cert_to_PEM_cert(second)).stdout
    for name in ("DNS:localhost", "IP Address:127.0.0.1", "DNS:relay.example",
                 "IP Address:192.0.2.9"):
        assert name in text, text
    assert (folder / "state" / "relay-key.pem").stat().st_mode & 0o777 == 0o600


run_tests([
    pin_is_of_the_certificate,
    old_versions_are_refused,
    suites_of_1_2_with_ecdsa,
    suites_of_1_2_with_rsa,
    suites_of_1_3,
    groups,
    extended_master_secret_is_required,
    no_compression,
    renegotiation_is_refused,
    application_protocol,
    sessions_resume,
    plain_text_is_closed_without_a_word,
    certificate_of_files,
    certificate_gets_new_names_under_the_same_key,
])
