# SPDX-License-Identifier: GPL-3.0-or-later
"""Desktops without a screen: one for each person, with a display, a session bus and a home of its
own. Everything lives below one temporary folder, and ends with the session.
"""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

PR_SET_PDEATHSIG = 1
DEADLINE = 30           # seconds that anything may take, on a slow and busy machine
POLL = 0.1              # seconds between looks at a condition
SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=false
gtk-cursor-blink=false
"""

libc = ctypes.CDLL(None)


class Timeout(AssertionError):
    """What was waited for did not come."""


def end_with_parent():
    """Run in a child: a crash of this program leaves nothing running."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, **options):
    return subprocess.Popen(command, preexec_fn=end_with_parent, **options)


def stop(process):
    """Ends a process that this program started, kindly at first. Gives its exit status."""
    if process.poll() is None:
        process.terminate()
    try:
        status = process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    if process.stdout:
        process.stdout.close()
    return status


def wait_for(condition, what, deadline=DEADLINE):
    """Looks at a condition until it gives something true, and gives that."""
    end = time.monotonic() + deadline
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Timeout(f'waited {deadline} s for {what() if callable(what) else what}')
        time.sleep(POLL)


def make_home(base):
    """Folders for a person who is not the one running the tests; found again by the same path."""
    places = {'HOME': base + '/home', 'XDG_RUNTIME_DIR': base + '/run'}
    for kind in ('CONFIG', 'DATA', 'CACHE', 'STATE'):
        places[f'XDG_{kind}_HOME'] = f'{base}/{kind.lower()}'
    for place in places.values():
        os.makedirs(place, mode=0o700, exist_ok=True)
    folder = places['XDG_CONFIG_HOME'] + '/gtk-4.0'
    os.makedirs(folder, exist_ok=True)
    with open(folder + '/settings.ini', 'w', encoding='utf-8') as settings:
        settings.write(SETTINGS)
    return places


def start_display(size, log):
    """Gives an X server and the name of its display."""
    read_end, write_end = os.pipe()
    command = ['Xvfb', '-displayfd', str(write_end), '-screen', '0', f'{size[0]}x{size[1]}x24',
               '-nolisten', 'tcp', '-noreset']
    process = start(command, pass_fds=(write_end,), stdout=log, stderr=log)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        return process, ':' + answer.readline().strip()


def start_bus(env, log):
    """Gives a session bus and its address."""
    process = start(['dbus-daemon', '--session', '--nofork', '--print-address=1'],
                    stdout=subprocess.PIPE, stderr=log, text=True, env=env)
    return process, process.stdout.readline().strip()


class Session:
    """What the desktops share: a temporary folder and the bus on which windows describe
    themselves."""

    def __init__(self):
        self.base = tempfile.mkdtemp(prefix='motus-')
        self.log = open(self.base + '/log', 'w+', encoding='utf-8', errors='replace')
        self.running = []
        try:
            self._start_accessibility()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start_accessibility(self):
        env = {key: value for key, value in os.environ.items()
               if key not in ('DISPLAY', 'WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS')}
        env.update(make_home(self.base + '/a11y'))
        bus, env['DBUS_SESSION_BUS_ADDRESS'] = start_bus(env, self.log)
        self.running.append(bus)
        answer = subprocess.run(
            ['gdbus', 'call', '--session', '-d', 'org.a11y.Bus', '-o', '/org/a11y/bus',
             '-m', 'org.a11y.Bus.GetAddress'],
            env=env, capture_output=True, text=True, check=True, timeout=DEADLINE).stdout
        self.a11y = re.search(r"'(.*)'", answer).group(1)
        # The library reads them once, when it is loaded.
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = env['DBUS_SESSION_BUS_ADDRESS']
        os.environ['AT_SPI_BUS_ADDRESS'] = self.a11y
        os.environ.pop('DISPLAY', None)
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi, GLib
        self.atspi = Atspi
        self.error = GLib.Error

    def make_desktop(self, person, size):
        """Gives the environment of a program on a new desktop of a person."""
        env = dict(os.environ, **make_home(f'{self.base}/{person}'))
        env.pop('WAYLAND_DISPLAY', None)
        env.update(GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='keyfile',
                   GTK_A11Y='atspi', LC_ALL='C.UTF-8', AT_SPI_BUS_ADDRESS=self.a11y)
        display, env['DISPLAY'] = start_display(size, self.log)
        self.running.append(display)
        bus, env['DBUS_SESSION_BUS_ADDRESS'] = start_bus(env, self.log)
        self.running.append(bus)
        return env

    def start(self, command, **options):
        """Starts a program that ends with the session at the latest."""
        process = start(command, stdout=self.log, stderr=self.log, **options)
        self.running.append(process)
        return process

    def read_log(self):
        self.log.flush()
        with open(self.log.name, encoding='utf-8', errors='replace') as log:
            return log.read()

    def close(self):
        for process in reversed(self.running):
            stop(process)
        self.running.clear()
        self.log.close()
        shutil.rmtree(self.base, ignore_errors=True)
