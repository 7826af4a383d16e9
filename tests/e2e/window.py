# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that is driven by what a screen reader would be told.

    with Session() as session:
        alice = Window(session, 'alice', ['build/src/gui/motus'])
        alice.click('_Continue')
        alice.shoot('alice.png')

Controls are named as the source names them, mnemonics and all; a window in another language is
driven by the translations.
"""

import gettext
import re
import subprocess

from desktop import wait_for

SIZE = (1000, 700)
WIDE = SIZE
NARROW = (360, 640)
CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'combo box', 'text',
            'password text', 'menu item', 'switch'}
DIALOG = 'frame|dialog|filler'
# GTK falls back on the name of the type.
NAMELESS = re.compile(r'^\s*$|^(Gtk|Adw|Motus)[A-Z]')


class Window:
    """A program on a person's desktop. A person who comes back finds the same home again."""

    def __init__(self, session, person, command, *, dark=False, language=None, locales=None,
                 env=None):
        self.session = session
        self.atspi = session.atspi
        self.person = person
        self.words = gettext.NullTranslations()
        self.env = session.make_desktop(person, SIZE)
        self.env.update(env or {})
        if dark:
            self.env['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
        if language:
            self.words = gettext.translation('motus', locales, [language], fallback=True)
            self.env.update(LANGUAGE=language, MOTUS_LOCALE_DIR=locales)
        self.process = session.start(command, env=self.env)
        self.root = wait_for(self._find_root, f'the window of {person}')

    def _find_root(self):
        if self.process.poll() is not None:
            raise RuntimeError(f'the window of {self.person} ended: {self.process.returncode}')
        desktop = self.atspi.get_desktop(0)
        for position in range(desktop.get_child_count()):
            try:
                program = desktop.get_child_at_index(position)
                if (program and program.get_process_id() == self.process.pid
                        and program.get_child_count()):
                    program.set_cache_mask(self.atspi.Cache.NONE)
                    return program
            except self.session.error:
                continue        # a program that is just ending
        return None

    # Looking.

    def say(self, text):
        """The words of this window for a text of the source, without the mnemonic."""
        return self.words.gettext(text).replace('_', '') if text else text

    def walk(self, root=None):
        """All that is on the screen below a control, in reading order."""
        waiting = [root or self.root]
        while waiting:
            control = waiting.pop()
            shown = self.is_shown(control)
            if shown is False and control is not self.root:
                continue
            try:
                children = [control.get_child_at_index(position)
                            for position in range(control.get_child_count())]
            except self.session.error:
                continue        # it went away while it was looked at
            if shown:
                yield control
            waiting.extend(child for child in reversed(children) if child)

    def is_shown(self, control):
        """Nothing below what is hidden is shown. None for what has no place, such as the pages of a
        stack."""
        try:
            extents = control.get_extents(self.atspi.CoordType.WINDOW)
            return (extents.width > 0 and extents.height > 0
                    and control.get_state_set().contains(self.atspi.StateType.VISIBLE))
        except self.session.error:
            return None

    def matches(self, control, role, name):
        try:
            if not re.fullmatch(role, control.get_role_name()):
                return False
            if name is None:
                return True
            found = control.get_name()
            return found == name if isinstance(name, str) else bool(name.search(found))
        except self.session.error:
            return False

    def look(self, role, name=None, root=None):
        """The controls of a role and a name (or patterns of them) that are on the screen now."""
        if isinstance(name, str):
            name = self.say(name)
        return [control for control in self.walk(root) if self.matches(control, role, name)]

    def find(self, role, name=None, root=None):
        """Waits for the first such control."""
        found = wait_for(lambda: self.look(role, name, root),
                         lambda: f'{role} {name!r} in:\n{self.describe()}')
        return found[0]

    def gone(self, role, name):
        """Waits until there is no such control."""
        wait_for(lambda: not self.look(role, name), f'{role} {name!r} to go')

    def sees(self, text):
        """Waits until a label reads so."""
        return self.find('label', text)

    def check_names(self):
        """Every control that can be used says what it is."""
        nameless = [control for control in self.walk() if control.get_role_name() in CONTROLS
                    and NAMELESS.match(control.get_name())]
        assert not nameless, f'{len(nameless)} controls have no name; {self.describe()}'

    def describe(self):
        """What is on the screen, for a person who has to find out why a test failed."""
        lines = [f'{control.get_role_name()} {control.get_name()!r}' for control in self.walk()]
        return f'{self.person} sees:\n  ' + '\n  '.join(lines)

    # Doing.

    def click(self, name, role='push button', root=None):
        control = self.find(role, name, root)
        self.act(control, 'click')

    def act(self, control, action):
        for position in range(control.get_n_actions()):
            if control.get_action_name(position) == action:
                control.do_action(position)
                return
        raise AssertionError(f'{control.get_name()!r} cannot {action}')

    def read(self, control):
        length = self.atspi.Text.get_character_count(control)
        return self.atspi.Text.get_text(control, 0, length)

    def fill(self, control, text):
        """Puts a text into an entry."""
        self.atspi.EditableText.set_text_contents(control, text)

    def run_tool(self, *command):
        subprocess.run(command, env=self.env, check=True, timeout=30,
                       stdout=self.session.log, stderr=self.session.log)

    def press(self, *keys):
        self.run_tool('xdotool', 'key', *keys)

    def type(self, text):
        self.run_tool('xdotool', 'type', '--delay', '5', text)

    def point_and_click(self, control):
        """For rows of lists, which offer no action."""
        extents = control.get_extents(self.atspi.CoordType.WINDOW)
        self.run_tool('xdotool', 'mousemove', str(extents.x + extents.width // 2),
                      str(extents.y + extents.height // 2), 'click', '1')

    def list_windows(self):
        """The numbers of the program's windows on the display, the oldest first."""
        search = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                 str(self.process.pid)], env=self.env, check=True,
                                capture_output=True, text=True, timeout=30)
        return sorted(search.stdout.split(), key=int)

    def focus(self):
        """Gives the main window the focus: there is no window manager to do it."""
        self.run_tool('xdotool', 'windowfocus', '--sync', self.list_windows()[0])

    def resize(self, size):
        """Gives the newest window, which may be a dialog, another size."""
        self.run_tool('xdotool', 'windowsize', '--sync', self.list_windows()[-1], *map(str, size))

    def close_dialog(self, title):
        self.act(self.find(DIALOG, title), 'window.close')
        self.gone(DIALOG, title)

    def shoot(self, path, size=SIZE):
        """Keeps a picture of the upper left corner of the screen, where windows are."""
        self.run_tool('import', '-window', 'root', '-crop', f'{size[0]}x{size[1]}+0+0',
                      '+repage', path)

    def close(self):
        """Closes the window as its button does, and waits for the program to end well. The home
        stays."""
        self.act(self.find('frame'), 'window.close')
        wait_for(lambda: self.process.poll() is not None, f'{self.person} to be gone')
        assert self.process.returncode == 0, f'{self.person}: {self.process.returncode}'
