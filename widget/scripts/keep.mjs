// `npm run keep`, with each release: keeps the built scripts, so that tags that name them go on working after an update.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const OUT = new URL("../../returndesk/demo_shop/static/", import.meta.url);
mkdirSync(new URL("kept/", OUT), { recursive: true });
for (const name of ["returndesk", "returndesk-later"]) {
  const script = readFileSync(new URL(`${name}.js`, OUT));
  const version = createHash("sha256").update(script).digest("hex").slice(0, 12);
  writeFileSync(new URL(`kept/${name}.${version}.js.gz`, OUT), gzipSync(script, { level: 9 }));
  console.log(`${name}.js ${version}: ${script.length} bytes`);
}
