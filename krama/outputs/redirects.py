"""Pages at old addresses that lead to where a story is now."""

from collections.abc import Iterator

from krama import urls
from krama.config import section_address
from krama.pages import RedirectPage
from krama.recipes import Output, Render
from krama.site import Site


def outputs(site: Site) -> Iterator[Output]:
    """One page for each alias."""
    for article in site.articles:
        document, card = article.document, article.card
        section = section_address(document.section, site.config.settings.sections[document.section])
        for written in document.matter.aliases:
            address = urls.alias(written, card.lang, section)
            if urls.file(address) == urls.file(article.address):
                continue
            page = RedirectPage(card.lang, card.title, card.url, site.config.origin + card.url)
            yield Output(urls.file(address), Render("redirect.html", site.frames[card.lang], page), document.path)
