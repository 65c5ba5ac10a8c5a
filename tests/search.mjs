// Runs static/js/search.js outside of a browser: a task comes in as JSON, its answer goes out as JSON.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const { module, task, ...given } = JSON.parse(await readFile("/dev/stdin", "utf8"));
const search = await import(module);

const asked = [];
const get = async address => {
  const path = address.split("?")[0];
  asked.push(path);
  const data = await readFile(join(given.public, path)).catch(() => null);
  return {
    ok: data !== null, status: data ? 200 : 404,
    json: async () => JSON.parse(data),
    arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  };
};

const plain = terms => [...terms].map(([term, postings]) => [term, postings()]);

const tasks = {
  units: ({ texts }) => texts.map(text => search.units(text).map(one => [one.folded, one.word, one.start, one.end])),
  numbers: ({ terms }) => terms.map(search.number),
  shards: ({ shards }) => shards.map(shard => {
    const { clusters, pairs, words } = search.unpack(new Uint8Array(Buffer.from(shard, "base64")));
    return [plain(clusters), plain(pairs), plain(words)];
  }),
  async find({ base, queries }) {
    const index = new search.Index(base, get), answers = [];
    for (const [query, ...filters] of queries) {
      asked.length = 0;
      const found = await index.find(query, filters), shown = await index.results(found, 0, found.texts.length || 1);
      answers.push({ texts: found.texts, shown: shown.found, asked: [...asked] });
    }
    return answers;
  },
};

process.stdout.write(JSON.stringify(await tasks[task](given)));
