#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a relay that lies can do to motus-cli. The output names each attack, and what was seen:

A1   writes another sender            A6   puts a ghost into a room
A2   delivers to somebody else        A10  takes the signatures away
A3   delivers again                   A11  cuts tags, nonces and signatures
A4   reorders and drops               B3   stands between client and relay
A5   hands out keys of its own        B4   offers a lesser login
"""

import base64
import json
import random
import struct

from cli_harness import Proxy, Run, cli, run_tests
from evil_relay import EvilRelay


class Stage:
    """An evil relay, and accounts that stay there; all of it ends with the block."""

    def __init__(self, folder, *accounts):
        self.folder = folder
        self.evil = EvilRelay(folder)
        self.runs = {}
        self.markers = 0
        for account in accounts:
            result = self.cli(account, "register")
            assert result.status == 0, result.errors
        for account in accounts:
            self.run(account)
        for one in accounts:
            for other in accounts:
                if accounts.index(other) > accounts.index(one):
                    self.runs[one].expect(event="presence", name=other, online=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for run in self.runs.values():
            run.stop()
        self.evil.stop()

    def cli(self, account, *words):
        return cli(self.folder, account, self.evil.port, *words)

    def run(self, account):
        self.runs[account] = Run(self.folder, account, self.evil.port)
        return self.runs[account]

    def restart(self, account):
        self.runs.pop(account).stop()
        return self.run(account)

    def lie_once(self, trick, text="not as it was"):
        """Alice writes to Bob, and the relay does as trick says."""
        self.evil.lie(encrypted_message=trick)
        self.runs["alice"].send("bob", text)
        self.evil.lie()

    def settle(self, name, writer="alice"):
        """All that was on its way to name has come; gives what was shown but for the markers."""
        self.markers += 1
        text = f"marker {self.markers}"
        self.runs[writer].send(name, text)
        event = self.runs[name].expect(event="message", text=text, verified=True)
        assert (event["from"], event["mode"]) == (writer, "private"), event
        texts = [event["text"] for event in self.runs[name].messages()]
        return [text for text in texts if not text.startswith("marker")]


def verdict(run, since):
    """What the client says to what it cannot take. If it hung up, it signs in again."""
    event = run.find(lambda event: event["event"] in ("refused", "state") and event.get("code"),
                     since)
    if event["event"] == "refused":
        return event["code"]
    since = len(run.events())
    run.ask("connect")
    run.expect(event="ready", since=since)
    return "hangs up with " + event["code"]


def flip(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def to_text(data):
    return base64.b64encode(data).decode()


def put(**members):
    return lambda message, body: ({**message, **members}, body)


def one_more(name):
    return lambda message, body: ({**message, name: message[name] + 1}, body)


def flip_in(name):
    def change(message, body):
        data = base64.b64decode(message[name])
        return {**message, name: to_text(flip(data, 4 * len(data)))}, body
    return change


def resize(name, length):
    return put(**{name: to_text(bytes(length))})


# What can be changed in a message from Alice to Bob on its way, and what Bob's client says to it.
CHANGES = (
    ("A1 another sender", put(**{"from": "carol"}), "E_SENDER"),
    ("A1 the recipient as sender", put(**{"from": "bob"}), "E_SENDER"),
    ("A1 nobody as sender", put(**{"from": "nobody.here"}), "E_SENDER"),
    ("A1 another id", put(id="0123456789abcdef" * 2), "E_SENDER"),
    ("A1 another nonce", flip_in("nonce"), "E_SENDER"),
    ("A1 another tag", flip_in("tag"), "E_SENDER"),
    ("A1 another key", flip_in("key"), "E_SENDER"),
    ("A1 another signature", flip_in("signature"), "E_SENDER"),
    ("A1 another ciphertext", lambda message, body: (message, flip(body, 0)), "E_SENDER"),
    ("A1 less ciphertext", lambda message, body: (message, body[:-1]), "E_SENDER"),
    ("A1 more ciphertext", lambda message, body: (message, body + b"x"), "E_SENDER"),
    ("A1 no ciphertext", lambda message, body: (message, b""), "E_SENDER"),
    ("A2 to everyone", put(mode="broadcast"), "E_SENDER"),
    ("A2 into a room", put(mode="room", room="ab" * 16), "E_BINDING"),
    ("A2 other targets", put(targets=["carol"]), "E_BINDING"),
    ("A2 no targets", put(targets=None, seqs=None), "E_BINDING"),
    ("A4 another number", put(seqs=[1000]), "E_SENDER"),
    ("A4 no number", put(seqs=None), "E_PROTOCOL"),
    ("A4 another depth", one_more("depth"), "E_SENDER"),
    ("A4 no depth", put(depth=None), "E_SENDER"),
    ("A4 another time", one_more("sent_at"), "E_SENDER"),
    ("A10 no signature", put(signature=None), "E_SENDER"),
    ("A10 as from an account without a signing key",
     put(signature=None, seqs=None, targets=None, depth=None), "E_SENDER"),
) + tuple(
    (f"A11 a {name} of {length} bytes", resize(name, length), "hangs up with E_PROTOCOL")
    for name, right in (("tag", 16), ("nonce", 16), ("signature", 64))
    for length in (0, 1, right - 1, right + 1, 2 * right))

# What is not the protocol at all.
HOSTILE = (
    ("a million brackets", struct.pack(">I", 10**6) + b"[" * 10**6),
    ("a length of 4 GiB", struct.pack(">I", 2**32 - 1)),
    ("a length of 0", struct.pack(">I", 0)),
    ("no UTF-8", struct.pack(">I", 4) + b"\xff" * 4),
    ("a member twice", struct.pack(">I", 27) + b'{"type":"ack","type":"ack"}'),
    ("no type", struct.pack(">I", 2) + b"{}"),
    ("a list as type", struct.pack(">I", 11) + b'{"type":[]}'),
)

INVITATION = {"type": "room_invite", "invite_id": "12" * 16, "from": "alice", "room": "ab" * 16,
              "name": "Kitchen"}
MEMBERS = {"type": "room_members", "room": "ab" * 16, "name": "Kitchen",
           "members": ["alice", "bob"]}
BAD_NAMES = (
    ("control characters", "\x1b]0;x\x07\x1b[31mred"),
    ("a line break", "a\nb"),
    ("characters that reorder", "\u202egpj.exe"),
    ("10,000 characters", "x" * 10000),
    ("65 bytes", "x" * 65),
    ("a number", 7),
)
FORGED = tuple(
    (f"{what} in the name of {where}", {**message, "name": name})
    for what, name in BAD_NAMES
    for where, message in (("an invitation", INVITATION), ("a room", MEMBERS))
) + (
    ("an inviter who is a path", {**INVITATION, "from": "../../x"}),
    ("an inviter in colour", {**INVITATION, "from": "\x1b[31mbob"}),
    ("a room that is a path", {**INVITATION, "room": "../../x"}),
    ("a member in colour", {**MEMBERS, "members": ["bob", "\x1b[31meve"]}),
)


def changed_on_the_way(folder):
    with Stage(folder, "alice", "bob", "carol") as stage:
        bob = stage.runs["bob"]
        for what, change, expected in CHANGES:
            since = len(bob.events())
            stage.lie_once(lambda to, message, body: [(to, *change(message, body))])
            saw = verdict(bob, since)
            print(f"# {what}: {saw}", flush=True)
            assert saw == expected, (what, saw, expected)
        assert stage.settle("bob", "carol") == []
        return f"{len(CHANGES)} changes, 0 messages"


def each_bit(message, body):
    for name in ("nonce", "tag", "signature", "key"):
        data = base64.b64decode(message[name])
        for bit in range(8 * len(data)):
            yield {**message, name: to_text(flip(data, bit))}, body
    for bit in range(128):
        yield {**message, "id": flip(bytes.fromhex(message["id"]), bit).hex()}, body
    for bit in range(8 * len(body)):
        yield message, flip(body, bit)


def a1_every_bit_flipped(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob = stage.runs["bob"]
        stage.lie_once(lambda to, message, body: [
            (to, *changed) for changed in each_bit(message, body)], "x" * 144)
        assert stage.settle("bob") == []
        codes = bob.refused()
        assert codes == ["E_SENDER"] * 4096, (len(codes), set(codes))
        return f"{len(codes)} bits, each E_SENDER, 0 messages"


def a1_everyone_told_by_another(folder):
    with Stage(folder, "alice", "bob", "carol") as stage:
        stage.evil.lie(encrypted_message=lambda to, message, body: [
            (to, {**message, "from": "carol"}, body)])
        stage.runs["alice"].ask("broadcast", text="I am alice")
        stage.runs["bob"].expect(event="refused", code="E_SENDER", **{"from": "carol"})
        stage.evil.lie()
        assert stage.settle("bob") == []
        return "E_SENDER, 0 messages"


def a2_delivered_to_another(folder):
    with Stage(folder, "alice", "bob", "carol") as stage:
        stage.lie_once(lambda to, message, body: [
            (to, message, body), ("carol", message, body),
            ("carol", {**message, "targets": ["carol"]}, body)], "for bob alone")
        stage.runs["bob"].expect(event="message", text="for bob alone")
        assert stage.settle("carol") == []
        codes = stage.runs["carol"].refused()
        assert codes == ["E_BINDING", "E_SENDER"], codes
        return f"as it was: {codes[0]}, readdressed: {codes[1]}, 0 messages"


def a3_delivered_again(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob, said = stage.runs["bob"], []

        def three_times(to, message, body):
            said.append((message, body))
            return [(to, message, body)] * 3

        def once_more():
            for message, body in said:
                stage.evil.push("bob", message, body)
            return stage.settle("bob")

        for number in range(3):
            stage.lie_once(three_times, str(number))
        assert once_more() == ["0", "1", "2"], bob.messages()
        since = len(bob.events())
        stage.evil.hang_up("bob")
        bob.expect(event="ready", since=since)
        assert once_more() == ["0", "1", "2"], bob.messages()
        bob = stage.restart("bob")
        assert once_more() == [], bob.messages()
        kept = [line["text"] for line in bob.history("@alice") if "marker" not in line["text"]]
        assert kept == ["0", "1", "2"], kept
        return "each shown once; again, after a new connection and after a restart: 0 more"


def a4_any_order_and_one_dropped(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob, held = stage.runs["bob"], []

        def hold(*delivery):
            held.append(delivery)
            if len(held) < 50:
                return []
            del held[6]
            random.shuffle(held)
            return held

        stage.evil.lie(encrypted_message=hold)
        for number in range(1, 51):
            stage.runs["alice"].ask("send", to="bob", text=str(number))
        bob.find(lambda _: len(bob.messages()) == 49)
        bob.expect(event="gap")
        lines = bob.history("@alice")
        texts = [line["text"] for line in lines if line["kind"] == "text"]
        gaps = [line["text"] for line in lines if line["kind"] == "gap"]
        assert texts == [str(n) for n in range(1, 51) if n != 7], texts
        assert gaps == ["1 message from alice is missing"], gaps
        assert lines[6]["kind"] == "gap"
        again = stage.restart("bob").history("@alice")
        assert [line["text"] for line in again] == [line["text"] for line in lines]
        return f"{len(texts)} in order, {gaps} in place 7, also after a restart"


def keys_for(name, keys):
    """As if these were the keys of name: what keys has not is not told at all."""
    def trick(to, message, body):
        told = {**message}
        for member, key in (("keys", "pubkey"), ("signing_keys", "signing_key")):
            told[member] = dict(message[member])
            told[member].pop(name, None)
            if name in message["keys"] and key in keys:
                told[member][name] = keys[key]
        return [(to, told, body)]
    return trick


def make_own_keys(stage):
    """Keys the relay knows all of: those of an account it made."""
    assert stage.cli("eve", "register").status == 0
    return stage.evil.registered["eve"]


def blocked(stage, keys):
    """Alice is told these keys as Bob's. What her client lets her do then."""
    alice, before = stage.runs["alice"], stage.evil.sent_by("alice")
    compared = alice.ask("fingerprint", name="bob")["safety_number"]
    stage.evil.push("alice", {
        "type": "peer_keys", "keys": {"bob": keys["pubkey"]},
        "signing_keys": {"bob": keys["signing_key"]} if "signing_key" in keys else {}})
    alice.expect(event="trust", name="bob", trust="changed")
    codes = [alice.ask("trust", name="bob", number=compared)["code"],
             alice.ask("send", to="bob", text="secret")["code"],
             alice.ask("broadcast", text="secret")["code"]]
    stage.runs.pop("alice").stop()
    stage.evil.lie(peer_keys=keys_for("bob", keys))
    result = stage.cli("alice", "send", "bob", "secret")
    codes.append(result.code)
    assert codes == ["E_KEY_CHANGED"] * 4 and result.status == 5, (codes, result.events)
    assert stage.evil.sent_by("alice") == before
    return f"trust by the old number, send, broadcast, send after a restart: {codes[0]}, 0 sent"


