#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that keep to no rule. After each of them the relay must be there, have given the answer
that docs/protocol.md names, and serve an honest client as before."""

import base64
import functools
import hashlib
import hmac
import itertools
import json
import os
import pathlib
import random
import re
import socket
import ssl
import struct

from relay_harness import Client, Relay, PUBLIC_KEY, member, run_tests, tls_context

SETTINGS = {
    "accounts": ["registration=open", "seed-login=true"],
    "limits": ["connections-per-source=1000", "requests-per-second=100000",
               "sign-ups-per-hour=1000"],
}
# Everybody comes from a place of their own, so that none is slowed down for another's sake.
SOURCES = (f"127.0.{block}.{number}" for block in itertools.count(1) for number in range(1, 255))
BEFORE_LOGIN = 16 * 1024
AFTER_LOGIN = 1024 * 1024
ID = "00112233445566778899aabbccddeeff"
EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "protocol-example.md"


def b64(length):
    return base64.b64encode(bytes(length)).decode()


def frame(header, body=None):
    data = header if isinstance(header, bytes) else header.encode()
    if body is not None:
        data += b"\0" + body
    return struct.pack(">I", len(data)) + data


# The same passwords are derived over and over here.
hashlib.pbkdf2_hmac = functools.cache(hashlib.pbkdf2_hmac)


def stranger(relay, **options):
    return Client(relay, source=next(SOURCES), **options)


def newcomer(relay, name):
    return member(relay, name, source=next(SOURCES))


class Scene:
    """A relay with one honest member who watches all the while."""

    def __init__(self, folder, *limits):
        self.relay = Relay(folder, {**SETTINGS, "limits": SETTINGS["limits"] + list(limits)})

    def __enter__(self):
        self.relay.start()
        try:
            self.witness = newcomer(self.relay, "witness")
            with stranger(self.relay) as client:
                assert client.sign_up("honest")["ok"]
                assert client.sign_up("mallory")["ok"]
        except BaseException:
            self.relay.kill()
            raise
        return self

    def __exit__(self, failed, *_):
        if failed:
            print("# " + self.relay.log()[-3000:].replace("\n", "\n# "))
        self.witness.close()
        self.relay.kill()

    def mallory(self):
        client = stranger(self.relay)
        assert client.sign_in("mallory")["ok"]
        return client

    def check(self, what):
        assert self.relay.process.poll() is None, f"{what}: the relay has died"
        try:
            self.witness.ping()
            with stranger(self.relay) as client:
                assert client.sign_in("honest")["ok"]
                client.ping()
        except Exception as why:
            raise AssertionError(f"{what}: an honest client is not served: {why!r}") from why


def final_code(client, what):
    """The code of the last answer before the relay closes."""
    client.socket.settimeout(5)
    try:
        errors = [m for m in client.wait_for_end() if m["type"] in ("error", "auth_result")]
    except TimeoutError:
        raise AssertionError(f"{what}: the connection is still open") from None
    return errors[-1].get("code") if errors else None


def expect_closed(scene, what, data, code, signed_in=False):
    with scene.mallory() if signed_in else stranger(scene.relay) as client:
        try:
            client.send_raw(data)
        except (ConnectionError, ssl.SSLError):
            pass        # closed while the rest was on its way
        found = final_code(client, what)
    assert found == code, f"{what}: {found} instead of {code}"
    scene.check(what)


def bad_headers():
    """Headers that break a rule of frames, by what is wrong with them."""
    ping = '{"type":"ping"'
    yield "nothing", b""
    yield "not JSON", b"hello"
    yield "an array", b"[]"
    yield "cut short", b'{"type":"ping"'
    yield "more behind it", b'{"type":"ping"}x'
    yield "two objects", b'{"type":"ping"}{"type":"ping"}'
    yield "a byte order mark", b'\xef\xbb\xbf{"type":"ping"}'
    yield "UTF-16", '{"type":"ping"}'.encode("utf-16")
    yield "a comment", b'{"type":"ping"/**/}'
    yield "type twice", b'{"type":"ping","type":"ping"}'
    yield "from twice", b'{"type":"encrypted_send","from":"a","from":"b"}'
    yield "twice in two spellings", b'{"type":"ping","\\u0074ype":"ping"}'
    yield "twice inside", b'{"type":"ping","x":[{"a":1,"a":2}]}'
    yield "arrays nested", f'{ping},"x":{"[" * 16}{"]" * 16}}}'.encode()
    yield "arrays nested deeper", b"[" * 16000
    yield "objects nested deeper", b'{"a":' * 3000
    yield "too many members", (ping + "".join(f',"m{i}":1' for i in range(64)) + "}").encode()
    yield "too many elements", f'{ping},"x":[{",".join("1" * 4097)}]}}'.encode()
    for name, text in (("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80"),
                       ("too high", b"\xf4\x90\x80\x80"), ("lone", b"\x80"),
                       ("cut", b"\xe2\x82")):
        yield f"UTF-8, {name}", b'{"type":"ping","id":"' + text + b'"}'
    for text in ("\\u0000", "\\ud800", "\\udc00", "\\ud800\\ud800", "\\x41", "\\u12", "\n", "\x1b"):
        yield f"string {text!r}", f'{ping},"x":"{text}"}}'.encode()
    for text in ("1e5", "1.0", "-0", "01", "9007199254740992", "9" * 4000, "NaN", "+1", "-"):
        yield f"number {text[:20]}", f'{ping},"x":{text}}}'.encode()


def bad_frames_before_login(folder):
    with Scene(folder) as scene:
        for what, header in bad_headers():
            expect_closed(scene, what, frame(header), "bad-frame")


def bad_frames_after_login(folder):
    with Scene(folder) as scene:
        for what, header in bad_headers():
            expect_closed(scene, what, frame(header), "bad-frame", signed_in=True)
        for header in (b"[" * 10**6, b'{"a":' * 200000, b"[{" * 500000):
            expect_closed(scene, "a million deep", frame(header), "bad-frame", signed_in=True)


def lengths(folder):
    with Scene(folder) as scene:
        for length in (0, 2**31, 2**32 - 1, 2**31 - 1, AFTER_LOGIN + 1):
            data = struct.pack(">I", length) + b'{"type":"ping"}'
            expect_closed(scene, f"length {length}", data, "bad-frame")
            expect_closed(scene, f"length {length}", data, "bad-frame", signed_in=True)
        expect_closed(scene, "one too many before login", struct.pack(">I", BEFORE_LOGIN + 1),
                      "bad-frame")
        with newcomer(scene.relay, "lucy") as client:
            client.send_raw(frame('{"type":"ping","id":"p"' + " " * (AFTER_LOGIN - 24) + "}"))
            client.expect("ack", re="p")


def announced_lengths_cost_nothing(folder):
    """Many who announce the longest frame and send nothing of it."""
    def resident():
        text = pathlib.Path(f"/proc/{scene.relay.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1])

    with Scene(folder) as scene:
        clients = [newcomer(scene.relay, f"member{number}") for number in range(20)]
        before = resident()
        for client in clients:
            client.send_raw(struct.pack(">I", AFTER_LOGIN))
        scene.check("twenty announcements")
        grown = resident() - before
        for client in clients:
            client.close()
        assert grown < 8 * 1024, f"{grown} KiB more for lengths of 20 MiB"


def cut_frames(folder):
    whole = frame('{"type":"ping","id":"p"}')
    with Scene(folder) as scene:
        for length in range(1, len(whole)):
            with stranger(scene.relay) as client:
                client.send_raw(whole[:length])
            if length % 6 == 0:
                scene.check(f"cut after {length} bytes")
        with newcomer(scene.relay, "drop.by.drop") as client:
            for byte in whole:
                client.send_raw(bytes([byte]))
            client.expect("ack", re="p")
            client.send_raw(whole * 50)
            for _ in range(50):
                client.expect("ack", re="p")


def not_signed_in(folder):
    messages = [
        {"type": "ping"},
        {"type": "encrypted_send", "from": "witness", "targets": ["honest"],
         "keys": {"honest": b64(256)}, "nonce": b64(16), "tag": b64(16), "ciphertext": ""},
        {"type": "room_invite", "target": "witness"},
        {"type": "room_invite_response", "invite_id": ID, "accepted": True},
        {"type": "room_leave", "room": ID},
        {"type": "account_invite", "token": b64(32)},
    ]
    with Scene(folder) as scene:
        for message in messages:
            with stranger(scene.relay) as client:
                client.send({**message, "id": ID})
                answer = client.expect("error")
                assert (answer["code"], answer["re"]) == ("not-signed-in", ID), answer
            scene.check(message["type"])


def unknown_types(folder):
    relay_only = ["auth_challenge", "auth_result", "peer_keys", "presence", "encrypted_message",
                  "room_invite_result", "room_members", "ack", "error"]
    with Scene(folder) as scene:
        with newcomer(scene.relay, "curious") as client:
            for name in relay_only + ["", "Ping", "ping ", "room_paint", "x" * 5000, "\u202e", "../x"]:
                client.send({"type": name, "id": "q-1"})
                answer = client.expect("error")
                assert (answer["code"], answer["re"]) == ("unknown-type", "q-1"), (name, answer)
            client.ping()
        scene.check("unknown types")
        expect_closed(scene, "unknown before login", frame('{"type":"room_paint"}'), "unknown-type")
        expect_closed(scene, "no type before login", frame("{}"), "bad-message")


def good_send(**changes):
    message = {"type": "encrypted_send", "id": ID, "from": "mallory", "mode": "private",
               "targets": ["witness"], "seqs": [1], "depth": 1, "sent_at": 1767225600000,
               "keys": {"witness": b64(256)}, "nonce": b64(16), "tag": b64(16),
               "ciphertext": b64(10), "signature": b64(64), **changes}
    return {name: value for name, value in message.items() if value is not ...}


def bad_messages():
    for field in ("from", "targets", "keys", "nonce", "tag"):
        yield good_send(**{field: ...})
        for value in (None, 1, True, [], "", [1], {"a": 1}, [[]], "x" * 5000):
            yield good_send(**{field: value})
    for name in ("Witness", "../../etc/x", "%2e%2e", "wit\x1bness", "witness ", "w" * 33, "everyone"):
        yield good_send(targets=[name], keys={name: b64(256)})
    yield good_send(targets=["witness", "witness"], seqs=[1, 2])
    yield good_send(keys={"honest": b64(256)})
    yield good_send(keys={"witness": b64(256), "honest": b64(256)})
    yield good_send(keys={"witness": b64(255)})
    yield good_send(keys={"witness": b64(257)})
    yield good_send(seqs=[1, 2])
    yield good_send(seqs=[0])
    yield good_send(seqs=[-1])
    yield good_send(depth=0)
    yield good_send(sent_at=-1)
    yield good_send(mode="everybody")
    yield good_send(mode="room")
    yield good_send(room=ID)
    yield good_send(nonce=b64(15))
    yield good_send(tag=b64(17))
    yield good_send(signature=b64(63))
    yield good_send(nonce="!" * 24)
    yield good_send(ciphertext=b64(524289))
    yield good_send(ciphertext="####")
    names = [f"name{number}" for number in range(1025)]
    yield good_send(mode="broadcast", targets=names, seqs=[1] * 1025, keys={"witness": b64(256)})
    for room in ("../../etc/x", "%2e%2e", "a" * 5000, ID.upper(), ID + "0", "\x00" * 32, 7, None):
        yield {"type": "room_leave", "room": room}
        yield {"type": "room_invite_response", "invite_id": room, "accepted": True}
        yield {"type": "room_invite", "target": "witness", "room": room}
    for name in ("n" * 65, "\x1b]0;x\x07", "\u202e", "\u2028", 1, [], {"a": None}):
        yield {"type": "room_invite", "target": "witness", "name": name}
    for accepted in (0, 1, "true", None, []):
        yield {"type": "room_invite_response", "invite_id": ID, "accepted": accepted}
    yield {"type": "account_invite", "token": b64(31)}
    yield {"type": "ping", "id": "x" * 65}
    yield {"type": "ping", "id": 1}


def bad_messages_are_answered(folder):
    """A message of the wrong shape changes nothing and the connection goes on. An escaped NUL is
    no frame at all."""
    with Scene(folder) as scene:
        with scene.mallory() as client:
            for number, message in enumerate(bad_messages()):
                text = json.dumps(message)
                if "\\u0000" in text:
                    continue
                client.send(message)
                answer = client.expect("error", "ack")
                assert answer.get("code") == "bad-message", (text[:300], answer)
                if number % 40 == 0:
                    scene.check(text[:300])
            client.send(good_send(), None)
            assert client.expect("ack", "error")["type"] == "ack"
        assert scene.witness.expect("encrypted_message")["from"] == "mallory"
        scene.check("bad messages")


def others_names(folder):
    """Nobody writes under another's name, to nobody, or into rooms where they are not."""
    with Scene(folder) as scene, scene.mallory() as client:
        for message, code in (
                (good_send(**{"from": "witness"}), "bad-message"),
                (good_send(targets=["nobody.here"], keys={"nobody.here": b64(256)}), "user-unknown"),
                (good_send(mode="room", room=ID), "not-in-room"),
                ({"type": "room_leave", "id": "1", "room": ID}, "not-in-room"),
                ({"type": "room_invite", "id": "2", "target": "witness", "room": ID}, "not-in-room"),
                ({"type": "room_invite_response", "id": "3", "invite_id": ID, "accepted": True},
                 "invite-invalid")):
            client.send(message)
            answer = client.expect("error", "ack")
            assert answer.get("code") == code, (message["type"], answer)
        scene.check("others' names")


