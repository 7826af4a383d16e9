#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""People talk through a real relay with motus-cli."""

import os
import signal
import stat
import time

from cli_harness import Relay, Run, cli, run_tests

KEYS = ["event", "from", "mode", "room", "text", "verified", "sent_at"]


class Stage:
    """A relay, and accounts; all of it ends with the block."""

    def __init__(self, folder, *accounts):
        self.folder = folder
        self.relay = Relay(folder)
        self.runs = []
        for account in accounts:
            result = self.cli(account, "register")
            assert result.status == 0, result.errors

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for run in self.runs:
            run.stop()
        self.relay.stop()

    def cli(self, account, *words, **more):
        return cli(self.folder, account, self.relay.port, *words, **more)

    def run(self, account, **more):
        run = Run(self.folder, account, self.relay.port, **more)
        self.runs.append(run)
        return run


def the_whole_story(folder):
    with Stage(folder, "alice", "bob", "carol") as stage:
        alice, bob, carol = (stage.run(name) for name in ("alice", "bob", "carol"))
        for one in (alice, bob):
            one.expect(event="presence", name="carol", online=True)
        assert alice.ask("broadcast", text="Hello all, @bob!")["event"] == "done"
        for one in (bob, carol):
            event = one.expect(event="message", mode="broadcast", text="Hello all, @bob!")
            assert event["from"] == "alice" and event["room"] is None and event["verified"]
            assert list(event)[:7] == KEYS, list(event)
        assert bob.expect(event="message")["mentions_me"]
        assert not carol.expect(event="message")["mentions_me"]

        alice.ask("send", to="bob", text="Only you \u202e\x1b[31m \U0001f512 \"quoted\"")
        event = bob.expect(event="message", mode="private")
        assert event["text"] == "Only you \u202e\x1b[31m \U0001f512 \"quoted\""
        assert not any("\x1b" in line or "\u202e" in line for line in bob.lines)

        room = alice.ask("room-invite", name="bob", title="Kitchen")["room"]
        invite = bob.expect(event="invite", room=room)
        assert invite["from"] == "alice" and invite["name"] == "Kitchen"
        assert bob.ask("room-accept", invite=invite["id"])["event"] == "done"
        alice.expect(event="invite-answered", by="bob", accepted=True)
        alice.expect(event="members", room=room, members="alice bob")
        alice.ask("room-send", room=room, text="In here")
        assert bob.expect(event="message", mode="room", room=room)["text"] == "In here"
        bob.ask("room-send", room=room, text="An answer")
        assert alice.expect(event="message", room=room)["text"] == "An answer"
        assert len(carol.messages()) == 1

        room_invite = alice.ask("room-invite", name="carol", room=room)["room"]
        assert room_invite == room
        carol.ask("room-decline", invite=carol.expect(event="invite", room=room)["id"])
        alice.expect(event="invite-answered", by="carol", accepted=False)
        bob.ask("room-leave", room=room)
        alice.expect(event="notice", room=room, text="bob left the room.")
        assert alice.ask("room-send", room=room, text="anybody?")["code"] == "E_USER_OFFLINE"


def one_command_each(folder):
    with Stage(folder, "alice", "bob") as stage:
        result = stage.cli("alice", "send", "bob", "hello")
        assert (result.status, result.code) == (6, "E_USER_OFFLINE"), result.events
        room = stage.cli("alice", "room", "invite", "bob", "--title", "Shed").last["room"]
        invites = [e for e in stage.cli("bob", "room", "list").events if e["event"] == "invite"]
        assert invites[0]["room"] == room
        assert stage.cli("bob", "room", "accept", invites[0]["id"]).status == 0
        bob = stage.run("bob")
        assert stage.cli("alice", "room", "send", room, "hello room").status == 0
        bob.expect(event="message", room=room, text="hello room")
        people = stage.cli("alice", "people").events
        assert people[0]["name"] == "bob" and people[0]["online"], people
        assert stage.cli("alice", "room", "leave", room).status == 0
        mine = bob.ask("fingerprint", name="alice")["safety_number"]
        assert stage.cli("alice", "fingerprint", "bob").last["safety_number"] == mine
        assert stage.cli("alice", "trust", "bob").status == 0
        assert stage.cli("alice", "people").events[0]["trust"] == "verified"
        listening = stage.cli("alice", "listen", "--count", "1", "--timeout", "10")
        assert listening.status == 7 and any(e["event"] == "ready" for e in listening.events)


