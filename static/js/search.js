// See docs/khmer.md. Texts are cut and folded as in krama/khmer/units.py.

const COENG = "\u17d2", UNSEEN = "\u200b-\u200d\u2060\ufeff\u00ad\u17b4\u17b5";
const SPACE = ` \\t\u00a0\u2000-\u200a\u202f\u205f\u3000${UNSEEN}`;
const WORD = "0-9A-Za-z០-៩À-ÖØ-öø-ɏ\u0370-\u052fḀ-ỿ";
const LETTER = "\u0531-\u109f\u10a0-\u139f\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff";
const UNIT = new RegExp(
  `([\u1780-\u17b3](?:[${UNSEEN}]*(?:\u17d2[\u17d2${UNSEEN}]*[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd]))*|[\u17d7${LETTER}])` +
  `|([${WORD}](?:[${UNSEEN}]*[${WORD}\u0300-\u036f])*)|[^\u1780-\u17b3\u17d7${WORD}${LETTER}${SPACE}]+`, "g");
const HIDDEN = new RegExp(`[${UNSEEN}]`, "g"), SPACES = /[ \t\u00a0\u3000]+/;

// The order behind a base.
const RANKS = ["\u17cc", COENG, "", "\u17c9\u17ca", "\u17bf-\u17c5", "\u17bb-\u17bd", "\u17b7-\u17ba\u17be", "\u17b6",
  "\u17c6\u17cb\u17cd-\u17d1\u17d3\u17dd", "\u17c7\u17c8"].map(marks => new RegExp(`^[${marks}]`));
const rank = part => part === "\u17d2\u179a" ? 2 : RANKS.findIndex(marks => marks.test(part));

function fixed(syllable) {
  let before, made = syllable.slice(1);
  if (syllable[0] === "\u17a4") made = "\u17b6" + made;
  made = made.replace(/[\u17a3\u17a4]/g, "\u17a2").replace(/\u17d2+/g, COENG);
  do {
    before = made;
    made = [...new Set(made.match(/\u17d2.|./g))].sort((one, other) => rank(one) - rank(other)).join("")
      .replace(/\u17c1([\u17bb-\u17bd]?)\u17b8/, "$1\u17be").replace(/\u17c1([\u17bb-\u17bd]?)\u17b6/, "\u17c4$1");
  } while (made !== before);
  return syllable[0].replace(/[\u17a3\u17a4]/, "\u17a2") + made;
}

const SHIFTER = /\u17bb(?=[\u17b7-\u17ba\u17be\u17bf\u17d0\u17dd]|\u17b6\u17c6)/g;
const FIRST_SERIES = /^[^\u1794]*[\u1780-\u1783\u1785-\u1788\u178a-\u178d\u178f-\u1792\u1795-\u1797\u179e-\u17a0\u17a2][^\u1794]*$/;