def answer_to(challenge, password="a long enough password"):
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(challenge["salt"]),
                              challenge["iterations"])
    proof = hmac.digest(key, challenge["nonce"].encode(), "sha256")
    return {"type": "auth_response", "response": base64.b64encode(proof).decode()}


LOGIN = {"type": "auth_request", "auth_type": "login", "username": "honest", "mech": "seed-hmac",
         "pubkey": PUBLIC_KEY}


def result_of(client, message):
    client.send(message)
    answer = client.expect("auth_result", "error")
    return "ok" if answer.get("ok") else answer["code"]


def replays(folder):
    """An answer serves once, on its connection, and only for its challenge."""
    with Scene(folder) as scene:
        with stranger(scene.relay) as client:
            assert result_of(client, {"type": "auth_response", "response": b64(32)}) == "challenge-expired"
        with stranger(scene.relay) as client:
            client.send(LOGIN)
            answer = answer_to(client.expect("auth_challenge"))
            assert result_of(client, answer) == "ok"
            client.send({**answer, "id": "again"})
            refused = client.expect("auth_result", "error", re="again")
            assert refused["code"] == "challenge-expired", refused
        with stranger(scene.relay) as client:
            assert result_of(client, answer) == "challenge-expired"
        with stranger(scene.relay) as client:
            client.send(LOGIN)
            client.expect("auth_challenge")
            assert result_of(client, answer) == "login-failed"
        with stranger(scene.relay) as client:
            client.send(LOGIN)
            first = answer_to(client.expect("auth_challenge"))
            client.send(LOGIN)
            client.expect("auth_challenge")
            assert result_of(client, first) == "login-failed"
        with stranger(scene.relay) as one, stranger(scene.relay) as other:
            one.send(LOGIN)
            other.send(LOGIN)
            theirs = answer_to(one.expect("auth_challenge"))
            other.expect("auth_challenge")
            assert result_of(other, theirs) == "login-failed"
        scene.check("replays")


