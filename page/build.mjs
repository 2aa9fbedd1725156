/**
 * Bundles the page into the Python package: page.js, page.css and LICENSES.txt, which are committed.
 *
 * `node build.mjs` writes them; `node build.mjs --check` says whether they are what a fresh build gives, and changes nothing.
 */
import { readdir, readFile, writeFile, mkdir } from "node:fs/promises";
import { build } from "esbuild";

const out = new URL("../src/timeline/formats/page/assets/", import.meta.url);
const here = new URL("./", import.meta.url).pathname;

async function bundle(entry, loader) {
  const made = await build({
    entryPoints: [`${here}src/${entry}`], bundle: true, minify: true, write: false, metafile: true, charset: "utf8",
    format: "iife", target: ["chrome110", "firefox115", "safari16.4"], legalComments: "none", absWorkingDir: here, ...loader,
  });
  return { text: made.outputFiles[0].text, inputs: Object.keys(made.metafile.inputs) };
}

/** The licence of every package of which a line is in the bundle. */
async function licences(inputs) {
  const packages = [...new Set(inputs.map((i) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(i)?.[1]).filter(Boolean))].sort();
  const parts = await Promise.all(packages.map(async (name) => {
    const folder = new URL(`node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    const file = (await readdir(folder)).find((f) => /^licen[cs]e/i.test(f));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${(await readFile(new URL(file, folder), "utf8")).trim()}\n`;
  }));
  return `The script of the page holds code of these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

const script = await bundle("main.ts", {});
const style = await bundle("page.css", {});
const made = { "page.js": script.text, "page.css": style.text, "LICENSES.txt": await licences(script.inputs) };
const stale = [];
await mkdir(out, { recursive: true });
for (const [name, text] of Object.entries(made)) {
  if (/<\/script|<!--|<\/style/i.test(text) && name !== "LICENSES.txt") throw new Error(`${name} cannot stand inside a page`);
  const file = new URL(name, out);
  const old = await readFile(file, "utf8").catch(() => "");
  if (old === text) continue;
  stale.push(name);
  if (!process.argv.includes("--check")) await writeFile(file, text);
}
if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`not what a fresh build gives: ${stale.join(", ")}; run: npm --prefix page run build`);
  process.exit(1);
}
console.log(Object.entries(made).map(([name, text]) => `${name} ${(text.length / 1024).toFixed(1)} KiB`).join(", "));
