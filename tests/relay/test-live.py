#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay as its operator and its clients meet it: starting, limits, invitations, stopping."""

import base64
import contextlib
import hmac
import os
import resource
import signal
import socket
import ssl
import struct
import time

from relay_harness import OPEN, Client, Relay, is_sanitized, member, run_tests, wait_until


def limited(descriptors):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    return limit


def knock(relay):
    return socket.create_connection(("127.0.0.1", relay.port), 5)


def read_to_end(plain):
    try:
        while plain.recv(65536):
            pass
    except (ConnectionError, ssl.SSLError):
        pass


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as plain:
            plain.bind(("::1", 0))
        return True
    except OSError:
        return False


def token_of(link):
    secret = base64.urlsafe_b64decode(link.strip().rsplit(".", 1)[1] + "==")
    return base64.b64encode(hmac.digest(secret, b"motus invitation v1", "sha256")).decode()


def starts_and_stops(folder):
    with Relay(folder) as relay:
        assert relay.pin.startswith("pin: sha256-"), relay.pin
        assert (relay.state.stat().st_mode & 0o777) == 0o700
        for name in os.listdir(relay.state):
            assert (relay.state / name).stat().st_mode & 0o022 == 0, name
        assert (relay.state / "relay-key.pem").stat().st_mode & 0o777 == 0o600
        assert (relay.state / "control").stat().st_mode & 0o777 == 0o600
        limits = open(f"/proc/{relay.process.pid}/limits").read()
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"], core
        status, seconds = relay.stop()
        assert status == 0 and seconds < 2, (status, seconds)
        assert not (relay.state / "control").exists()


def pin_stays(folder):
    pins = set()
    for _ in range(3):
        with Relay(folder) as relay:
            pins.add(relay.pin)
            assert relay.stop()[0] == 0
    assert len(pins) == 1, pins


def everybody_is_told_that_it_stops(folder):
    with Relay(folder, OPEN) as relay:
        with member(relay, "alice") as alice, Client(relay) as stranger, knock(relay):
            alice.ping()
            relay.process.send_signal(signal.SIGTERM)
            messages = alice.wait_for_end()
            assert messages[-1]["code"] == "shutting-down", messages
            stranger.wait_for_end()
            begun = time.monotonic()
            assert relay.process.wait(10) == 0
            assert time.monotonic() - begun < 2


def interrupt_stops_too(folder):
    with Relay(folder) as relay:
        relay.process.send_signal(signal.SIGINT)
        assert relay.process.wait(10) == 0


def one_relay_a_state_directory(folder):
    with Relay(folder) as relay:
        second = relay.command("--listen", "127.0.0.1:0")
        assert second.returncode == 3, second
        assert "motus-relay: " in second.stderr, second
        with Client(relay):
            pass


def port_in_use_is_said(folder):
    with Relay(folder) as relay:
        other = folder / "other"
        second = relay.command("--listen", f"127.0.0.1:{relay.port}", "--state-dir", str(other))
        assert second.returncode == 1, second
        assert str(relay.port) in second.stderr and "another program" in second.stderr, second


def addresses(folder):
    rows = [(":0", ["127.0.0.1"]), ("127.0.0.1:0", ["127.0.0.1"])]
    if has_ipv6():
        rows += [(":0", ["127.0.0.1", "::1"]), ("[::1]:0", ["::1"])]
    for listen, hosts in rows:
        with Relay(folder, options=["--listen", listen]) as relay:
            for host in hosts:
                socket.create_connection((host, relay.port), 5).close()


def wrong_options_and_settings(folder):
    relay = Relay(folder)
    assert relay.command("--check-config").returncode == 0
    assert relay.command("--version").stdout.startswith("motus-relay ")
    for option in ("--config", "--listen", "--state-dir", "--port-file", "--check-config",
                   "--uses", "--days", "Exit status"):
        assert option in relay.command("--help").stdout, option
    for arguments in (["--nonsense"], ["nonsense"], ["invite", "twice"], ["--listen", "here"],
                      ["invite", "--uses", "0"], ["invite", "--days", "366"]):
        result = relay.command(*arguments)
        assert result.returncode == 2 and result.stderr.startswith("motus-relay: "), result
    relay.config.write_text("[relay]\nlisten=:0\nlissten=:1\n")
    for arguments in (["--check-config"], [], ["invite"]):
        result = relay.command(*arguments)
        assert result.returncode == 2, result
        assert f"{relay.config}:3: " in result.stderr, result


