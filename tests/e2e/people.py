# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do in the window of Motus, in their own terms."""

import re

from desktop import wait_for
from window import Window

PASSWORD = 'seven quiet herons at dusk'


class Person(Window):
    """Somebody with a window of Motus."""

    # First minutes.

    def sign_up(self, link):
        """From an invitation link to an account: four inputs."""
        self.fill(self.find('text', 'Invitation link'), link)
        self.click('Continue')
        self.describe_account()

    def sign_up_by_keyboard(self, link):
        """The same without a pointer: Return goes on."""
        self.find('text', 'Invitation link')
        self.type(link)
        self.press('Return')
        self.find('text', 'Name')
        for text in (self.person, PASSWORD, PASSWORD):
            self.type(text)
            self.press('Return')

    def sign_up_by_address(self, address):
        """Without a link. Gives the words of the relay's key, for somebody to compare."""
        self.click('Or connect to a relay')
        self.fill(self.find('text', 'Relay address'), address)
        self.click('Continue')
        self.describe_account()
        self.sees('Is this your relay?')
        return self.read_relay_words()

    def describe_account(self):
        self.fill(self.find('text', 'Name'), self.person)
        self.fill(self.find('text', 'Password'), PASSWORD)
        self.fill(self.find('text', 'Password again'), PASSWORD)
        self.click('Create account')

    def unlock(self):
        self.fill(self.find('text', 'Password'), PASSWORD)
        self.click('Unlock')

    def wait_ready(self):
        """Until the conversations are there."""
        self.find('list', 'Conversations')

    # Conversations.

    def open_conversation(self, title):
        """Chooses it in the list and waits until it is the one that is shown."""
        self.focus()
        pattern = re.compile(rf'^{re.escape(self.say(title))}(,|$)')
        row = self.find('list item', pattern, self.find('list', 'Conversations'))
        self.point_and_click(row)
        wait_for(lambda: self.look('label', title, self.find_view()), f'{title} to be open')

    def find_view(self):
        return self.find('panel', 'Conversation')

    def write(self, text):
        """Types a line and sends it with Return."""
        entry = self.find('text', 'Message')
        self.point_and_click(entry)
        self.type(text)
        wait_for(lambda: self.read(entry) == text, f'“{text}” to be typed')
        self.press('Return')
        self.find_message(text)

    def find_message(self, text):
        return self.find('list item', re.compile(': ' + re.escape(text)))

    def read_conversation(self):
        """The lines of the open conversation, as a screen reader reads them."""
        rows = self.look('list item', root=self.find('list', 'Messages'))
        return [row.get_name() for row in rows]

    # Invitations and rooms.

    def make_invitation(self, meanwhile=lambda: None):
        """Gives a link for somebody new."""
        self.press('ctrl+i')
        link = self.read(self.find('text', 'Invitation link'))
        meanwhile()
        self.close_dialog('Invite someone')
        return link

    def make_room(self, name, people, meanwhile=lambda: None):
        self.press('ctrl+n')
        self.fill(self.find('text', 'Name of the room'), name)
        for person in people:
            self.point_and_click(self.find('check box', person))
        meanwhile()
        self.click('Create')
        self.gone('text', 'Name of the room')

    def accept_invitation(self, inviter):
        """The invitation is a banner in the conversation with who sent it."""
        self.open_conversation(inviter)
        self.click('Accept')
        self.gone('push button', 'Accept')

    def ask_to_verify(self, other):
        self.open_conversation(other)
        # The line that says who can read leads there.
        self.click(re.compile('^' + self.say('Private') + ' ·'))

    # Codes to compare.

    def read_code(self, group, count):
        """The groups of a code on the screen, in reading order."""
        return ' '.join(wait_for(lambda: self._look_code(group, count), 'the code'))

    def _look_code(self, group, count):
        try:
            words = [label.get_name() for label in self.look('label', group)]
        except self.session.error:
            return None         # they were just being replaced
        return words if len(words) == count else None

    def read_relay_words(self):
        return self.read_code(re.compile(r'^[a-z]{5}$'), 8)

    def read_safety_number(self):
        return self.read_code(re.compile(r'^\d{5}$'), 12)