def bare_reply(relay, data):
    with socket.create_connection(("127.0.0.1", relay.port), timeout=30) as plain:
        try:
            plain.sendall(data)
            reply = b""
            while more := plain.recv(4096):
                reply += more
        except ConnectionError:
            pass
        return reply


def plain_text_to_the_tls_port(folder):
    with Scene(folder, "login-seconds=3") as scene:
        for data in (b"GET / HTTP/1.0\r\n\r\n", frame('{"type":"ping"}'), bytes(64), b"\xff" * 64,
                     b"\x16\x03\x01\x02\x00" + b"\xff" * 512, b"\x16\x03\x03\xff\xff" + bytes(100)):
            reply = bare_reply(scene.relay, data)
            # A TLS alert is all that may come back.
            assert reply == b"" or (reply[0] == 0x15 and len(reply) == 7), reply
            scene.check(f"plain {data[:10]!r}")


def old_tls(folder):
    with Scene(folder) as scene:
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            context = tls_context(version, version)
            context.set_ciphers("ALL:@SECLEVEL=0")
            try:
                stranger(scene.relay, context=context).close()
            except (ssl.SSLError, ConnectionError):
                continue
            raise AssertionError(f"{version} was taken")
        scene.check("old TLS")


def tree(folder):
    return sorted(str(path) for path in folder.rglob("*"))


