// The preview's own script, at the end of every page that it shows: it follows what is saved, shows mistakes over the
// page, and a bar with what readers will not see. Nothing of it is ever published.
(() => {
  "use strict";
  const script = document.currentScript;
  const kept = {
    get: (name) => { try { return localStorage.getItem(`krama:${name}`); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(`krama:${name}`, value); } catch { /* private windows */ } },
  };
  const place = `krama:place:${location.pathname}`;
  // Who chose a language has it; else the one that the preview was started in, or a Khmer browser's.
  let lang = kept.get("lang") || (/^km\b/.test(navigator.language) ? "km" : script.dataset.lang);
  let told = null;
  let closed = sessionStorage.getItem("krama:closed") || "";  // the mistakes that were put aside, until there are others
  let wanted = false;  // somebody asked for the list
  let source = null;
  let page = script.dataset.page;  // what the page was made of
  let served = null;  // the page as it was served, before any script touched it
  let renewing = false;

  // What is told comes as data, and stands in the page as text.
  const make = (tag, attributes = {}, ...inner) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...inner.filter((one) => one !== null));
    return element;
  };

  const host = make("krama-desk");
  const root = host.attachShadow({ mode: "open" });
  const view = make("div", { class: "desk" });
  root.append(make("link", { rel: "stylesheet", href: new URL("desk.css", script.src).href }), view);
  host.style.setProperty("--site", getComputedStyle(document.body).fontFamily);  // it has Khmer, where a system has none
  document.body.prepend(host);  // first by keyboard, and seen at the bottom

  // A page that differs takes the place of the open one part by part, so that nothing flickers and all stays where it
  // was: what did not change in what was served is left alone, with all that scripts and readers did to it.
  const fetched = async () => new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const parts = (of) => [...of.body.children].filter((one) => !/^(script|krama-desk)$/i.test(one.localName));
  const code = (of) => [...of.querySelectorAll('script:not([type$="json"])')].map((one) => one.src + one.text).join("\n");
  const own = (of) => of.querySelector("script[data-page]")?.dataset.page;
  const renew = async () => {
    if (renewing) return;
    renewing = true;
    try {
      while (told.page !== page) {
        const next = await fetched();
        if (own(next) === page) break;  // it is newer than what was told last, which will be told, too
        if (!served || !own(next) || !putIn(next)) return again();
        [served, page] = [next, own(next)];
      }
      dress(told.styles);
    } catch {
      again();
    } finally {
      renewing = false;
    }
  };
  const putIn = (next) => {
    const [before, after, open] = [parts(served), parts(next), parts(document)];
    if (before.length !== after.length || before.length !== open.length || code(served) !== code(next)) return false;
    const changed = after.map((_, number) => number).filter((number) => !before[number].isEqualNode(after[number]));
    if (changed.some((number) => after[number].querySelector('script:not([type$="json"])'))) return false;
    document.title = next.title;
    for (const number of changed) open[number].replaceWith(document.importNode(after[number], true));
    return true;
  };

  // Where that cannot be done, it is loaded anew, and looked at where it was.
  const returnTo = sessionStorage.getItem(place);
  if (returnTo !== null) {
    sessionStorage.removeItem(place);
    history.scrollRestoration = "manual";
    const back = () => scrollTo(0, Number(returnTo));
    back();
    addEventListener("load", () => { back(); history.scrollRestoration = "auto"; }, { once: true });
  }
  const again = () => {
    sessionStorage.setItem(place, String(scrollY));
    location.reload();
  };

  // Another stylesheet takes the place of the old one when it is there, so that nothing flickers.
  const dress = (names) => {
    const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((one) => !one.dataset.going);
    names.forEach((name, number) => {
      const old = sheets[number];
      if (!old || old.getAttribute("href") === name) return;
      const fresh = make("link", { rel: "stylesheet", href: name });
      old.dataset.going = "yes";
      fresh.addEventListener("load", () => old.remove());
      fresh.addEventListener("error", () => old.remove());
      old.after(fresh);
    });
  };

  const open = (path) => fetch("/.krama/open", { method: "POST", body: path, headers: { "X-Krama": "open" } });
  const link = (path, line) => make("button", {
    type: "button", class: "file", title: told.labels.open, onclick: () => open(path),
  }, line ? `${path}:${line}` : path);

  const card = (one) => make("li", { class: one.level },
    one.path ? link(one.path, one.line) : null,
    make("p", { class: "message" }, one.message),
    one.excerpt.some(Boolean) ? make("pre", {}, `${one.line} | ${one.excerpt[0]}`,
      one.excerpt[1] ? make("mark", {}, one.excerpt[1]) : null, one.excerpt[2]) : null,
    one.hint ? make("p", { class: "hint" }, one.hint) : null);

  const mistakes = () => {
    return make("section", { class: "mistakes", role: "alert", "aria-label": told.title },
      make("header", {},
        make("h2", {}, told.title),
        make("button", { type: "button", class: "close", "aria-label": told.labels.close, onclick: put }, "×")),
      told.state ? make("p", { class: "good" }, told.state) : null,
      make("ul", {}, ...told.problems.map(card)));
  };
  const put = () => {
    closed = signature();
    sessionStorage.setItem("krama:closed", closed);  // on the next page, too
    wanted = false;
    draw();
  };
  const signature = () => JSON.stringify(told.problems);

  const bar = () => {
    if (kept.get("bar") === "hidden") {
      return make("button", { type: "button", class: count("error") ? "peg error" : "peg", title: told.labels.show, "aria-label": told.labels.show,
        onclick: () => { kept.set("bar", "shown"); draw(); } }, count() ? String(count()) : "K");
    }
    const choose = make("select", { "aria-label": told.labels.language, onchange: (event) => {
      lang = event.target.value;
      kept.set("lang", lang);
      follow();
    } }, ...[["en", "English"], ["km", "ខ្មែរ"]].map(([code, name]) =>
      make("option", { value: code, lang: code, selected: code === told.lang }, name)));
    return make("footer", { class: count("error") ? "bar wrong" : "bar", "aria-label": "Krama" },
      make("button", { type: "button", class: count("error") ? "count error" : count() ? "count warning" : "count",
        disabled: !count(), onclick: () => {
          if (view.querySelector(".mistakes")) return put();
          wanted = true;
          draw();
          return view.querySelector(".close")?.focus();
        } }, told.count.charAt(0).toUpperCase() + told.count.slice(1)),
      make("span", { class: "notes" }, ...told.notes.map((one) => make("span", { class: `note ${one.kind}` }, one.text))),
      told.source ? link(told.source, 0) : null,
      choose,
      make("button", { type: "button", class: "hide", onclick: () => { kept.set("bar", "hidden"); draw(); } },
        told.labels.hide));
  };
  const count = (level) => told.problems.filter((one) => !level || one.level === level).length;

  // In lists, what readers do not see looks as if they did: a rule of the desk's own says so.
  const marks = make("style");
  document.head.append(marks);
  const mark = () => {
    marks.textContent = Object.entries(told.unseen).map(([url, words]) =>
      `main a[href=${JSON.stringify(url)}]:not(:has(img))::before { content: ${JSON.stringify(words)}; margin-inline-end: .5em;
        padding: 0 .5em; border-radius: 3px; background: #ffd58a; color: #1d1b19; font-size: 12px; font-weight: 400;
        text-decoration: none; display: inline-block; line-height: 1.8; }`).join("\n");
  };

  const draw = () => {
    view.lang = told.lang;
    mark();
    const shown = told.problems.length && (wanted || (told.open && closed !== signature()));
    view.replaceChildren(...(shown ? [mistakes(), bar()] : [bar()]));
    const room = view.querySelector(".bar");
    document.documentElement.style.paddingBottom = room ? `${room.offsetHeight}px` : "";
  };

  const hear = (event) => {
    const before = told;
    told = JSON.parse(event.data);
    if (told.page === page) dress(told.styles);
    else renew();
    if (before && JSON.stringify(before.problems) !== signature()) wanted = false;
    return draw();
  };
  const away = () => {
    if (!told || view.querySelector(".away")) return;
    view.append(make("p", { class: "away", role: "status" }, told.labels.away));
  };

  // Browsers allow six connections to one address: a page that nobody sees lets its own go, and catches up later.
  const follow = () => {
    source?.close();
    source = null;
    if (document.visibilityState === "hidden") return;
    source = new EventSource(`/.krama/events?at=${encodeURIComponent(location.pathname)}&lang=${lang}`);
    source.onmessage = hear;
    source.onerror = away;
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && view.querySelector(".mistakes")) put(); });
  fetched().then((found) => { if (own(found) === page) served = found; }, () => {});
  follow();
})();
