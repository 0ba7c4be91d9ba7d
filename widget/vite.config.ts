import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { stamp } from "./scripts/stamp.mjs";
import { packWords } from "./scripts/pack_words.mjs";
import { tighten } from "./scripts/tighten.mjs";

const OUT = "../returndesk/demo_shop/static";

/** What the script has to know of the second one, which `vite.later.config.ts` has built. */
function later() {
  const script = readFileSync(new URL(`${OUT}/returndesk-later.js`, import.meta.url));
  const hash = (name: string, form: "hex" | "base64") => createHash(name).update(script).digest(form);
  return { version: hash("sha256", "hex").slice(0, 12), integrity: `sha384-${hash("sha384", "base64")}` };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: false,
  define: { LATER: JSON.stringify(later()) },
  build: {
    target: "es2022",
    outDir: "../returndesk/demo_shop/static",
    emptyOutDir: false,
    // One script for a plain script tag; it needs no loader and leaves no name behind.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "returndesk", fileName: () => "returndesk.js" },
  },
  plugins: [packWords(), tighten(), stamp()],
  test: { include: ["test/*.test.ts"] },
});
