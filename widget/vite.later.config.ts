import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The second script: what a page loads once it is used. It is built first, as the first knows its hash.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: false,
  resolve: { alias: { lit: fileURLToPath(new URL("src/later/lit_tag.ts", import.meta.url)) } },
  build: {
    target: "es2022",
    outDir: "../returndesk/demo_shop/static",
    emptyOutDir: false,
    minify: true,
    lib: { entry: "src/later/later.ts", formats: ["es"], fileName: () => "returndesk-later.js" },
  },
});