function folded(piece) {
  piece = piece.replace(HIDDEN, "");
  if (piece < "\u1780" || piece >= "\u17b4") {
    return piece.replace(/[០-៩]/g, digit => digit.charCodeAt(0) - 0x17e0)
      .normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  piece = fixed(piece).replace(/\u17d2\u178a/g, "\u17d2\u178f").replace(/\u17b2/g, "\u17b1");
  return fixed(piece.replace(SHIFTER, FIRST_SERIES.test(piece) ? "\u17ca" : "\u17c9"));
}

const known = new Map();

// The units of a text; folded is "" where it parts its neighbours.
export function units(text) {
  return Array.from(text.matchAll(UNIT), ({ 0: piece, 1: cluster, 2: word, index: start }) => {
    if (!known.has(piece)) known.set(piece, cluster || word ? folded(piece) : "");
    return { folded: known.get(piece), word: !!word, start, end: start + piece.length };
  });
}

// CRC-32.
export function number(term) {
  let crc = -1;
  for (const byte of new TextEncoder().encode(term)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

// A shard of krama/postings.py: terms with functions for [place, weight]s.
export function unpack(bytes) {
  let at = 0, word = [];
  const read = () => {
    let value = 0, scale = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
    return value;
  };
  const postings = () => {
    const header = read(), start = at, end = at += header >> 1;
    return () => {
      const places = [];
      let place = -1;
      at = start;
      while (at + (header & 1 && places.length + 3 >> 2) < end) places.push(place += read() + 1);
      return places.map((one, i) => [one, header & 1 && bytes[at + (i >> 2)] >> (i & 3) * 2 & 3]);
    };
  };
  const entries = term => new Map(Array.from({ length: read() }, () => [term(), postings()]));
  const numbers = () => { let last = 0; return entries(() => last += read()); };
  const clusters = numbers(), pairs = numbers(), words = entries(() => {
    const same = read(), more = read();
    word = [...word.slice(0, same), ...bytes.subarray(at, at += more)];
    return new TextDecoder().decode(new Uint8Array(word));
  });
  return { clusters, pairs, words };
}

// What is sought: clusters in a row, and words.
export function parse(query) {
  const sought = [];
  for (const piece of query.split(SPACES)) {
    let run;
    for (const { folded, word } of units(piece)) {
      if (word) sought.push({ word: stem(folded) });
      if (word || !folded) run = null;
      else if (run) run.clusters.push(folded);
      else sought.push(run = { clusters: [folded] });
    }
  }
  return sought;
}

// English words are found without their endings.
const stem = word => word.slice(0, 40).replace(/^(.{4,}?)(?:ies|ing|ed|es|s|y)$/, "$1");

const CLASSES = 64, MOST_PAIRS = 5, FEW = 20, WEIGHTS = [1, 1.5, 3, 8];

// The index of one language.
export class Index {
  constructor(base, get = fetch) {
    const held = new Map();
    this.load = (path, kind) => {
      if (!held.has(path)) {
        held.set(path, get(base + path).then(answer => answer.ok ? answer[kind]() : Promise.reject(answer)));
        held.get(path).catch(() => held.delete(path));
      }
      return held.get(path);
    };
  }

  get begun() {
    return this.load("index.json", "json");
  }

  async shard(key) {
    const { bits, order } = await this.begun;
    return unpack(new Uint8Array(await this.load(`terms/${bits && key >>> 32 - bits}.bin?${order}`, "arrayBuffer")));
  }

  async postings(part, term) {
    const key = number(term), found = (await this.shard(key))[part].get(key);
    return found ? found().map(([place, weight]) => [place, WEIGHTS[weight]]) : [];
  }

  // The texts of a pair, in front of a cluster.
  async pair(first, second, behind) {
    const texts = new Map();
    for (const [place, weight] of await this.postings("pairs", first + second)) {
      const text = Math.floor(place / CLASSES);
      if (!behind || place % CLASSES === number(behind) % CLASSES) raise(texts, text, weight);
    }
    return texts;
  }

  // The texts of clusters in a row, found by some of their pairs.
  async row(clusters) {
    const last = clusters.length - 1, asked = [];
    if (!last) return new Map(await this.postings("clusters", clusters[0]));
    for (let at = 0; at < last; at += Math.max(1, last / MOST_PAIRS)) asked.push(Math.floor(at));
    return meet(await Promise.all(asked.map(at => this.pair(...clusters.slice(at, at + 3)))), Math.min);
  }

  // The texts of words that begin so.
  async word(start) {
    const found = new Map();
    for (const [word, postings] of (await this.shard(number(start.slice(0, 3)))).words) {
      if (!word.startsWith(start)) continue;
      for (const [text, weight] of postings()) raise(found, text, WEIGHTS[weight] * start.length / word.length);
    }
    return found;
  }

  // The texts that hold all that is sought, the best first; of two as good the newer, with the larger number.
  async texts(sought) {
    const { texts: all } = await this.begun;
    const scores = meet(await Promise.all(sought.map(async ({ word, clusters }) => {
      const found = await (word ? this.word(word) : this.row(clusters)), rare = Math.log(1 + all / (found.size + 1));
      return new Map(Array.from(found, ([text, weight]) => [text, rare * weight]));
    })), (one, other) => one + other);
    return [...scores].sort(([a, x], [b, y]) => y + b / all - x - a / all).map(([text]) => text);
  }

  // What is sought, and where it may stand. A last unit that fits nowhere is not finished yet.
  async find(query, filters) {
    const sought = parse(query), fewer = filters.map(one => ({ clusters: [`#${one}`] })), { clusters, word = "..." } = sought[sought.length - 1] || {};
    let texts = await this.texts([...sought, ...fewer]);
    if (!texts.length && (clusters || !word[2])) {
      fewer.push(...sought.slice(0, -1));
      if (clusters?.length > 1) fewer.push({ clusters: clusters.slice(0, -1) });
      texts = (await this.texts(fewer)).slice(0, FEW);
    }
    return { sought, texts };
  }

  // Results from a place on, the next place, and how many texts did not hold it.
  async results({ sought, texts }, from, count) {
    const { order } = await this.begun, found = [];
    let next = from, left = 0;
    while (found.length < count && next < texts.length) {
      // As many as it takes at the rate so far.
      const rate = Math.max(1, next - from) / (found.length || 1);
      const some = texts.slice(next, next += Math.min(40, Math.ceil((count - found.length) * rate)));
      for (const passage of await Promise.all(some.map(text => this.load(`texts/${text}.json?${order}`, "json")))) {
        const seen = look(passage, sought);
        if (seen) found.push({ ...passage, ...seen });
        else left++;
      }
    }
    return { found, next, left };
  }
}

const raise = (map, key, value) => map.set(key, Math.max(value, map.get(key) || 0));

// What all maps hold, its values joined.
function meet(maps, join) {
  const [first = [], ...rest] = maps.sort((one, other) => one.size - other.size), met = new Map();
  for (const [text, value] of first) {
    if (rest.every(one => one.has(text))) met.set(text, rest.reduce((sum, one) => join(sum, one.get(text)), value));
  }
  return met;
}

// Where something stands; its last unit may go on.
function places(list, { word, clusters = [word] }) {
  const last = clusters.length - 1;
  return list.flatMap(({ start }, i) => clusters.every((piece, k) => {
    const unit = list[i + k];
    return unit && unit.word === !!word && (k < last ? unit.folded === piece : unit.folded.startsWith(piece));
  }) ? [[start, list[i + last].end]] : []);
}

const BEFORE = 60, LONGEST = 160;

// The marks of a passage and the part to show.
function look({ title, text = "" }, sought) {
  const [heading, body] = [title, text].map(units);
  const titleMarks = sought.map(one => places(heading, one)), marks = sought.map(one => places(body, one));
  if (sought.some((_, i) => !titleMarks[i].length && !marks[i].length)) return null;
  const hit = Math.min(...marks.flat().map(([start]) => start)), near = hit < Infinity && Math.max(0, hit - BEFORE);
  // Cut at lines or phrases, else at clusters.
  const cut = /^.*\n|^\S*\s/s.exec(text.slice(near, hit)), shown = body.filter(one => one.folded && one.start >= near);
  const from = near && (cut ? near + cut[0].length : shown[0].start), end = from + LONGEST;
  const space = text.slice(from, end).search(/\s\S{0,40}$/);
  const to = end >= text.length ? text.length : space > 0 ? from + space : shown.filter(one => one.end <= end).pop()?.end ?? end;
  return { titleMarks, marks, from, to };
}

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function marked(text, marks, from = 0, to = text.length) {
  const part = end => text.slice(from, from = end).replace(/\s*\n\s*/g, " · ");
  return [...marks.flat().sort(([one], [other]) => one - other).flatMap(([start, end]) =>
    start >= from && start < to ? [part(start), element("mark", {}, part(Math.min(end, to)))] : []), part(to)];
}

function entry({ url, title, kicker = "", date, when = "", text = "", titleMarks, marks, from, to }) {
  return element("li", {}, element("a", { href: url }, ...marked(title, titleMarks)),
    element("p", { className: "meta" }, element("span", { className: "kicker" }, kicker), element("time", { dateTime: date }, when)),
    element("p", {}, from ? "… " : "", ...marked(text, marks, from, to), to < text.length ? "\u00a0…" : ""));
}

// Makes a form search while its reader types.
export function start(form) {
  const area = document.querySelector("[data-results]"), [status, shown] = area.children, page = !form.contains(area);
  const input = form.elements.q, fields = [input, ...form.querySelectorAll("select")], { failed, index: home, wait } = form.dataset;
  const indexes = {};
  let turn = 0, waiting;

  const say = text => area.classList.toggle("open", status.textContent = text);
  const show = (text = "", ...children) => { shown.replaceChildren(...children); say(text); };
  const close = () => { clearTimeout(waiting); turn++; show(); };

  // Can be tried again.
  const button = (text, work) => {
    const made = element("button", { type: "button" }, text);
    made.onclick = async () => {
      made.disabled = true;
      made.textContent = await work(made).then(() => text, () => failed);
      made.disabled = false;
      if (made.textContent === failed) made.focus();
    };
    return made;
  };

  async function answer(base, asked) {
    const index = indexes[base] ||= new Index(base), { words, digits, others } = await index.begun;
    const query = asked.get("q") || "", filters = [...asked].filter(([name]) => name !== "q").map(one => one.join("/"));
    const found = await index.find(query, filters), list = element("ol"), fill = (text, value) => text.replace("{}", () => value);
    let at = 0, total = found.texts.length;
    const add = async () => {
      const some = await index.results(found, at, page ? 10 : 5), entries = some.found.map(entry);
      at = some.next;
      total -= some.left;
      more.hidden = at >= found.texts.length;
      list.append(...entries);
      return entries[0];
    };
    const more = page ? button(words.more, async () => (await add())?.firstChild.focus())
      : element("a", { href: `${form.action}?${asked}` }, fill(words.all, query));
    await add();
    const elsewhere = page && query ? others.map(({ lang, name, url }) => button(fill(words.other, name), async made => {
      const [told, list, more] = await answer(url, new URLSearchParams({ q: query }));
      const section = element("section", { lang, tabIndex: -1 }, element("h2", {}, name), element("p", {}, told), list, more);
      made.replaceWith(section);
      section.focus();
    })) : [];
    const count = fill(words.count, `${total}`.replace(/\d/g, digit => digits[digit] || digit));
    return [total || !query ? count : fill(words.none, query), list, more, ...elsewhere];
  }

  async function run() {
    clearTimeout(waiting);
    const mine = ++turn, asked = new URLSearchParams(fields.map(one => [one.name, one.value.trim().slice(0, 200)]).filter(one => one[1]));
    let made = `${asked}` ? null : [];
    setTimeout(() => made || mine !== turn || say(wait), 400);
    made ||= await answer(home, asked).catch(() => [failed]);
    if (mine !== turn) return;
    show(...made);
    if (page) history.replaceState(null, "", `${asked}` ? `?${asked}` : form.action);
  }

  document.addEventListener("keydown", event => {
    const stops = [input, ...shown.querySelectorAll("a, button:not([hidden])")], at = stops.indexOf(event.target);
    const next = event.key === "Escape" ? input : stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (event.isComposing || at < 0 || !next) return;
    event.preventDefault();
    clearTimeout(waiting);
    turn++;
    next.focus();
    if (event.key !== "Escape") return;
    if (!at && (page || !status.textContent)) { input.value = ""; run(); } else if (!page) close();
  });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(run, 150); });
  if (page) {
    const asked = new URLSearchParams(location.search);
    for (const one of fields) {
      one.value ||= asked.get(one.name) || "";
      if (one.selectedIndex < 0) one.value = "";
      if (one !== input) one.addEventListener("change", run);
    }
    form.addEventListener("submit", event => {
      event.preventDefault();
      run();
      if (matchMedia("(pointer: coarse)").matches) input.blur();
    });
  } else {
    input.addEventListener("focus", () => status.textContent || run());
    for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, event => form.contains(event.target) || close());
  }
  run();
}