def a5_keys_swapped_after_the_pin(folder):
    with Stage(folder, "alice", "bob") as stage:
        keys = make_own_keys(stage)
        stage.restart("alice").expect(event="presence", name="bob", online=True)
        return blocked(stage, keys)


def a5_keys_swapped_at_first_contact(folder):
    with Stage(folder, "alice") as stage:
        link = stage.runs["alice"].ask("link")["link"]
        stage.evil.lie(peer_keys=keys_for("alice", make_own_keys(stage)))
        result = cli(folder, "dave", None, "register", "--invite", link)
        assert result.status == 0, result.events
        people = {event.get("name"): event for event in stage.cli("dave", "people").events}
        result = stage.cli("dave", "send", "alice", "secret")
        assert (result.status, result.code) == (5, "E_KEY_CHANGED"), result.events
        assert stage.evil.sent_by("dave") == 0
        return f"trust {people['alice']['trust']}, {result.code}, 0 sent"


def a5_own_key_swapped(folder):
    with Stage(folder, "alice", "bob") as stage:
        stage.runs.pop("alice").stop()
        stage.evil.lie(peer_keys=keys_for("alice", make_own_keys(stage)))
        result = stage.cli("alice", "people")
        assert (result.status, result.code) == (5, "E_KEY_CHANGED"), result.events
        return result.code