def open_state_directory_is_refused(folder):
    relay = Relay(folder)
    relay.state.mkdir()
    relay.state.chmod(0o777)
    result = relay.command()
    assert result.returncode == 1 and "chmod 700" in result.stderr, result


def invitation_while_it_runs(folder):
    with Relay(folder, {"accounts": ["seed-login=true"]}) as relay:
        made = relay.command("invite", "--uses", "2")
        assert made.returncode == 0, made
        assert made.stdout.startswith(f"motus://127.0.0.1:{relay.port}/i#v1."), made
        assert relay.pin.removeprefix("pin: sha256-") in made.stdout, made
        with Client(relay) as client:
            assert client.sign_up("alice")["code"] == "invite-required"
            assert client.sign_up("alice", invite=token_of(made.stdout))["ok"]
            assert client.sign_up("bobby", invite=token_of(made.stdout))["ok"]
            assert client.sign_up("carol", invite=token_of(made.stdout))["code"] == "invite-invalid"
            assert client.sign_in("alice")["ok"]
        secret = made.stdout.strip().rsplit(".", 1)[1]
        assert secret not in relay.log()
        assert relay.stop()[0] == 0
        assert all(secret.encode() not in path.read_bytes() for path in relay.state.iterdir())


def invitation_while_it_is_stopped(folder):
    relay = Relay(folder, {"accounts": ["seed-login=true"]})
    unknown = relay.command("invite")
    assert unknown.returncode == 2 and "port" in unknown.stderr, unknown
    relay.config.write_text("[relay]\nlisten=127.0.0.1:0\nname=relay.example:99\n"
                            "[accounts]\nseed-login=true\n")
    made = relay.command("invite")
    assert made.returncode == 0 and made.stdout.startswith("motus://relay.example:99/i#v1."), made
    with relay, Client(relay) as client:
        assert relay.pin.removeprefix("pin: sha256-") in made.stdout, made
        assert client.sign_up("alice", invite=token_of(made.stdout))["ok"]


def control_socket_takes_only_what_it_knows(folder):
    with Relay(folder, {"accounts": ["seed-login=true"]}) as relay:
        packets = [b"", b"x", os.urandom(1000), b"\0" * 16384, b"x" * 60000]
        for packet in packets:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as control:
                control.settimeout(5)
                control.connect(str(relay.state / "control"))
                if packet:
                    control.send(packet)
                else:
                    control.shutdown(socket.SHUT_WR)
                assert b"link" not in control.recv(65536), packet
        idle = []
        for _ in range(20):
            control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.connect(str(relay.state / "control"))
            idle.append(control)
        with Client(relay) as client:
            assert client.sign_up("alice")["code"] == "invite-required"
        for control in idle:
            control.close()
        assert relay.command("invite").returncode == 0


def deadline_of_the_handshake_and_of_the_login(folder):
    with Relay(folder, {"limits": ["login-seconds=3"], **OPEN}) as relay:
        begun = time.monotonic()
        with member(relay, "alice") as alice, knock(relay) as silent, Client(relay) as dumb:
            silent.settimeout(20)
            assert silent.recv(1) == b""
            dumb.socket.settimeout(20)
            dumb.wait_for_end()
            assert 2 < time.monotonic() - begun < 15
            alice.ping()


def places_of_one_source(folder):
    with Relay(folder, {"limits": ["connections-per-source=3"], **OPEN}) as relay:
        with member(relay, "alice") as alice, member(relay, "bobby") as bob:
            strangers = [knock(relay) for _ in range(3)]
            time.sleep(0.2)
            with knock(relay) as fourth:
                read_to_end(fourth)
            with Client(relay, source="127.0.0.2"):
                pass
            for stranger in strangers:
                stranger.close()
            wait_until("a place", lambda: try_to_enter(relay))
            alice.ping()
            bob.ping()
        wait_until("the log", lambda: "connections-refused" in relay.log())


def try_to_enter(relay):
    try:
        with Client(relay):
            return True
    except (OSError, ssl.SSLError):
        return False


