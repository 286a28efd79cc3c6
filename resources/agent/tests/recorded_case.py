"""Tests of tools for programs that few machines have: with the real ones, or with what those said once.

Where the programs are, they run. Elsewhere scripts stand in for them, which answer with the recorded
output of the real ones, in its order, and fail where they are asked anything else. RMOTE_RECORD=1 makes
the recordings anew, where the programs are. What was changed on the disk is then compared by checksums
that are in the recordings, too.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile

from .file_case import IS_ROOT
from .system_case import SystemCase

IS_RECORDING = os.environ.get("RMOTE_RECORD") == "1"
HERE = os.path.dirname(os.path.abspath(__file__))

# Both scripts get: the file with the rest of the recording, the test's folder, the real program.
_REPLAY = r'''
import json, re, sys
rest, folder, name = sys.argv[1:4]
plain = [re.sub(r"rmote-[0-9a-f]{12}", "rmote-", word.replace(folder, "@")) for word in sys.argv[4:]]
with open(rest) as file:
    entries = json.load(file)
if not entries or entries[0].get("run") != [name] + plain:
    sys.exit("not recorded: %s; that is %s" % ([name] + plain, entries[:1]))
with open(rest, "w") as file:
    json.dump(entries[1:], file)
sys.stdout.write(entries[0]["out"].replace("@", folder))
sys.stderr.write(entries[0]["err"].replace("@", folder))
sys.exit(entries[0]["status"])
'''
_RECORD = r'''
import json, re, subprocess, sys
rest, folder, name = sys.argv[1:4]
end = sys.argv.index("-")
real, asked = sys.argv[4:end], sys.argv[end + 1 :]
done = subprocess.run(real + asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
def plain(text):
    return re.sub(r"rmote-[0-9a-f]{12}", "rmote-", text.replace(folder, "@"))
with open(rest) as file:
    entries = json.load(file)
entries.append({"run": [name] + [plain(word) for word in asked], "out": plain(done.stdout),
                "err": plain(done.stderr), "status": done.returncode})
with open(rest, "w") as file:
    json.dump(entries, file)
sys.stdout.write(done.stdout)
sys.stderr.write(done.stderr)
sys.exit(done.returncode)
'''


class RecordedCase(SystemCase):
    # Programs that the test takes, those of them that the tool runs (all if None), and the file with what
    # they said.
    programs = ()
    answering = None
    recording = ""

    def options(self, name):
        """Words that the real program gets besides, so that it works in the folder of the test."""
        return []

    def is_version(self):
        """Whether the programs that are here are of the version that the test is about."""
        return True

    def is_real(self):
        return self.real

    def setUp(self):
        super().setUp()
        # Before scripts are in their place.
        self.real = IS_ROOT and all(shutil.which(name) for name in self.programs) and self.is_version()
        self.recorded_as = self.id().split(".", 1)[1]
        self.recording_path = os.path.join(HERE, self.recording)
        self.reals = {name: shutil.which(name) for name in self.programs}
        names = self.programs if self.answering is None else self.answering
        if self.is_real() and not IS_RECORDING:
            for name in names:
                if self.options(name):
                    self.put_program(name, [self.reals[name]] + self.options(name))
            return
        apart = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, apart)
        self.rest = os.path.join(apart, "rest.json")
        script = os.path.join(apart, "script.py")
        with open(script, "w") as file:
            file.write(_RECORD if self.is_real() else _REPLAY)
        self.write(self.rest, [] if self.is_real() else self.read(self.recording_path).get(self.recorded_as, []))
        for name in names:
            words = [sys.executable, "-IS", script, self.rest, self.folder, name]
            if self.is_real():
                # Its own words end with a dash.
                words += [self.reals[name]] + self.options(name) + ["-"]
            self.put_program(name, words)
        self.addCleanup(self.finish)

    def put_program(self, name, words):
        self.stand_in(name, 'exec %s "$@"\n' % " ".join("'%s'" % word for word in words))

    def finish(self):
        if self.is_real():
            entries = self.read(self.recording_path) if os.path.exists(self.recording_path) else {}
            entries[self.recorded_as] = self.read(self.rest)
            if not entries[self.recorded_as]:
                # It runs none, or was skipped.
                del entries[self.recorded_as]
            self.write_recording(entries)

    def write_recording(self, entries):
        """Each answer in a line of its own, the tests in their order."""
        tests = []
        for name, answers in sorted(entries.items()):
            lines = ",\n".join(json.dumps(answer, sort_keys=True) for answer in answers)
            tests.append("%s: [\n%s\n]" % (json.dumps(name), lines))
        with open(self.recording_path, "w") as file:
            file.write("{\n%s\n}\n" % ",\n".join(tests))

    def needs_real(self):
        """For a test that what is on the disk, or a process that runs, is part of."""
        if IS_RECORDING or not self.is_real():
            self.skipTest("needs root and %s, not only what they said once" % ", ".join(self.programs))

    def read(self, path):
        with open(path) as file:
            return json.load(file)

    def write(self, path, value):
        with open(path, "w") as file:
            json.dump(value, file)

    def stamps(self, of_folders=True):
        # These programs have caches and locks, and what stands in for them counts what it was asked.
        return None

    def whole_state(self):
        return super().state()

    def state(self):
        if self.is_real() and not IS_RECORDING:
            return self.whole_state()
        entries = self.read(self.rest)
        if not self.is_real():
            self.write(self.rest, entries[1:])
            return entries[0]["state"]
        text = re.sub(re.escape(self.folder), "@", repr(sorted(self.whole_state().items())))
        state = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
        self.write(self.rest, entries + [{"state": state}])
        return state