def a6_a_ghost_in_a_room(folder):
    """Whom the relay adds to a room is announced and listed, and only then written to."""
    with Stage(folder, "alice", "bob", "carol") as stage:
        alice, bob = stage.runs["alice"], stage.runs["bob"]
        room = alice.ask("room-invite", name="bob", title="Kitchen")["room"]
        bob.ask("room-accept", invite=bob.expect(event="invite", room=room)["id"])
        alice.expect(event="members", room=room, members="alice bob")
        alice.ask("room-send", room=room, text="we two")
        assert stage.evil.sent[-1][0]["targets"] == ["bob"]

        def with_ghosts(to, message, body):
            return [(to, {**message, "members": ["alice", "bob", "carol", "nobody.here"]}, body)]

        stage.evil.push("alice", with_ghosts("alice", {**MEMBERS, "room": room}, b"")[0][1])
        for ghost in ("carol", "nobody.here"):
            alice.expect(event="notice", room=room, text=f"{ghost} is in the room.")
        alice.expect(event="members", room=room, members="alice bob carol nobody.here")
        alice.ask("room-send", room=room, text="to those listed")
        assert stage.evil.sent[-1][0]["targets"] == ["bob", "carol"], stage.evil.sent[-1]

        stage.evil.lie(room_members=with_ghosts)
        bob = stage.restart("bob")
        for ghost in ("carol", "nobody.here"):
            bob.expect(event="notice", room=room, text=f"{ghost} is in the room.")
        bob.ask("room-list")
        listed = bob.expect(event="room", room=room)["members"]
        assert listed == "alice bob carol nobody.here", listed
        return f"“carol is in the room.”, also at a new login; members: {listed}"


