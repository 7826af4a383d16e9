# SPDX-License-Identifier: GPL-3.0-or-later
"""A real relay on a free loopback port, with a state folder of its own."""

import os
import subprocess

from desktop import DEADLINE, start, stop, wait_for


class Relay:
    """Runs until closed; its state folder is the caller's."""

    def __init__(self, program, folder, log, configuration=''):
        self.program = program
        self.state = os.path.join(folder, 'relay')
        self.port_file = os.path.join(folder, 'port')
        os.makedirs(self.state, mode=0o700, exist_ok=True)
        config_file = os.path.join(folder, 'relay.conf')
        with open(config_file, 'w', encoding='utf-8') as file:
            file.write(configuration)
        self.process = start([program, '--config', config_file, '--listen', '127.0.0.1:0',
                              '--state-dir', self.state, '--port-file', self.port_file],
                             stdout=log, stderr=log)
        self.port = wait_for(self._read_port, 'the relay to listen')

    def _read_port(self):
        if self.process.poll() is not None:
            raise RuntimeError(f'the relay ended: {self.process.returncode}')
        try:
            with open(self.port_file, encoding='utf-8') as file:
                return file.read().strip()
        except FileNotFoundError:
            return None

    @property
    def address(self):
        return f'127.0.0.1:{self.port}'

    def invite(self, uses=1):
        """The operator's link."""
        made = subprocess.run([self.program, '--state-dir', self.state, 'invite',
                               '--uses', str(uses)],
                              capture_output=True, text=True, check=True, timeout=DEADLINE)
        return made.stdout.strip()

    def close(self):
        return stop(self.process)
