// The search of a Krama site, loaded when its box is first used. docs/khmer.md tells how it works.
// What is compared is made by the same rule as in krama/khmer/units.py; the tests hold the two together.

const COENG = "\u17d2", UNSEEN = "\u200b-\u200d\u2060\ufeff\u00ad\u17b4\u17b5";
const SPACE = ` \\t\u00a0\u2000-\u200a\u202f\u205f\u3000${UNSEEN}`;
const WORD = "0-9A-Za-z០-៩À-ÖØ-öø-ɏ\u0370-\u052fḀ-ỿ";
const LETTER = "\u0531-\u109f\u10a0-\u139f\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff";
const UNIT = new RegExp(
  `[\u1780-\u17b3](?:[${UNSEEN}]*(?:\u17d2[\u17d2${UNSEEN}]*[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd]))*|\u17d7` +
  `|[${WORD}](?:[${UNSEEN}]*[${WORD}\u0300-\u036f])*|[${LETTER}]|[^\u1780-\u17b3\u17d7${WORD}${LETTER}${SPACE}]+`, "g");
const IS_WORD = new RegExp(`^[${WORD}]`), IS_CLUSTER = new RegExp(`^[\u1780-\u17b3\u17d7${LETTER}]`);
const HIDDEN = new RegExp(`[${UNSEEN}]`, "g"), SPACES = /[ \t\u00a0\u3000]+/;

// Marks behind their base, in the encoding's order; subscripts are 1, and 2 for RO.
const RANKS = {};
["\u17cc", "", "", "\u17c9\u17ca", "\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5", "\u17bb\u17bc\u17bd",
  "\u17be\u17b7\u17b8\u17b9\u17ba", "\u17b6", "\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17d3\u17dd", "\u17c7\u17c8",
].forEach((marks, rank) => { for (const mark of marks) RANKS[mark] = rank; });
const rank = part => part[0] !== COENG ? RANKS[part] : part[1] === "\u179a" ? 2 : 1;
const current = letter => letter === "\u17a3" || letter === "\u17a4" ? "\u17a2" : letter;

function fixed(syllable) {
  let marks = (syllable[0] === "\u17a4" ? "\u17b6" : "") + syllable.slice(1), before;
  do {
    before = marks;
    const parts = (marks.match(/\u17d2+[\u1780-\u17b3]|./g) || [])
      .map(part => part[0] === COENG ? COENG + current(part[part.length - 1]) : part);
    marks = [...new Set(parts)].sort((one, other) => rank(one) - rank(other)).join("")
      .replace(/\u17c1([\u17bb-\u17bd]?)\u17b8/, "$1\u17be").replace(/\u17c1([\u17bb-\u17bd]?)\u17b6/, "\u17c4$1");
  } while (marks !== before);
  return current(syllable[0]) + marks;
}

const SHIFTER = /\u17bb(?=[\u17b7-\u17ba\u17be\u17bf\u17d0\u17dd]|\u17b6\u17c6)/g;
const FIRST_SERIES = /[\u1780-\u1783\u1785-\u1788\u178a-\u178d\u178f-\u1792\u1795-\u1797\u179e-\u17a0\u17a2]/;

