#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people, two windows, one relay: the whole story, without a display.

Alice signs up by the link of the relay's operator and invites Bob, whose window is dark and speaks
French. They talk to everyone, to each other and in a room, compare their safety number, close
their windows and come back. What both saw is printed; pictures are kept.
"""

import argparse
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desktop import Session
from people import Person
from relay import Relay
from window import NARROW, WIDE

BROADCAST = 'Good evening, everyone'
PRIVATE = 'Are you coming at six?'
ROOM = 'Kitchen'
IN_ROOM = 'Who brings bread?'
ANSWER = 'I do, and @alice brings the soup'


class Story:
    """The parts of the story, in the order of telling."""

    def __init__(self, session, options):
        self.session = session
        self.options = options
        self.build = os.path.abspath(os.path.join(os.path.dirname(options.motus), '..', '..'))
        self.alice = None
        self.bob = None

    def open_window(self, name, **look):
        env = {'GSETTINGS_SCHEMA_DIR': os.path.join(self.build, 'data')}
        return Person(self.session, name, [self.options.motus],
                      locales=os.path.join(self.build, 'po'), env=env, **look)

    def shoot(self, person, name, size=WIDE):
        person.check_names()
        if self.options.keep_shots:
            person.shoot(os.path.join(self.options.keep_shots, f'{person.person}-{name}.png'), size)

    def tell(self, sentence):
        print(sentence, flush=True)

    def sign_up(self, link, address):
        self.alice = self.open_window('alice')
        self.bob = self.open_window('bob', dark=True, language='fr')
        self.shoot(self.alice, '1-welcome')
        self.shoot(self.bob, '1-welcome')
        if address:
            words = self.alice.sign_up_by_address(address)
            self.tell(f'The key of the relay, in words: {words}')
            self.shoot(self.alice, '1-relay')
            self.alice.click('Trust')
        else:
            self.alice.sign_up(link)
        self.alice.wait_ready()
        self.tell('alice signed up.')
        self.shoot(self.alice, '2-empty')
        link = self.alice.make_invitation(lambda: self.shoot(self.alice, '3-invitation'))
        self.bob.sign_up_by_keyboard(link)
        self.bob.wait_ready()
        self.tell('bob signed up by the invitation of alice.')

    def talk_to_everyone(self):
        self.alice.open_conversation('Everyone')
        self.alice.write(BROADCAST)
        self.bob.open_conversation('Everyone')
        self.bob.find_message(BROADCAST)
        self.keep_lines('Everyone')

    def talk_alone(self):
        self.bob.open_conversation('alice')
        self.bob.write(PRIVATE)
        self.alice.open_conversation('bob')
        self.alice.find_message(PRIVATE)
        self.keep_lines('alice and bob')

    def compare(self):
        """Both see the same number, and say so."""
        for person, other in ((self.alice, 'bob'), (self.bob, 'alice')):
            person.ask_to_verify(other)
        numbers = [person.read_safety_number() for person in (self.alice, self.bob)]
        self.shoot(self.alice, '4-number')
        self.shoot(self.bob, '4-number')
        assert numbers[0] == numbers[1], numbers
        for person in (self.alice, self.bob):
            person.click('They match')
            person.gone('push button', 'They match')
        self.tell(f'Both read the safety number {numbers[0]}')

    def talk_in_a_room(self):
        self.alice.make_room(ROOM, ['bob'], lambda: self.shoot(self.alice, '4-room'))
        self.bob.accept_invitation('alice')
        self.tell(f'bob accepted the invitation into the room {ROOM}.')
        for person in (self.alice, self.bob):
            person.open_conversation(ROOM)
        self.alice.write(IN_ROOM)
        self.bob.find_message(IN_ROOM)
        self.bob.write(ANSWER)
        self.alice.find_message(ANSWER)
        self.keep_lines(ROOM)

    def keep_lines(self, title):
        self.tell(f'\n{title}')
        for person in (self.alice, self.bob):
            for line in person.read_conversation():
                self.tell(f'  {person.person} sees | {line}')
        self.tell('')

    def show(self):
        """Every window wide and narrow."""
        for person in (self.alice, self.bob):
            self.shoot(person, '5-wide')
            person.resize(NARROW)
            self.shoot(person, '6-narrow', NARROW)
            person.open_conversation(ROOM)
            self.shoot(person, '6-narrow-room', NARROW)
            person.resize(WIDE)

    def come_back(self):
        """Alice closes her window and unlocks it again; now it is dark and French."""
        self.alice.close()
        self.alice = self.open_window('alice', dark=True, language='fr')
        self.shoot(self.alice, '7-unlock')
        self.alice.unlock()
        self.alice.wait_ready()
        self.alice.open_conversation(ROOM)
        self.alice.find_message(ANSWER)
        self.shoot(self.alice, '8-back')
        self.tell('alice came back and found what was said.')

    def explain(self):
        """What was on the screens when it went wrong."""
        for person in (self.alice, self.bob):
            if person and person.process.poll() is None:
                print(person.describe(), file=sys.stderr)
                if self.options.keep_shots:
                    person.shoot(os.path.join(self.options.keep_shots,
                                              f'{person.person}-failed.png'))

    def run(self, link, address):
        self.sign_up(link, address)
        self.talk_to_everyone()
        self.talk_alone()
        self.compare()
        self.talk_in_a_room()
        self.show()
        self.come_back()


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--motus', required=True, help='the window, in its build directory')
    parser.add_argument('--relay', required=True, help='the relay, to be started')
    parser.add_argument('--link', help='the invitation link of another relay, used instead')
    parser.add_argument('--address', help='another relay, used instead')
    parser.add_argument('--keep-shots', metavar='FOLDER', help='keep pictures there')
    options = parser.parse_args()
    options.motus = os.path.abspath(options.motus)
    options.relay = os.path.abspath(options.relay)
    if options.keep_shots:
        options.keep_shots = os.path.abspath(options.keep_shots)
        os.makedirs(options.keep_shots, exist_ok=True)
    return options


def live(session, options):
    """Runs the story, at a relay of its own unless there is another."""
    link = options.link
    if not link and not options.address:
        relay = Relay(options.relay, session.base, session.log)
        session.running.append(relay.process)
        link = relay.invite()
    story = Story(session, options)
    try:
        story.run(link, options.address)
    except Exception:
        story.explain()
        raise


def main():
    # Being told to end is an exception like Ctrl-C, so that everything started ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = read_options()
    with Session() as session:
        try:
            live(session, options)
        except Exception:
            print(session.read_log(), file=sys.stderr)
            raise
    if options.keep_shots:
        for person in ('alice', 'bob'):
            print(f'The window of {person}: {options.keep_shots}/{person}-5-wide.png')


if __name__ == '__main__':
    main()
