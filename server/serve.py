"""Runs Lockstep from this folder: `PYTHON -I -B -X utf8 serve.py`, with nothing installed.

Nothing here is newer than Python 2: an older Python must get as far as the message. So this file
has no functions, which the house wants annotated, and the work is done by `launch.py`.
"""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036
    found = ".".join(str(number) for number in sys.version_info[:3])
    sys.stderr.write("lockstep: Python 3.10 or newer is needed, and this is Python " + found + "\n")
    sys.stderr.write("  " + sys.executable + "\n")
    sys.exit(2)
else:
    # An isolated Python does not look in the folder of its script.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from launch import main

    sys.exit(main(sys.argv[1:]))