def trusted_by_its_number(folder):
    with Stage(folder, "alice", "bob") as stage:
        alice = stage.run("alice")
        number = alice.ask("fingerprint", name="bob")["safety_number"]
        assert alice.ask("trust", name="bob", number="1" + number)["code"] == "E_KEY_CHANGED"
        assert alice.ask("trust", name="bob", number=number)["event"] == "done"
        alice.expect(event="trust", name="bob", trust="verified")


def words_that_are_wrong(folder):
    with Stage(folder, "alice") as stage:
        for words in ([], ["nonsense"], ["send", "bob"], ["send", "bob", "a", "b"],
                      ["listen", "--count", "many"], ["people", "--room", "x"]):
            result = stage.cli("alice", *words)
            assert result.status == 2 and result.errors and not result.events, (words, result.events)
        result = stage.cli("alice", "people", password="wrong")
        assert (result.status, result.code) == (4, "E_PASSWORD")
        result = stage.cli("nobody", "people")
        assert (result.status, result.code) == (4, "E_KEY_FILE")
        result = stage.cli("../x", "people")
        assert result.status != 0 and not (folder / "x").exists()
        result = stage.cli("alice", "register")
        assert result.status == 0, "a sign-up with the account's own keys signs in"
        start = time.monotonic()
        result = stage.cli("alice", "people", password="x" * 3000)
        assert result.status != 0 and time.monotonic() - start < 5
        assert "xxxx" not in str(result.events) + result.errors


def commands_that_are_wrong(folder):
    """Each is answered, once, and the next one is done."""
    with Stage(folder, "alice") as stage:
        run = stage.run("alice")
        for command in ("send", "broadcast", "room-invite", "room-accept", "room-decline",
                        "room-leave", "room-send", "trust", "register", "nonsense"):
            for members in ({}, {"to": 5, "name": [], "room": {}, "text": 1, "invite": None}):
                before = len(run.events())
                answer = run.ask(command, **members)
                assert answer["event"] == "error", answer
                assert sum("re" in event for event in run.events()[before:]) == 1
        for line in "{", "[]", "null", "[" * 100000, '{"command":5}', "x" * 300000:
            run.say(line)
        assert run.ask("people")["event"] == "done"


def a_name_that_is_taken(folder):
    with Stage(folder, "alice") as stage:
        result = cli(folder / "home", "alice", stage.relay.port, "register")
        assert (result.status, result.code) == (4, "E_SIGN_UP_REFUSED"), result.events
        assert not (folder / "home" / "home" / "alice").exists(), "the folder is as it was before"


def a_link(folder):
    with Stage(folder, "alice") as stage:
        link = stage.cli("alice", "link").last["link"]
        result = cli(folder, "dave", None, "register", "--invite", link)
        assert result.status == 0, result.errors
        people = stage.cli("dave", "people").events
        assert people[0]["name"] == "alice" and people[0]["trust"] == "verified", people


def the_relay_restarts(folder):
    with Stage(folder, "alice", "bob") as stage:
        alice, bob = stage.run("alice"), stage.run("bob")
        alice.expect(event="presence", name="bob", online=True)
        alice.ask("send", to="bob", text="before")
        bob.expect(event="message", text="before")
        stage.relay.restart()
        for one in (alice, bob):
            one.expect(event="state", state="waiting")
            end = time.monotonic() + 40
            while sum(e["event"] == "ready" for e in one.events()) < 2:
                assert time.monotonic() < end, one.events()[-5:]
                time.sleep(0.1)
        alice.send("bob", "after")
        bob.expect(event="message", text="after")
        assert [m["text"] for m in bob.messages()] == ["before", "after"]


