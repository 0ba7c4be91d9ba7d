// Writes beside the built script what it was built from, and the licences of what it holds.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

const FILES = ["package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "vite.later.config.ts"];

/** Every file that the built script depends on, as `name\0content\0` in the order of their names. */
export function sourcesHash(folder) {
  const names = [...FILES, ...walk(join(folder, "src"), folder), ...walk(join(folder, "scripts"), folder)].sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(folder, name))).update("\0");
  return hash.digest("hex");
}

function walk(folder, root) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/** A Vite plugin: `returndesk.json` holds the hashes, `returndesk.licences.txt` the licences. */
export function stamp() {
  let root;
  let out;
  const packages = new Set();
  return {
    name: "stamp",
    configResolved(config) {
      root = config.root;
      out = resolve(root, config.build.outDir);
    },
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of Object.keys(chunk.modules ?? {})) {
          const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"));
          if (found) packages.add(found[1]);
        }
      }
    },
    closeBundle() {
      const script = readFileSync(join(out, "returndesk.js"));
      const hashes = {
        sources: sourcesHash(root),
        script: createHash("sha256").update(script).digest("hex"),
        later: createHash("sha256").update(readFileSync(join(out, "returndesk-later.js"))).digest("hex"),
      };
      writeFileSync(join(out, "returndesk.json"), `${JSON.stringify(hashes, null, 2)}\n`);
      const texts = [...packages].sort().map((name) => licence(join(root, "node_modules", name), name));
      writeFileSync(join(out, "returndesk.licences.txt"), texts.join("\n"));
    },
  };
}

function licence(folder, name) {
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}