def no_descriptors_left(folder):
    settings = {"limits": ["connections-per-source=1000"], **OPEN}
    with Relay(folder, settings, preexec_fn=limited(64)) as relay:
        with member(relay, "alice") as alice:
            crowd = [knock(relay) for _ in range(150)]
            time.sleep(0.3)
            for _ in range(20):
                alice.ping()
            assert relay.command("invite").returncode == 0
            before = relay.cpu_seconds()
            time.sleep(1)
            assert relay.cpu_seconds() - before < 0.2, "it spins"
            for caller in crowd:
                caller.close()
            wait_until("room", lambda: try_to_enter(relay))
            alice.ping()


def frames_that_break_the_rules(folder):
    with Relay(folder, {**OPEN, "limits": ["connections-per-source=1000"]}) as relay:
        with member(relay, "alice") as alice:
            for data in (struct.pack(">I", 0), struct.pack(">I", 2 ** 31),
                         struct.pack(">I", 2 ** 32 - 1) + b"x" * 1000,
                         struct.pack(">I", 16385) + b"{",
                         struct.pack(">I", 16384) + b"[" * 16384,
                         struct.pack(">I", 100000) + b"[" * 100000,
                         struct.pack(">I", 2) + b"{\xff",
                         struct.pack(">I", 20) + b'{"type":1,"type":2}\n'):
                with Client(relay) as client:
                    try:
                        client.send_raw(data)
                    except (ConnectionError, ssl.SSLError):
                        pass
                    messages = client.wait_for_end()
                    assert [m["code"] for m in messages] == ["bad-frame"], (data[:20], messages)
                    alice.ping()
            with Client(relay) as cut:
                cut.send_raw(struct.pack(">I", 100) + b"{")
            with Client(relay) as slow:
                for byte in struct.pack(">I", 15) + b'{"type":"ping"}':
                    slow.send_raw(bytes([byte]))
                assert slow.receive()["code"] == "not-signed-in"
            alice.ping()


def dribblers_hold_nobody_up(folder):
    """Half begin a TLS record and never end it, half say nothing in clear."""
    settings = {"limits": ["connections-per-source=1000"], **OPEN}
    with Relay(folder, settings) as relay, member(relay, "alice") as alice:
        before = relay.resident_kib()
        crowd = [knock(relay) for _ in range(600)]
        times = []
        for round_ in range(20):
            for caller in crowd[:300]:
                try:
                    caller.send(b"\x16\x03\x01\x3f\xff\x01"[round_:round_ + 1] or b"\x01")
                except OSError:
                    pass
            begun = time.monotonic()
            alice.ping()
            times.append(time.monotonic() - begun)
        assert sorted(times)[-3] < 1, times
        grown = relay.resident_kib() - before
        assert is_sanitized() or grown < 600 * 64, "more than 64 KiB each"
        for caller in crowd:
            caller.close()


