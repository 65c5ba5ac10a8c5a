"""What the site consists of: one module per kind of output; each yields its Outputs from the Site."""

from krama.outputs import articles, feeds, front, home, indexes, listings, redirects, search, sitemap, static, wellknown

AnySketch = (
    articles.Story
    | listings.Part
    | indexes.Index
    | home.Home
    | front.Threshold
    | front.Lost
    | feeds.Feed
    | feeds.JsonFeed
    | sitemap.Map
    | redirects.Moved
    | search.Searched
    | search.Beginning
    | search.Passage
)
ALL = (
    static.outputs,
    articles.outputs,
    listings.outputs,
    indexes.outputs,
    home.outputs,
    front.outputs,
    feeds.outputs,
    sitemap.outputs,
    redirects.outputs,
    search.outputs,
    wellknown.outputs,
)
