"""Files that machines look for at fixed places: robots.txt, security.txt, the web app manifest."""

import json
from collections.abc import Iterator

from krama import urls
from krama.config import Manifest
from krama.moments import rfc3339
from krama.outputs.head import href
from krama.recipes import Output, Text
from krama.site import Site


def outputs(site: Site) -> Iterator[Output]:
    """robots.txt always, the others where site.toml gives what they say."""
    origin = site.config.origin
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {origin}{href(site, urls.SITEMAP)}\n"
    yield Output(urls.file(urls.ROBOTS), Text(robots), "site.toml")
    security = site.config.settings.security
    if security:
        lines = [f"Contact: {one}" for one in security.contact]
        lines.append(f"Expires: {rfc3339(security.expires)}")
        lines += [f"Policy: {security.policy}"] if security.policy else []
        lines.append(f"Preferred-Languages: {', '.join(site.config.languages)}")
        lines.append(f"Canonical: {origin}{href(site, urls.SECURITY)}")
        yield Output(urls.file(urls.SECURITY), Text("\n".join(lines) + "\n"), "site.toml")
    manifest = site.config.settings.manifest
    if manifest:
        for lang in site.config.languages:
            yield Output(urls.file(urls.manifest(lang)), Text(_manifest(site, lang, manifest)), "site.toml")


def _manifest(site: Site, lang: str, manifest: Manifest) -> str:
    """A web app manifest (W3C)."""
    frame = site.frames[lang]
    data: dict[str, object] = {
        "name": frame.name,
        "short_name": site.config.words(manifest.short_name, lang),
        "description": frame.tagline,
        "lang": lang,
        "id": frame.home,
        "start_url": frame.home,
        "scope": site.config.prefix,
        "display": "minimal-ui",
        "theme_color": manifest.theme_color,
        "background_color": manifest.background_color,
    }
    icon = site.file_urls.get(f"static{manifest.icon}") if manifest.icon else None
    if icon:
        kind = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp"}.get(icon.rpartition(".")[2], "")
        data["icons"] = [{"src": icon, "sizes": "any" if icon.endswith(".svg") else "512x512", "type": kind}]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
