"""python build.py <command>: hands over to krama.cli."""

import sys

TOLD = """\
The library "{0}" is not installed for this Python ({1}).

On Linux and macOS run    make site        (and later .venv/bin/python build.py …)
On Windows run            py -m venv .venv
                          .venv\\Scripts\\python -m pip install --require-hashes -r requirements.lock
                          .venv\\Scripts\\python build.py build

មិនទាន់មានបណ្ណាល័យ "{0}" ទេ។ សូមដំណើរការពាក្យបញ្ជាខាងលើ។
"""

if __name__ == "__main__":
    try:
        from krama.cli import run
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("krama"):
            raise
        if hasattr(sys.stderr, "reconfigure"):
            sys.stderr.reconfigure(encoding="utf-8", errors="replace")
        sys.exit(TOLD.format(missing.name, sys.executable))
    run()
