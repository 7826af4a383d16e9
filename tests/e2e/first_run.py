#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may go wrong in the first minutes, and what the window says about it.

Carol has no link: she compares the relay's key, at first does not trust it, and later mistypes her
password. Dave wants a name that is taken. Both windows are as narrow as windows get.
"""

import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desktop import Session
from people import PASSWORD, Person
from relay import Relay
from window import DIALOG, NARROW

DIALOGS = (('ctrl+i', 'Invite someone'), ('ctrl+n', 'New room'), ('ctrl+comma', 'Preferences'))
CONFIGURATION = '[accounts]\nregistration=open\n'


class FirstRun:
    """Carol's and Dave's first minutes."""

    def __init__(self, session, options):
        self.session = session
        self.options = options
        self.build = os.path.abspath(os.path.join(os.path.dirname(options.motus), '..', '..'))
        self.relay = Relay(options.relay, session.base, session.log, CONFIGURATION)
        session.running.append(self.relay.process)
        self.dave = None

    def open_window(self, name, **look):
        env = {'GSETTINGS_SCHEMA_DIR': os.path.join(self.build, 'data')}
        person = Person(self.session, name, [self.options.motus], env=env,
                        locales=os.path.join(self.build, 'po'), **look)
        person.find('push button')
        person.resize(NARROW)
        return person

    def shoot(self, person, name):
        person.check_names()
        if self.options.keep_shots:
            person.shoot(os.path.join(self.options.keep_shots, f'first-{name}.png'), NARROW)

    def trust_later(self):
        carol = self.open_window('carol', dark=True)
        words = carol.sign_up_by_address(self.relay.address)
        self.shoot(carol, '1-key')
        carol.click('Don’t trust')
        carol.sees(re.compile('not trusted'))
        self.shoot(carol, '2-not-trusted')
        carol.click('Continue')
        carol.click('Create account')
        carol.sees('Is this your relay?')
        assert words == carol.read_relay_words(), 'the key of the relay changed'
        carol.click('Trust')
        carol.wait_ready()
        carol.close()

    def mistype(self):
        carol = self.open_window('carol', dark=True)
        carol.fill(carol.find('text', 'Password'), PASSWORD + 's')
        carol.click('Unlock')
        carol.sees(re.compile('^The password is wrong'))
        self.shoot(carol, '3-wrong-password')
        carol.unlock()
        carol.wait_ready()

    def take_another_name(self):
        self.dave = dave = self.open_window('dave', language='fr')
        dave.person = 'carol'
        dave.sign_up(self.relay.invite())
        dave.sees('Somebody has this name already. Choose another.')
        self.shoot(dave, '4-name-taken')
        dave.fill(dave.find('text', 'Name'), 'dave')
        dave.click('Create account')
        dave.wait_ready()
        self.shoot(dave, '5-ready')

    def show_dialogs(self):
        """Every dialog as narrow as it gets, and the numbers that do not match."""
        dave = self.dave
        for key, title in DIALOGS:
            dave.focus()
            dave.press(key)
            dave.find(DIALOG, title)
            self.shoot_dialog(dave, title)
            dave.close_dialog(title)
        dave.ask_to_verify('carol')
        dave.read_safety_number()
        self.shoot_dialog(dave, 'Verify')
        dave.click('They don’t match')
        dave.sees('The numbers differ')
        self.shoot(dave, 'dialog-Differ')
        dave.click('Close', root=dave.find(DIALOG, re.compile('carol$')))
        dave.gone(DIALOG, re.compile('carol$'))
        assert not dave.look('image', 'Verified'), 'verified by numbers that differ'

    def shoot_dialog(self, person, title):
        person.resize(NARROW)
        self.shoot(person, 'dialog-' + title.split()[0])

    def run(self):
        self.trust_later()
        self.mistype()
        self.take_another_name()
        self.show_dialogs()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--motus', required=True)
    parser.add_argument('--relay', required=True)
    parser.add_argument('--keep-shots', metavar='FOLDER')
    options = parser.parse_args()
    with Session() as session:
        try:
            FirstRun(session, options).run()
        except Exception:
            print(session.read_log(), file=sys.stderr)
            raise


if __name__ == '__main__':
    main()
