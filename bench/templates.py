"""Times the template engine beside Mako, in turn; prints the samples in milliseconds as JSON."""

import json
import os
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "resources", "agent"))
# Where Debian's python3-mako is, whichever Python is the first in the PATH.
sys.path.append("/usr/lib/python3/dist-packages")

import mako  # noqa: E402
from mako.template import Template as MakoTemplate  # noqa: E402

from rmote.template import Template  # noqa: E402

ROUNDS = 101
HUNDRED_LINES = "".join(
    "%% if servers[%d].up:\nlisten ${servers[%d].port};  # ${name}\n%% endif\nroot /srv/www/%d; # as it was\n" % (n, n, n)
    for n in range(25)
)
LOOP = "% for i in range(1000):\nserver ${name} ${i};\n% endfor\n"


def timed(action):
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1e3


def main():
    ours, theirs = Template(LOOP), MakoTemplate(text=LOOP)
    assert ours.render(name="a") == theirs.render_unicode(name="a")
    samples = {"compile": [], "mako_compile": [], "render": [], "mako_render": []}
    for number in range(ROUNDS):
        # Another text each time: both keep what they have compiled.
        source = HUNDRED_LINES.replace("as it was", "as it was %d" % number)
        samples["compile"].append(timed(lambda: Template(source)))
        samples["mako_compile"].append(timed(lambda: MakoTemplate(text=source)))
        samples["render"].append(timed(lambda: ours.render(name="a")))
        samples["mako_render"].append(timed(lambda: theirs.render_unicode(name="a")))
    print(json.dumps({"version": mako.__version__, "samples": samples}))


main()
