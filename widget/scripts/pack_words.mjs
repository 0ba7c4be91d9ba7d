// Writes the words of a language as a list in the order of the English ones, by whose names they are found again
// (src/strings/named.ts): each name once in every language is a good part of a script that is weighed.
import { transform } from "esbuild";
import { readFileSync } from "node:fs";

const LANGUAGE = /\/src\/strings\/(?!en\.)[a-z]{2,3}\.ts$/;

/** A Vite plugin, for the files beside `en.ts` that hold all the words of a language. Tests read them as they are. */
export function packWords() {
  return {
    name: "pack-words",
    apply: "build",
    enforce: "pre",
    async transform(code, id) {
      if (!LANGUAGE.test(id)) return null;
      const [[name, words]] = await exported(code);
      const [[, english]] = await exported(readFileSync(new URL("../src/strings/en.ts", import.meta.url), "utf8"));
      const list = JSON.stringify(Object.keys(english).map((each) => words[each]));
      return { code: `import { named } from "./named.js";\nexport const ${name} = named(${list});`, map: null };
    },
  };
}

/** What a source exports that imports nothing but types. */
async function exported(source) {
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  return Object.entries(await import(`data:text/javascript,${encodeURIComponent(code)}`));
}
