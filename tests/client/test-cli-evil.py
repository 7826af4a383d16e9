#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a relay that lies can do to motus-cli: each row prints what was seen."""

import time

from cli_harness import EvilRelay, Run, cli, run_tests


class Stage:
    def __init__(self, folder, *accounts):
        self.folder = folder
        self.evil = EvilRelay(folder)
        self.runs = {}
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

    def run(self, account, **more):
        self.runs[account] = Run(self.folder, account, self.evil.port, **more)
        return self.runs[account]

    def restart(self, account):
        self.runs.pop(account).stop()
        return self.run(account)


def seen(run, shown=0):
    """What is left when all has come: nothing false shown."""
    time.sleep(0.7)
    texts = [event["text"] for event in run.messages()]
    assert len(texts) == shown, texts
    return f"{shown} messages, {' '.join(run.refused()) or 'nothing refused'}"


def another_sender(folder):
    with Stage(folder, "alice", "bob", "mallory") as stage:
        bob = stage.runs["bob"]
        stage.evil.trick("rewrite-from mallory")
        stage.runs["alice"].ask("send", to="bob", text="I am alice")
        stage.runs["alice"].ask("broadcast", text="I am alice")
        bob.expect(event="refused", code="E_SENDER")
        return seen(bob)


def everything_three_times(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob = stage.runs["bob"]
        stage.evil.trick("dup 3")
        for number in range(3):
            stage.runs["alice"].ask("send", to="bob", text=str(number))
        bob.expect(event="message", text="2")
        first = seen(bob, 3)
        bob = stage.restart("bob")
        stage.runs["alice"].send("bob", "3")
        bob.expect(event="message", text="3")
        seen(bob, 1)
        kept = [line["text"] for line in bob.history("@alice")]
        assert kept == ["0", "1", "2", "3"], kept
        return first + "; after a restart: " + " ".join(kept)


def any_order_and_one_dropped(folder):
    with Stage(folder, "alice", "bob") as stage:
        bob = stage.runs["bob"]
        stage.evil.trick("hold 50 7")
        for number in range(1, 51):
            stage.runs["alice"].ask("send", to="bob", text=str(number))
        time.sleep(2)
        lines = bob.history("@alice")
        texts = [line["text"] for line in lines if line["kind"] == "text"]
        gaps = [line["text"] for line in lines if line["kind"] == "gap"]
        assert texts == [str(n) for n in range(1, 51) if n != 7], texts
        assert gaps == ["1 message from alice is missing"], gaps
        assert lines[6]["kind"] == "gap"
        again = stage.restart("bob").history("@alice")
        assert [line["text"] for line in again] == [line["text"] for line in lines]
        return f"{len(texts)} in order, {gaps} in place 7, also after a restart"


def readdressed(folder):
    with Stage(folder, "alice", "bob", "carol") as stage:
        carol = stage.runs["carol"]
        stage.evil.trick("retarget carol")
        stage.runs["alice"].ask("send", to="bob", text="for bob alone")
        stage.runs["bob"].expect(event="message", text="for bob alone")
        carol.expect(event="refused", code="E_BINDING")
        carol.expect(event="refused", code="E_SENDER")
        return seen(carol)


def unsigned(folder):
    with Stage(folder, "alice", "bob") as stage:
        stage.evil.trick("strip-signature")
        stage.runs["alice"].ask("send", to="bob", text="not proven")
        stage.runs["bob"].expect(event="refused", code="E_SENDER")
        return seen(stage.runs["bob"])


def wrong_lengths(folder):
    rows = [(field, length) for field, right in (("tag", 16), ("nonce", 16), ("signature", 64))
            for length in (0, 1, right - 1, right + 1, 2 * right)]
    with Stage(folder, "alice", "bob") as stage:
        for field, length in rows:
            stage.evil.trick(f"resize {field} {length}")
            stage.runs["alice"].send("bob", "cut")
            time.sleep(0.2)
            assert not stage.runs["bob"].messages(), (field, length)
            stage.evil.trick("off")
            stage.restart("bob")
            stage.runs["alice"].send("bob", "whole")
            stage.runs["bob"].expect(event="message", text="whole")
            stage.restart("bob")
        return f"{len(rows)} lengths: 0 messages"


def keys_swapped_after_the_pin(folder):
    with Stage(folder, "alice", "bob") as stage:
        alice = stage.runs["alice"]
        before = stage.evil.sent_by("alice")
        compared = alice.ask("fingerprint", name="bob")["safety_number"]
        stage.evil.trick("swap-key bob")
        alice.expect(event="trust", name="bob", trust="changed")
        answer = alice.ask("trust", name="bob", number=compared)
        assert answer.get("code") == "E_KEY_CHANGED", answer
        code = alice.ask("send", to="bob", text="secret")["code"]
        everyone = alice.ask("broadcast", text="secret")["code"]
        assert code == everyone == "E_KEY_CHANGED", (code, everyone)
        stage.runs.pop("alice").stop()
        result = stage.cli("alice", "send", "bob", "secret")
        assert (result.status, result.code) == (5, "E_KEY_CHANGED"), result.events
        assert stage.evil.sent_by("alice") == before
        return f"send: {code}, broadcast: {everyone}, {stage.evil.sent_by('alice') - before} sent"


def trusted_by_its_number(folder):
    with Stage(folder, "alice", "bob") as stage:
        alice = stage.runs["alice"]
        number = alice.ask("fingerprint", name="bob")["safety_number"]
        assert alice.ask("trust", name="bob", number="1" + number)["code"] == "E_KEY_CHANGED"
        assert alice.ask("trust", name="bob", number=number)["event"] == "done"
        alice.expect(event="trust", name="bob", trust="verified")


def keys_swapped_at_first_contact(folder):
    with Stage(folder, "alice") as stage:
        link = stage.runs["alice"].ask("link")["link"]
        stage.evil.trick("swap-key alice")
        result = cli(folder, "dave", None, "register", "--invite", link)
        assert result.status == 0, result.events
        people = stage.cli("dave", "people").events
        result = stage.cli("dave", "send", "alice", "secret")
        assert (result.status, result.code) == (5, "E_KEY_CHANGED"), result.events
        assert stage.evil.sent_by("dave") == 0
        return f"trust {people[0]['trust']}, {result.code}, {stage.evil.sent_by('dave')} sent"


def own_key_swapped(folder):
    with Stage(folder, "alice", "bob") as stage:
        stage.runs.pop("alice").stop()
        stage.evil.trick("swap-key alice")
        result = stage.cli("alice", "people")
        assert (result.status, result.code) == (5, "E_KEY_CHANGED"), result.events
        return result.code


def a_lesser_login(folder):
    codes = []
    with Stage(folder, "alice") as stage:
        stage.runs.pop("alice").stop()
        for trick in ("no-scram", "few-iterations", "no-server-signature"):
            stage.evil.trick(trick)
            result = stage.cli("alice", "people")
            codes.append(f"{trick}: {result.code}")
            assert result.status == 5, result.events
        # Nor where nothing is remembered of earlier logins.
        for name in "store.db", "store.db-wal", "store.db-shm":
            (folder / "home" / "alice" / name).unlink(missing_ok=True)
        for command in "people", "register":
            stage.evil.trick("few-iterations")
            result = stage.cli("alice", command)
            assert (result.status, result.code) == (5, "E_DOWNGRADE"), (command, result.events)
    assert codes == ["no-scram: E_DOWNGRADE", "few-iterations: E_DOWNGRADE",
                     "no-server-signature: E_CHANNEL_BINDING"], codes
    return ", ".join(codes)


run_tests(another_sender, everything_three_times, any_order_and_one_dropped, readdressed, unsigned,
          wrong_lengths, keys_swapped_after_the_pin, trusted_by_its_number,
          keys_swapped_at_first_contact, own_key_swapped, a_lesser_login)
