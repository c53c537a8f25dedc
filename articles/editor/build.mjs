// Bundles the editor into one static module, and writes the notice of the licences in it. `npm ci && node build.mjs`;
// the same sources and lockfile give the same bytes, so the committed files can be checked against them.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "static", "articles", "editor");

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  outfile: join(out, "editor.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome111", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  banner: { js: "// Made by articles/editor/build.mjs; the sources are there. Licences: licences.txt beside this file." },
});

const packages = new Set();
for (const file of Object.keys(made.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
  if (found) packages.add(found[1]);
}
const notices = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const terms = ["LICENSE", "LICENSE.md", "license"].map((file) => {
    try {
      return readFileSync(join(folder, file), "utf8").trim();
    } catch {
      return "";
    }
  });
  return `${name} ${version} (${license})\n\n${terms.find(Boolean) ?? ""}\n`;
});
const rule = `${"-".repeat(80)}\n`;
writeFileSync(join(out, "licences.txt"), `What is bundled in editor.js, and under which terms.\n\n${notices.map((one) => rule + one).join("\n")}`);