def a10_signing_key_taken_away(folder):
    with Stage(folder, "alice", "bob") as stage:
        return blocked(stage, {"pubkey": stage.evil.registered["bob"]["pubkey"]})


def b3_somebody_in_between(folder):
    with Stage(folder, "alice") as stage:
        stage.runs.pop("alice").stop()
        proxy = Proxy(folder, stage.evil.port)
        try:
            pinned = cli(folder, "alice", proxy.port, "people")
            assert (pinned.status, pinned.code) == (5, "E_RELAY_KEY_CHANGED"), pinned.events
            trusted = cli(folder, "alice", proxy.port, "trust", "relay")
            assert (trusted.status, trusted.code) == (5, "E_CHANNEL_BINDING"), trusted.events
        finally:
            proxy.stop()
    return f"{pinned.code}; trusting the key: {trusted.code}"


def told(**members):
    return lambda to, message, body: [(to, {**message, **members}, body)]


LOGINS = (
    ("only the lesser login", {"auth_challenge": told(
        type="auth_result", ok=False, code="mechanism-unavailable", message="only seed-hmac here",
        nonce=None, salt=None, iterations=None)}, "E_DOWNGRADE"),
    ("few iterations", {"auth_challenge": told(iterations=4096)}, "E_DOWNGRADE"),
    ("no proof of the relay", {"auth_result": told(server_signature=None)}, "E_CHANNEL_BINDING"),
)


