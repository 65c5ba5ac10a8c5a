"""What the pages share: <head>, the language switch, crumbs."""

from msgspec import Struct

from krama import urls
from krama.config import NAMES
from krama.model import Alternate, Card, Label, Picture, Switch
from krama.outputs import linked
from krama.pages import Frame, Head
from krama.site import Site

SHARED = (".png", ".jpg", ".jpeg", ".webp", ".gif")
"""Pictures that social networks show in a preview; an SVG they ignore."""


class Subject(Struct, frozen=True):
    """What a page is about, for titles, previews and machines. card: of a story; atom: a feed of its own."""

    title: str
    description: str
    things: tuple[linked.Thing, ...] = ()
    image: Picture | None = None
    card: Card | None = None
    atom: str = ""
    indexed: bool = True


def head(frame: Frame, url: str, subject: Subject, translated: dict[str, str]) -> Head:
    """The <head> of a page; translated: the address of each real translation by language, its own included."""
    image, card = subject.image, subject.card
    shared = image if image and image.src.lower().endswith(SHARED) else None
    return Head(
        title=subject.title,
        description=subject.description,
        canonical=frame.origin + url,
        alternates=alternates(frame, translated),
        image=frame.origin + shared.src if shared else "",
        image_alt=shared.alt if shared else "",
        type="article" if card else "website",
        json_ld=linked.script(subject.things),
        published=card.date if card else None,
        modified=(card.updated or card.date) if card else None,
        locales=tuple(one for one in frame.languages if one != frame.lang and one in translated),
        atom=frame.origin + subject.atom if subject.atom else "",
        indexed=subject.indexed,
    )


def alternates(frame: Frame, translated: dict[str, str]) -> tuple[Alternate, ...]:
    """hreflang for real translations: each language, and x-default for the first of them; nothing for a single one."""
    found = [(lang, frame.origin + translated[lang]) for lang in frame.languages if lang in translated]
    if len(found) < 2:
        return ()
    return (*(Alternate(lang, url) for lang, url in found), Alternate("x-default", found[0][1]))


def switch(frame: Frame, translated: dict[str, str], nearest: dict[str, str]) -> tuple[Switch, ...]:
    """The language switch: to the translation, else to the nearest page that exists, else to the other home."""
    return tuple(
        Switch(
            lang=one,
            name=NAMES[one],
            url=translated.get(one) or nearest.get(one) or frame.homes[one],
            translated=one in translated,
            current=one == frame.lang,
        )
        for one in frame.languages
    )


def crumbs(frame: Frame, *labels: Label) -> tuple[Label, ...]:
    """The way from the home page, without the page itself."""
    return (Label(frame.name, frame.home), *labels)


def href(site: Site, address: str) -> str:
    """An address of this site, ready for an href."""
    return urls.href(site.config.prefix, address)