def paths_in_names(folder):
    """Whatever stands in a name or id, no file comes or goes outside the state folder."""
    with Scene(folder) as scene:
        before, inside = tree(folder), tree(scene.relay.state)
        for name in ("../../x", "..", "%2e%2e", "/etc/passwd", "a/../b", "x\\u0000y", "a" * 5000):
            data = json.dumps({**LOGIN, "auth_type": "register", "username": name, "salt": b64(16),
                               "password_key": b64(32)}).replace("\\\\u", "\\u")
            code = "bad-frame" if "\\u0000" in data else "bad-message"
            with stranger(scene.relay) as client:
                client.send_raw(frame(data))
                answer = client.expect("error", "auth_result")
                assert answer["code"] in (code, "name-invalid"), (name, answer)
        assert tree(scene.relay.state) == inside
        assert tree(folder) == before
        scene.check("paths")


def control_characters_in_the_log(folder):
    """What a client sends never reaches a terminal through the log."""
    nasty = "\x1b]0;x\x07\x9b31m\u202e\u2028\r\n fake line"
    with Scene(folder) as scene:
        for field in ("username", "type", "id", "mech", "auth_type"):
            with stranger(scene.relay) as client:
                client.send({**LOGIN, field: nasty})
                client.wait_for_end()
        with stranger(scene.relay) as client:
            client.send({**LOGIN, nasty: nasty})
            client.expect("auth_challenge")
        with stranger(scene.relay) as client:
            client.send_raw(frame(b'{"type":"\x1b[31m"}'))
            client.wait_for_end()
        with scene.mallory() as client:
            for message in (good_send(**{"from": nasty}), {"type": nasty, "id": nasty},
                            {"type": "room_invite", "target": nasty, "name": nasty}):
                client.send(message)
                client.expect("error")
        scene.check("control characters")
        log = scene.relay.log_file.read_bytes()
        assert log, "nothing was logged"
        assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", log), log
        assert not re.search("[\x80-\x9f\u2028-\u202e]", log.decode()), log
        assert b"\n fake line" not in log