function folded(piece) {
  piece = piece.replace(HIDDEN, "");
  if (!/^[\u1780-\u17b3]/.test(piece)) {
    return piece.replace(/[០-៩]/g, digit => digit.charCodeAt(0) - 0x17e0)
      .normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  piece = fixed(piece).replace(/\u17d2\u178a/g, "\u17d2\u178f").replace(/\u17b2/g, "\u17b1");
  const wanted = !piece.includes("\u1794") && FIRST_SERIES.test(piece) ? "\u17ca" : "\u17c9";
  const shifted = piece.replace(SHIFTER, wanted);
  return shifted === piece ? piece : fixed(shifted);
}

const known = new Map();

/** The units of a text: what each is compared by ("" parts its neighbours), if it is a word, where it stands. */
export function units(text) {
  return Array.from(text.matchAll(UNIT), match => {
    const piece = match[0];
    if (!known.has(piece)) {
      const word = IS_WORD.test(piece);
      known.set(piece, { word, folded: word || IS_CLUSTER.test(piece) ? folded(piece) : "" });
    }
    return { ...known.get(piece), start: match.index, end: match.index + piece.length };
  });
}

/** CRC-32, by which a pair, a cluster or a filter is known. */
export function number(term) {
  let crc = -1;
  for (const byte of new TextEncoder().encode(term)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A shard taken apart, as krama/postings.py packs it; each term with a function that gives its [place, weight]s. */
export function unpack(bytes) {
  let at = 0, last = 0, word = [];
  const read = () => {
    let value = 0, scale = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
    return value;
  };
  const postings = () => {
    const header = read(), end = at + (header >> 1), places = [];
    let place = -1;
    while (at + (header & 1 ? places.length + 3 >> 2 : 0) < end) places.push(place += read() + 1);
    return places.map((one, i) => [one, header & 1 ? bytes[at + (i >> 2)] >> (i & 3) * 2 & 3 : 0]);
  };
  const later = () => {
    const start = at, header = read();
    at += header >> 1;
    return () => { at = start; return postings(); };
  };
  const clusters = new Map(), pairs = new Map(), words = [];
  for (const part of [clusters, pairs]) {
    last = 0;
    for (let count = read(); count; count--) part.set(last += read(), later());
  }
  for (let count = read(); count; count--) {
    const same = read(), more = read();
    word = [...word.slice(0, same), ...bytes.subarray(at, at += more)];
    words.push([new TextDecoder().decode(new Uint8Array(word)), later()]);
  }
  return { clusters, pairs, words };
}

/** What is looked for: a list of clusters that follow each other, or a word, each to be found somewhere in a text. */
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

// Words are found by their beginning; what English puts at the end of one is left off.
const stem = word => word.slice(0, 40).replace(/^(.{4,}?)(?:ies|ing|ed|es|s|y)$/, "$1");

const CLASSES = 32, MOST_PAIRS = 8, WEIGHTS = [1, 1.5, 3, 8];

/** The index of one language; `get` fetches an address and gives a Response. */
export class Index {
  constructor(base, get = fetch) {
    this.base = base;
    this.get = async path => {
      const answer = await get(base + path);
      if (!answer.ok) throw new Error(`${answer.status} ${path}`);
      return answer;
    };
    this.held = new Map();
    this.begun = this.get("index.json").then(answer => answer.json());
    this.begun.catch(() => {});
  }

  load(path, read) {
    if (!this.held.has(path)) {
      const loading = this.begun.then(({ order }) => this.get(`${path}?${order}`)).then(read);
      this.held.set(path, loading);
      loading.catch(() => this.held.delete(path));
    }
    return this.held.get(path);
  }

  async shard(key) {
    const { bits } = await this.begun;
    return this.load(`terms/${bits && key >>> 32 - bits}.bin`, async answer => unpack(new Uint8Array(await answer.arrayBuffer())));
  }

  /** The texts that hold a cluster, or that a filter lets through. */
  async single(term) {
    const key = number(term), found = (await this.shard(key)).clusters.get(key);
    return new Map(found ? found() : []);
  }

  /** The texts that hold a pair, if it is known in front of a cluster. */
  async pair(first, second, behind) {
    const key = number(first + second), found = (await this.shard(key)).pairs.get(key), texts = new Map();
    for (const [place, weight] of found ? found() : []) {
      const text = Math.floor(place / CLASSES);
      if (!behind || place % CLASSES === number(behind) % CLASSES) texts.set(text, Math.max(weight, texts.get(text) || 0));
    }
    return texts;
  }

  /** The texts that hold clusters in a row, each with the least weight of its pairs; of many pairs, some are asked. */
  async row(clusters) {
    if (clusters.length < 2) return this.single(clusters[0]);
    const step = Math.max(1, (clusters.length - 1) / MOST_PAIRS), asked = [];
    for (let at = 0; at < clusters.length - 1; at += step) asked.push(Math.floor(at));
    return meet(await Promise.all(asked.map(at => this.pair(...clusters.slice(at, at + 3)))), Math.min);
  }

  /** The texts that hold a word that begins so. */
  async word(start) {
    const { words } = await this.shard(number(start.slice(0, 3))), found = new Map();
    for (const [word, postings] of words) {
      if (!word.startsWith(start)) continue;
      const near = start.length / word.length;
      for (const [text, weight] of postings()) found.set(text, Math.max(found.get(text) || 0, WEIGHTS[weight] * near));
    }
    return found;
  }

  /** The numbers of the texts that hold all that is sought and pass the filters, the best first. */
  async texts(sought, filters = []) {
    const { texts: all } = await this.begun;
    const lists = await Promise.all(sought.map(async one => {
      const found = one.word ? await this.word(one.word) : await this.row(one.clusters);
      const rare = Math.log(1 + all / (found.size + 1));
      return new Map(Array.from(found, ([text, weight]) => [text, rare * (one.word ? weight : WEIGHTS[weight])]));
    }));
    const passing = await Promise.all(filters.map(one => this.single(`#${one}`)));
    const scores = meet([...lists, ...passing.map(found => new Map(Array.from(found.keys(), text => [text, 0])))], (a, b) => a + b);
    // A text's number is its place among all by day: of two that are as good, the newer comes first.
    return Array.from(scores, ([text, score]) => [text, score + text / all]).sort((a, b) => b[1] - a[1]).map(([text]) => text);
  }

  /** Finds texts: their numbers, and what was sought (less a last syllable that is not finished yet). */
  async find(query, filters) {
    const sought = parse(query);
    if (!sought.length && !filters.length) return { sought, texts: [] };
    let texts = await this.texts(sought, filters);
    const last = sought[sought.length - 1];
    if (!texts.length && last && last.clusters && (last.clusters.length > 1 || sought.length > 1)) {
      const fewer = last.clusters.slice(0, -1);
      texts = await this.texts(fewer.length ? [...sought.slice(0, -1), { clusters: fewer }] : sought.slice(0, -1), filters);
    }
    return { sought, texts };
  }

  /** Up to `count` results from `from` on, and where to go on; texts that do not hold it after all are left out. */
  async results({ sought, texts }, from, count) {
    const found = [];
    let at = from, left = 0;
    while (found.length < count && at < texts.length) {
      const some = texts.slice(at, at += count - found.length);
      const passages = await Promise.all(some.map(text => this.load(`texts/${text}.json`, answer => answer.json())));
      for (const passage of passages) {
        const marks = look(passage, sought);
        if (marks) found.push({ ...passage, ...marks });
        else left++;
      }
    }
    return { found, next: at, left };
  }
}

function meet(lists, join) {
  const [first, ...rest] = lists.sort((one, other) => one.size - other.size);
  const met = new Map();
  for (let [text, value] of first || []) {
    if (rest.every(one => one.has(text))) met.set(text, rest.reduce((sum, one) => join(sum, one.get(text)), value));
  }
  return met;
}

/** Where what is sought stands in a list of units. */
function places(list, { word, clusters = [word] }) {
  const fits = (unit, piece, last) => unit && unit.word === !!word && (last ? unit.folded.startsWith(piece) : unit.folded === piece);
  return list.flatMap((unit, i) => clusters.every((piece, k) => fits(list[i + k], piece, k === clusters.length - 1))
    ? [[unit.start, list[i + clusters.length - 1].end]] : []);
}

const BEFORE = 60, LONGEST = 190;

/** The marks of a title and of the part of the text to show; null if something sought stands in neither. */
function look({ title, text = "" }, sought) {
  const heading = units(title), body = units(text);
  const inTitle = sought.map(one => places(heading, one)), inText = sought.map(one => places(body, one));
  if (sought.some((_, i) => !inTitle[i].length && !inText[i].length)) return null;
  const hits = inText.flat().sort((one, other) => one[0] - other[0]);
  const near = hits.length ? hits[0][0] - BEFORE : 0;
  const shown = body.filter(one => one.folded && one.start >= near && one.end <= Math.max(near, 0) + LONGEST);
  const from = near > 0 && shown.length ? shown[0].start : 0, to = shown.length ? shown[shown.length - 1].end : 0;
  return { titleMarks: inTitle.flat(), marks: hits, from, to };
}

// The page.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** text[from:to] with its marks as elements. */
function marked(text, marks, from = 0, to = text.length) {
  const parts = [];
  for (const [start, end] of [...marks].sort((one, other) => one[0] - other[0])) {
    if (start < from || end > to) continue;
    parts.push(text.slice(from, start), element("mark", {}, text.slice(start, end)));
    from = end;
  }
  return [...parts, text.slice(from, to)];
}

function entry({ url, title, kicker, date, when, text = "", titleMarks, marks, from, to }) {
  const meta = [kicker, when && element("time", { dateTime: date }, when)].filter(Boolean);
  return element("li", {},
    element("a", { href: url }, ...marked(title, titleMarks)),
    element("p", { className: "meta" }, ...meta.flatMap((one, i) => i ? [" · ", one] : [one])),
    element("p", {}, from ? "… " : "", ...marked(text, marks, from, to), to < text.length ? " …" : ""));
}

/** Makes a form search while its reader types: below it, or on the search page in [data-results]. */
export function start(form) {
  const page = document.querySelector("[data-results]"), input = form.elements.q, choices = [...form.querySelectorAll("select")];
  const area = page && page.closest("main").contains(form) ? page : form.appendChild(element("div", { className: "panel" }));
  const most = area === page ? 10 : 5, status = element("p", { role: "status" }), indexes = {};
  const index = base => indexes[base] ||= new Index(base);
  let turn = 0, waiting;

  async function results(base, query, filters, told) {
    const { words, digits } = await index(base).begun;
    const found = await index(base).find(query, filters), list = element("ol"), more = element("button", { type: "button" }, words.more);
    let at = 0, total = found.texts.length;
    const add = async () => {
      const some = await index(base).results(found, at, most);
      at = some.next;
      total -= some.left;
      list.append(...some.found.map(entry));
      more.hidden = at >= found.texts.length;
      return some.found.length;
    };
    more.onclick = async () => { const added = await add(); if (added) list.children[list.children.length - added].firstChild.focus(); };
    await add();
    const count = `${total}`.replace(/\d/g, digit => digits[digit] || digit);
    told.textContent = total ? words.count.replace("{}", count) : words.none.replace("{}", query);
    return [told, list, area === page ? more : element("a", { href: `${form.action}?q=${encodeURIComponent(query)}`, hidden: more.hidden }, words.all.replace("{}", query))];
  }

  function elsewhere({ lang, name, url }, query, words) {
    const button = element("button", { type: "button" }, words.other.replace("{}", name));
    button.onclick = async () => {
      const section = element("section", { lang }, element("h2", {}, name));
      section.append(...await results(url, query, [], element("p")));
      button.replaceWith(section);
    };
    return button;
  }

  async function run() {
    const mine = ++turn, query = input.value.trim(), filters = choices.map(one => one.value).filter(Boolean), base = form.dataset.index;
    if (area === page) {
      const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.replaceState(null, "", `?${asked}`);
    }
    let shown = [];
    try {
      if (query || filters.length) {
        shown = await results(base, query, filters, status);
        const { others, words } = await index(base).begun;
        if (area === page) shown.push(...others.map(one => elsewhere(one, query, words)));
      }
    } catch {
      delete indexes[base];
      status.textContent = form.dataset.failed;
      shown = [status];
    }
    if (mine === turn) area.replaceChildren(...shown);
  }

  function keys(event) {
    const stops = [input, ...area.querySelectorAll("a")], at = stops.indexOf(event.target);
    const next = stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (event.isComposing || at < 0) return;
    if (event.key === "Escape") { input.value = ""; input.focus(); run(); } else if (next) { event.preventDefault(); next.focus(); }
  }

  for (const one of new Set([form, area])) one.addEventListener("keydown", keys);
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(run, 150); });
  for (const one of choices) one.addEventListener("change", run);
  if (area === page) {
    form.addEventListener("submit", event => { event.preventDefault(); run(); });
    for (const [name, value] of new URLSearchParams(location.search)) {
      const one = form.elements[name];
      if (one && !one.value) one.value = value;
    }
  }
  run();
}
