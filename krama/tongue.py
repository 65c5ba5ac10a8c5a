"""The language that staff are told in, and its catalogue, which lies with the engine: krama/locale/LANG/…/desk.po."""

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from krama.said import Translate

LANGUAGES = ("en", "km")
"""The languages that staff are told in; the messages themselves are in the first."""

HERE = Path(__file__).parent


def language(asked: str, environ: Mapping[str, str], system: str = "") -> str:
    """The language to tell staff in: the one asked for, else that of the environment, else that of the system.

    environ: KRAMA_LANG counts before all, then what gettext goes by: LC_ALL, LC_MESSAGES or LANG, the first that is
    set, and LANGUAGE, a list of what is liked better, unless that locale is C. system: a locale like km_KH.
    """
    place = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    liked = [] if place.partition(".")[0] in {"C", "POSIX"} else environ.get("LANGUAGE", "").split(":")
    for one in (asked, environ.get("KRAMA_LANG", ""), *liked, place or system):
        match = re.match(f"(?:{'|'.join(LANGUAGES)})(?![a-z])", one.lower())
        if match:
            return match[0]
    return LANGUAGES[0]


def of_system() -> str:
    """The locale of the user interface where the environment does not tell it: on Windows."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 — needed there and nowhere else
    import locale  # noqa: PLC0415

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@cache
def translation(lang: str) -> Translate:
    """Gives messages in a language; what has no translation stays in English."""
    if lang == LANGUAGES[0]:
        return str
    # Imported here: Babel takes 40 ms, and English needs none.
    from krama import catalogues  # noqa: PLC0415
    from krama.model import Source  # noqa: PLC0415

    path = f"locale/{lang}/LC_MESSAGES/desk.po"
    words, _ = catalogues.load(lang, Source(path, "", (HERE / path).read_text(encoding="utf-8")))
    return words.text