def b4_a_lesser_login(folder):
    codes = []
    with Stage(folder, "alice") as stage:
        stage.runs.pop("alice").stop()
        for what, tricks, expected in LOGINS:
            stage.evil.lie(**tricks)
            result = stage.cli("alice", "people")
            assert (result.status, result.code) == (5, expected), (what, result.events)
            codes.append(f"{what}: {result.code}")
        # Nor where nothing is remembered of earlier logins.
        for name in "store.db", "store.db-wal", "store.db-shm":
            (folder / "home" / "alice" / name).unlink(missing_ok=True)
        stage.evil.lie(**LOGINS[1][1])
        for command in "people", "register":
            result = stage.cli("alice", command)
            assert (result.status, result.code) == (5, "E_DOWNGRADE"), (command, result.events)
    return ", ".join(codes)


def not_the_protocol(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob = stage.runs["bob"]
        for what, data in HOSTILE:
            since = len(bob.events())
            stage.evil.write(stage.evil.links["bob"], data)
            saw = verdict(bob, since)
            print(f"# {what}: {saw}", flush=True)
            assert saw == "hangs up with E_PROTOCOL", (what, saw)
        assert stage.settle("bob") == []
        return f"{len(HOSTILE)} times E_PROTOCOL, and signed in again"


def forged_rooms_and_invitations(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob = stage.runs["bob"]
        for what, message in FORGED:
            since = len(bob.events())
            stage.evil.push("bob", message)
            saw = verdict(bob, since)
            print(f"# {what}: {saw}", flush=True)
            assert saw == "hangs up with E_PROTOCOL", (what, saw)
        stage.evil.push("bob", INVITATION)
        bob.expect(event="invite", name="Kitchen")
        assert stage.settle("bob") == []
        bob.ask("room-list")
        assert not [event for event in bob.events() if event["event"] == "room"]
        assert sum(event["event"] == "invite" for event in bob.events()) == 1
        for line in bob.lines:
            assert line.isprintable() and "x" * 65 not in line, line
            assert json.loads(line).get("name") != 7
        return f"{len(FORGED)} refused; a proper one is an invitation, and no room"


run_tests(changed_on_the_way, a1_every_bit_flipped, a1_everyone_told_by_another,
          a2_delivered_to_another, a3_delivered_again, a4_any_order_and_one_dropped,
          a5_keys_swapped_after_the_pin, a5_keys_swapped_at_first_contact, a5_own_key_swapped,
          a6_a_ghost_in_a_room, a10_signing_key_taken_away, b3_somebody_in_between,
          b4_a_lesser_login, not_the_protocol, forged_rooms_and_invitations)
