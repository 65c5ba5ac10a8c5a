// Runs Krama's search outside of a browser: the queries come in as JSON, what was found goes out as JSON.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const { module, public: folder, queries, most } = JSON.parse(await readFile("/dev/stdin", "utf8"));
const { Index } = await import(module);

const get = async address => {
  const data = await readFile(join(folder, address.split("?")[0]));
  return {
    ok: true, status: 200,
    json: async () => JSON.parse(data),
    arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  };
};

const indexes = {}, answers = [];
for (const { lang, text } of queries) {
  const index = indexes[lang] ||= new Index(`/${lang}/search/`, get);
  const found = await index.find(text, []), shown = await index.results(found, 0, Math.min(most, found.texts.length));
  answers.push({ texts: found.texts, walked: shown.next, shown: shown.found.map(one => one.url) });
}
process.stdout.write(JSON.stringify(answers));