def connections_leave_nothing_behind(folder):
    settings = {"limits": ["connections-per-source=1000"], **OPEN}
    with Relay(folder, settings) as relay, member(relay, "alice") as alice:
        def churn(count):
            for number in range(count):
                with knock(relay) as caller:
                    caller.send((b"x", b"\x16\x03\x01\0\x05hello", b"\x16\x03")[number % 3])
                if number % 10 == 0:
                    with Client(relay) as client:
                        client.send_raw(b"\0\0\x10\0{")
            alice.ping()
        churn(500)
        before = relay.resident_kib()
        churn(1500)
        grown = relay.resident_kib() - before
        assert is_sanitized() or grown < max(before // 20, 1024), (before, grown)


def message_for(number, size):
    return {"type": "encrypted_send", "id": f"{number:032x}", "from": "alice",
            "targets": ["bobby"], "keys": {"bobby": base64.b64encode(bytes(256)).decode()},
            "nonce": base64.b64encode(bytes(16)).decode(),
            "tag": base64.b64encode(bytes(16)).decode(),
            "ciphertext": base64.b64encode(bytes(size)).decode()}


def slow_reader_is_closed(folder):
    settings = {**OPEN, "limits": ["output-bytes=2097152", "requests-per-second=100000"]}
    with Relay(folder, settings) as relay:
        with member(relay, "alice") as alice, member(relay, "carol") as carol, \
                member(relay, "bobby", receive_buffer=4096) as bob:
            sent = 0
            while "slow-reader" not in relay.log():
                alice.send(message_for(sent, 400000))
                answer = alice.expect("ack", "error", re=f"{sent:032x}")
                sent += 1
                assert answer["type"] == "ack" or answer["code"] == "user-offline", answer
                assert sent < 200, "nothing is bounded"
            # What it will not be sent any more is not acknowledged.
            alice.send(message_for(sent, 10))
            answer = alice.expect("ack", "error", re=f"{sent:032x}")
            assert answer.get("code") == "user-offline", answer
            carol.ping()
            alice.ping()
            messages = bob.wait_for_end()
            assert messages[-1]["code"] == "slow-reader", messages[-1]
            assert sum(m["type"] == "encrypted_message" for m in messages) < sent
        with Client(relay) as bob:
            assert bob.sign_in("bobby")["ok"]


def large_messages_arrive(folder):
    with Relay(folder, OPEN) as relay:
        with member(relay, "alice") as alice, member(relay, "bobby") as bob:
            for number, size in enumerate((0, 1, 12000, 16384, 100000, 524288)):
                alice.send(message_for(number, size))
                message = bob.expect("encrypted_message")
                assert message["id"] == f"{number:032x}"
                assert len(base64.b64decode(message["ciphertext"])) == size
                alice.expect("ack", re=f"{number:032x}")


def a_large_message_to_many_costs_little(folder):
    """What goes to many does not lie in memory once for each of them at the same time."""
    names = [f"bob{number:02}" for number in range(60)]
    settings = {**OPEN, "limits": ["sign-ups-per-hour=1000", "connections-per-source=100"]}
    with Relay(folder, settings) as relay, contextlib.ExitStack() as crowd:
        alice = crowd.enter_context(member(relay, "alice"))
        for name in names:
            crowd.enter_context(member(relay, name))
        message = message_for(1, 500000)
        key = message["keys"]["bobby"]
        before = relay.resident_kib("VmHWM")
        alice.send({**message, "targets": names, "keys": dict.fromkeys(names, key)})
        assert alice.expect("ack", "error", re=f"{1:032x}")["type"] == "ack"
        grown = relay.resident_kib("VmHWM") - before
        assert is_sanitized() or grown < 16 * 1024, f"{grown} KiB more for 60 times 650"


def idle_costs_nothing(folder):
    with Relay(folder, OPEN) as relay:
        with member(relay, "alice") as alice, member(relay, "bobby") as bob:
            alice.ping()
            bob.ping()
            time.sleep(2.5)     # the last news of who is there, the last deadline
            before = switches(relay)
            time.sleep(3)
            assert switches(relay) - before <= 2, "it wakes up"
            alice.ping()


def switches(relay):
    """How often its threads went to sleep."""
    total = 0
    for task in os.listdir(f"/proc/{relay.process.pid}/task"):
        for line in open(f"/proc/{relay.process.pid}/task/{task}/status"):
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


def killed_and_started_again(folder):
    with Relay(folder, OPEN) as relay:
        with member(relay, "alice"):
            pin = relay.pin
            relay.kill()
        begun = time.monotonic()
        relay.start()
        assert time.monotonic() - begun < 2
        assert relay.pin == pin
        assert (relay.state / "control").exists()
        with Client(relay) as alice:
            assert alice.sign_in("alice")["ok"]


def log_has_no_escapes_and_no_secrets(folder):
    with Relay(folder, OPEN) as relay:
        with member(relay, "alice"), Client(relay) as evil:
            evil.send({"type": "\x1b]0;x\a", "id": "\x1b"})
            evil.wait_for_end()
        with Client(relay) as evil:
            evil.send({"type": "auth_request", "auth_type": "login", "username": "\x1b[31malice"})
            evil.wait_for_end()
    log = (folder / "log").read_bytes()
    assert b"\x1b" not in log and b"\a" not in log, log
    for event in b"listening", b"signed-up", b"signed-in":
        assert event in log, log


run_tests([
    starts_and_stops,
    pin_stays,
    everybody_is_told_that_it_stops,
    interrupt_stops_too,
    one_relay_a_state_directory,
    port_in_use_is_said,
    addresses,
    wrong_options_and_settings,
    open_state_directory_is_refused,
    invitation_while_it_runs,
    invitation_while_it_is_stopped,
    control_socket_takes_only_what_it_knows,
    deadline_of_the_handshake_and_of_the_login,
    places_of_one_source,
    no_descriptors_left,
    frames_that_break_the_rules,
    dribblers_hold_nobody_up,
    connections_leave_nothing_behind,
    slow_reader_is_closed,
    large_messages_arrive,
    a_large_message_to_many_costs_little,
    idle_costs_nothing,
    killed_and_started_again,
    log_has_no_escapes_and_no_secrets,
])