def the_relay_has_another_key(folder):
    with Stage(folder, "alice") as stage:
        stage.relay.stop()
        stage.relay.forget_key()
        stage.relay.restart()
        result = stage.cli("alice", "people")
        assert (result.status, result.code) == (5, "E_RELAY_KEY_CHANGED"), result.events
        assert stage.cli("alice", "trust", "relay").status == 0
        assert stage.cli("alice", "people").status == 0


def locked_out(folder):
    with Stage(folder, "alice") as stage:
        # The key file opens with the password it was made with; the relay knows another one.
        other = folder / "other"
        other.mkdir()
        moved = Relay(other)
        try:
            assert cli(other, "alice", moved.port, "register", password="another one").status == 0
            (folder / "home" / "alice" / "account.ini").unlink()
            codes = []
            cli(folder, "alice", moved.port, "trust", "relay")
            for _ in range(6):
                result = cli(folder, "alice", moved.port, "people")
                codes.append(result.code)
                if result.code == "E_LOCKED":
                    assert result.status == 4 and "15 minutes" in result.last["message"], result.last
        finally:
            moved.stop()
    assert codes[0] == "E_LOGIN_FAILED" and codes[-1] == "E_LOCKED", codes
    return " ".join(codes)


def killed_while_receiving(folder):
    with Stage(folder, "alice", "bob") as stage:
        alice, bob = stage.run("alice"), stage.run("bob")
        alice.expect(event="presence", name="bob", online=True)
        for number in range(20):
            alice.ask("send", to="bob", text=f"number {number}")
        bob.expect(event="message", text="number 19")
        os.kill(bob.process.pid, signal.SIGKILL)
        bob.process.wait()
        shown = [m["text"] for m in bob.messages()]
        kept = [e["text"] for e in stage.cli("bob", "history", "@alice").events
                if e["event"] == "line"]
        assert kept == shown == [f"number {n}" for n in range(20)], (kept, shown)


def nothing_readable_on_disk(folder):
    with Stage(folder, "alice", "canarybird") as stage:
        bird = stage.run("canarybird")
        alice = stage.run("alice")
        bird.expect(event="presence", name="alice", online=True)
        alice.ask("send", to="canarybird", text="canary text here")
        bird.expect(event="message", text="canary text here")
        home = folder / "home" / "alice"
        for path in home.iterdir():
            assert b"canary" not in path.read_bytes(), path
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


def a_second_one(folder):
    with Stage(folder, "alice") as stage:
        stage.run("alice")
        result = stage.cli("alice", "people")
        assert result.code == "E_STORE", result.events


def keys_are_not_there(folder):
    """Signing up where an account's store lies without its keys makes nothing and loses nothing."""
    with Stage(folder, "alice") as stage:
        home = folder / "home" / "alice"
        keys, elsewhere = home / "keys.motus", folder / "keys.motus"
        store = (home / "store.db").read_bytes()
        keys.rename(elsewhere)
        result = stage.cli("alice", "register")
        assert (result.status, result.code) == (1, "E_STORE"), result.events
        assert not keys.exists() and (home / "store.db").read_bytes() == store
        elsewhere.rename(keys)
        assert stage.cli("alice", "people").status == 0


run_tests(the_whole_story, one_command_each, trusted_by_its_number, words_that_are_wrong,
          commands_that_are_wrong, a_name_that_is_taken, a_link, the_relay_restarts,
          the_relay_has_another_key, locked_out, killed_while_receiving, nothing_readable_on_disk,
          a_second_one, keys_are_not_there)
