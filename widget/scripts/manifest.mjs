// Makes a package of what was built: its manifest, its types, and the licences of what it holds.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A Vite plugin. What `npm pack ./dist` packs needs no other package, but React for its wrapper. */
export function manifest() {
  let root;
  let out;
  return {
    name: "manifest",
    configResolved(config) {
      root = config.root;
      out = resolve(root, config.build.outDir);
    },
    closeBundle() {
      const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
      const about = {
        name,
        version,
        description: "The chat widget of Return Desk, for pages that are bundled",
        license,
        type: "module",
        sideEffects: false,
        exports: {
          ".": { types: "./index.d.ts", default: "./index.js" },
          "./react": { types: "./react.d.ts", default: "./react.js" },
          "./package.json": "./package.json",
        },
        peerDependencies: { react: ">=18" },
        peerDependenciesMeta: { react: { optional: true } },
      };
      writeFileSync(join(out, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
      for (const file of ["index.d.ts", "react.d.ts", "README.md"]) copyFileSync(join(root, "package", file), join(out, file));
      copyFileSync(join(root, "returndesk.d.ts"), join(out, "returndesk.d.ts"));
      copyFileSync(join(root, "..", "LICENSE"), join(out, "LICENSE"));
      const licences = join(root, "..", "returndesk", "demo_shop", "static", "returndesk.licences.txt");
      copyFileSync(licences, join(out, "licences.txt"));
    },
  };
}
