/** Bundles the tests and runs them with node's own runner. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const here = new URL("./", import.meta.url).pathname;
const out = await mkdtemp(join(tmpdir(), "page-tests-"));
const tests = (await readdir(here)).filter((f) => f.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((f) => join(here, f)), bundle: true, platform: "node", format: "esm", outdir: out,
  outExtension: { ".js": ".mjs" }, sourcemap: "inline", logLevel: "warning",
});
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...tests.map((f) => join(out, f.replace(/ts$/, "mjs")))], { stdio: "inherit" });
await rm(out, { recursive: true });
process.exit(run.status ?? 1);
