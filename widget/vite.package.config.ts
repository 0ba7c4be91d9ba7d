import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { manifest } from "./scripts/manifest.mjs";
import { packWords } from "./scripts/pack_words.mjs";
import { tighten } from "./scripts/tighten.mjs";

// The package for pages that are bundled: everything in it but React, so that it needs nothing else.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: false,
  plugins: [packWords(), tighten(), manifest()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    lib: { entry: { index: "src/package/index.ts", react: "src/package/react.ts" }, formats: ["es"] },
    rolldownOptions: { external: ["react"], output: { banner: (chunk) => (chunk.name === "react" ? '"use client";' : "") } },
  },
});
