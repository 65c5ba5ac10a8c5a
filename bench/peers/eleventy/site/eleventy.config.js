import footnote from "markdown-it-footnote";

const PAGE_SIZE = 20;
const FEED_SIZE = 20;
const LANGUAGES = ["en", "km"];
const SECTIONS = ["news", "workshops", "programmes"];

const day = (date) => date.toISOString().slice(0, 10);
const id = (text) => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
const other = (url) => (url.startsWith("/en/") ? url.replace("/en/", "/km/") : url.replace("/km/", "/en/"));

function grouped(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of keysOf(item)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

/* A list in pages of 20. */
function* pages(lang, title, base, items) {
  const total = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const url = (number) => (number < 1 || number > total ? "" : number === 1 ? base : `${base}page/${number}/`);
  for (let number = 1; number <= total; number++) {
    yield {
      lang, title, number, total, url: url(number), newer: url(number - 1), older: url(number + 1),
      items: items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
    };
  }
}

/* Everything that is gathered from the articles, once a build. */
function gather(all) {
  const site = { lists: [], archives: [], indexes: [], feeds: [], homes: [], latest: {}, around: {}, urls: {} };
  all.sort((a, b) => b.date - a.date || (a.url < b.url ? -1 : 1));
  for (const lang of LANGUAGES) {
    const items = all.filter((item) => item.data.lang === lang);
    const feed = (title, base, found) => ({ lang, title, base, items: found.slice(0, FEED_SIZE) });
    site.homes.push({ lang, title: "Hub", url: `/${lang}/`, items: items.slice(0, 10) });
    site.feeds.push(feed("Hub", `/${lang}/`, items));
    site.latest[lang] = items.filter((item) => item.data.section !== "workshops").slice(0, 4);
    for (const section of SECTIONS) {
      const own = items.filter((item) => item.data.section === section);
      own.forEach((item, at) => { site.around[item.url] = { newer: own[at - 1], older: own[at + 1] }; });
      if (own.length) site.lists.push(...pages(lang, section, `/${lang}/${section}/`, own));
    }
    const tags = grouped(items, (item) => item.data.tags);
    for (const [tag, own] of tags) {
      site.lists.push(...pages(lang, tag, `/${lang}/tags/${tag}/`, own));
      site.feeds.push(feed(tag, `/${lang}/tags/${tag}/`, own));
    }
    const dates = grouped(items, ({ date }) => [day(date).slice(0, 4), day(date).slice(0, 7).replace("-", "/")]);
    for (const [title, own] of dates) site.archives.push({ lang, title, url: `/${lang}/archive/${title}/`, items: own });
    for (const [name, groups] of [["tags", tags], ["archive", dates]]) {
      const url = `/${lang}/${name}/`;
      const entries = [...groups].sort().map(([title, own]) => ({ title, url: `${url}${title}/`, count: own.length }));
      site.indexes.push({ lang, title: name, url, entries });
    }
  }
  for (const item of all) site.urls[item.url] = item.date;
  for (const list of [...site.homes, ...site.lists, ...site.archives, ...site.indexes]) site.urls[list.url] = null;
  site.sitemap = Object.entries(site.urls)
    .filter(([url]) => !url.includes("/page/"))
    .map(([url, date]) => ({ url, date, other: other(url) in site.urls ? other(url) : "" }));
  return site;
}

export default function (config) {
  config.addPassthroughCopy({ static: "." });
  config.addFilter("day", day);
  config.addFilter("other", other);
  config.amendLibrary("md", (md) => {
    md.set({ html: true, typographer: true }).use(footnote);
    md.renderer.rules.heading_open = (tokens, at, options, env, self) => {
      tokens[at].attrSet("id", id(tokens[at + 1].content));
      return self.renderToken(tokens, at, options);
    };
  });

  let site;
  config.on("eleventy.before", () => { site = undefined; });
  for (const name of ["lists", "archives", "indexes", "feeds", "homes", "latest", "around", "urls", "sitemap"]) {
    config.addCollection(name, (api) => {
      site ??= gather(api.getAll().filter((item) => item.data.section));
      return site[name];
    });
  }
  return { dir: { input: ".", includes: "_includes", output: "public" }, markdownTemplateEngine: false };
}
