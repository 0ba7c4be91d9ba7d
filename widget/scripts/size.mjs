// `npm run size`: how much the built script weighs, and whether that is within the limit.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const LIMIT_GZIP = 40_000;
const script = readFileSync(new URL("../../returndesk/demo_shop/static/returndesk.js", import.meta.url));
const gzip = gzipSync(script, { level: 9 }).length;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`returndesk.js: ${kB(script.length)}, gzip ${kB(gzip)} of at most ${kB(LIMIT_GZIP)}, brotli ${kB(brotliCompressSync(script).length)}`);
process.exitCode = gzip > LIMIT_GZIP ? 1 : 0;