def example_frames():
    for side, length, header, body in re.findall(
            r"```(\w+) \w+\n([0-9a-f]{8})\n(.*)\n(?:([0-9a-f]+)\n)?```", EXAMPLE.read_text()):
        if side != "relay":
            yield bytes.fromhex(length) + header.encode() + bytes.fromhex(body)


def spoil(source, data):
    data = bytearray(data)
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(data))
        kind = source.randrange(4)
        if kind == 0:
            data[place] = source.randrange(256)
        elif kind == 1:
            del data[place:place + source.randint(1, 30)]
        elif kind == 2:
            data[place:place] = data[place:place + source.randint(1, 30)]
        else:
            data[place] ^= 1 << source.randrange(8)
        if not data:
            return b"x"
    return bytes(data)


def spoilt_frames(folder):
    """The frames of the example, changed in some places; the lengths kept right half of the time."""
    source = random.Random(20)
    frames = list(example_frames())
    with Scene(folder) as scene:
        for turn in range(120):
            client = stranger(scene.relay)
            if turn % 4 == 0:
                client.close()
                client = scene.mallory()
            with client:
                try:
                    for _ in range(6):
                        data = spoil(source, source.choice(frames))
                        if source.random() < 0.5:
                            data = struct.pack(">I", max(len(data) - 4, 1)) + data[4:]
                        client.send_raw(data)
                except (ConnectionError, ssl.SSLError):
                    pass
            if turn % 10 == 0:
                scene.check(f"turn {turn}")
        scene.check("spoilt frames")


if __name__ == "__main__":
    os.environ.setdefault("ASAN_OPTIONS", "abort_on_error=1")
    run_tests([
        bad_frames_before_login,
        bad_frames_after_login,
        lengths,
        announced_lengths_cost_nothing,
        cut_frames,
        not_signed_in,
        unknown_types,
        bad_messages_are_answered,
        others_names,
        replays,
        plain_text_to_the_tls_port,
        old_tls,
        paths_in_names,
        control_characters_in_the_log,
        spoilt_frames,
    ])
