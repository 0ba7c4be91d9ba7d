import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { stamp } from "./scripts/stamp.mjs";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "../returndesk/demo_shop/static",
    emptyOutDir: false,
    // One script for a plain script tag; it needs no loader and leaves no name behind.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "returndesk", fileName: () => "returndesk.js" },
  },
  plugins: [stamp()],
  test: { include: ["test/*.test.ts"] },
});
