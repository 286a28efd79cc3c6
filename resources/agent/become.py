# Runs a program that asks for a password on a terminal (doas, su, a sudo that insists on one),
# where there is none: its child gets a new terminal, and whoever is at the other end of
# descriptor 0 is asked. The app compresses this text and gives it to a python by `-c` (become.ts).
#
# Arguments: the nonce of this start, a token, `pipes` or `terminal`, the program's argv in
# base64, its parts separated by zero bytes, and this text.
#
# With `pipes` the program keeps descriptors 0 to 2, and finds the terminal as /dev/tty. With
# `terminal` they are the terminal, and what they were before is 3 to 5.
#
# A terminal whose echo is off waits for a secret, in whichever language it says so. Then this
# writes a prompt of our own to descriptor 2, reads one line from descriptor 0, byte by byte, and
# types it. The program that is run at last writes the token to the terminal: from then on descriptor
# 0 is that program's alone.
import binascii
import fcntl
import os
import pwd
import select
import signal
import sys
import termios

# Milliseconds after which a line without an end is looked at again: some programs
# write their prompt first and turn the echo off then.
LOOK_AGAIN = 50


def main():
    token, mode, argv = sys.argv[2], sys.argv[3], binascii.a2b_base64(sys.argv[4]).split(b"\0")
    if mode == "terminal" and sys.platform.startswith("linux"):
        # Only there su can be told which shell to run. That of the user may close what it does not
        # know, as csh does.
        argv[1:1] = [b"-s", b"/bin/sh"]
    master, slave = os.openpty()
    plain_keys(slave)
    woken, wake = os.pipe()
    for fd in (woken, wake):
        os.set_blocking(fd, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = os.fork()
    if child == 0:
        run(argv, slave, mode == "terminal")
    Terminal(master, slave, token).serve(woken, child)


def plain_keys(slave):
    """Takes the meaning from all keys: a password may hold any character but the end of the line."""
    attributes = termios.tcgetattr(slave)
    attributes[0] &= ~(termios.IXON | termios.IXOFF)
    attributes[3] &= ~(termios.ISIG | termios.IEXTEN)
    keys = attributes[6]
    none = bytes([os.fpathconf(slave, "PC_VDISABLE") & 0xFF])
    attributes[6] = [none if isinstance(key, bytes) else key for key in keys]
    termios.tcsetattr(slave, termios.TCSANOW, attributes)


def run(argv, slave, is_terminal):
    """Becomes the program. Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        # Python ignores it, and what is ignored is inherited.
        for number in (signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        if is_terminal:
            kept = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (0, 1, 2)]
            terminal = fcntl.fcntl(slave, fcntl.F_DUPFD, 10)
            for fd, source in enumerate([terminal] * 3 + kept):
                os.dup2(source, fd)
        os.closerange(6 if is_terminal else 3, 64)
        os.execvp(argv[0], argv)
    except OSError as error:
        os.write(2, argv[0] + b": " + (error.strerror or "").encode() + b"\n")
    os._exit(127)


class Terminal(object):
    """The other end of the program's terminal."""

    def __init__(self, master, slave, token):
        self.master, self.slave = master, slave
        self.token = token.encode()
        user = os.getuid()
        try:
            name = pwd.getpwuid(user).pw_name
        except KeyError:
            name = str(user)
        self.prompt = ("rmote%%%s%%%s%%" % (token, name)).encode()
        # What was written since the last end of a line.
        self.line = b""
        self.has_asked = False
        self.has_started = False

    def serve(self, woken, child):
        """Ends with the program, by its status."""
        poll = select.poll()
        for fd in (self.master, woken):
            poll.register(fd, select.POLLIN)
        while True:
            look_again = self.line and not self.has_asked and not self.has_started
            ready = dict(poll.poll(LOOK_AGAIN if look_again else None))
            if self.master in ready:
                self.read()
            if woken in ready:
                os.read(woken, 512)
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    self.end(status)
            if 0 in ready:
                poll.unregister(0)
                self.answer()
            if not self.has_asked and not self.has_started and self.line and self.waits():
                self.has_asked = True
                # The program's own words for it are not the answer to anything.
                self.line = b""
                os.write(2, self.prompt)
                poll.register(0, select.POLLIN)

    def waits(self):
        """Whether what is typed now would not be seen."""
        return not termios.tcgetattr(self.slave)[3] & termios.ECHO

    def read(self):
        """Hands on whole lines that the program wrote."""
        lines = (self.line + os.read(self.master, 4096)).replace(b"\r", b"").split(b"\n")
        self.line = lines.pop()[-4096:]
        for line in lines:
            if line == self.token and not self.has_started:
                self.started()
            elif line:
                os.write(2, line + b"\n")

    def started(self):
        self.has_started = True
        null = os.open(os.devnull, os.O_RDWR)
        # Who closes these is to be noticed.
        os.dup2(null, 0)
        os.dup2(null, 1)

    def answer(self):
        """Types the line that comes from descriptor 0."""
        line = b""
        while not line.endswith(b"\n"):
            byte = os.read(0, 1)
            if not byte:
                # Nobody answers any more. The end of its terminal ends the program.
                os._exit(1)
            line += byte
        self.has_asked = False
        os.write(self.master, line)

    def end(self, status):
        os.set_blocking(self.master, False)
        try:
            self.read()
        except OSError:
            pass
        if self.line and not self.has_started:
            os.write(2, self.line + b"\n")
        os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


main()
