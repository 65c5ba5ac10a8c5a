"""Pages at old addresses that lead to where a story is now."""

from collections.abc import Iterator

from krama import urls
from krama.config import section_address
from krama.model import Body
from krama.pages import CardOf, Frame, RedirectPage, Sketch
from krama.recipes import Output, Render
from krama.site import Site


class Moved(Sketch, frozen=True, tag=True):
    """All that the page at an old address is made from: the card of the story, by its name."""

    card: str

    def page(self, frame: Frame, body: Body, card_of: CardOf) -> RedirectPage:
        """What the template of a redirect sees."""
        card = card_of(self.card)
        return RedirectPage(card.lang, card.title, card.url, frame.origin + card.url)


def outputs(site: Site) -> Iterator[Output]:
    """One page for each alias."""
    for article in site.articles:
        document, card = article.document, article.card
        section = section_address(document.section, site.config.settings.sections[document.section])
        for written in document.matter.aliases:
            address = urls.alias(written, card.lang, section)
            if urls.file(address) == urls.file(article.address):
                continue
            recipe = Render("redirect.html", site.frames[card.lang], Moved(card.name))
            yield Output(urls.file(address), recipe, document.path)
