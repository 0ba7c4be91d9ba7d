import type { Later } from "./later.js";

/** The second script as it was built, written in by vite.config.ts. */
declare const LATER: { readonly version: string; readonly integrity: string };

/**
 * Loads the second script from beside the first, and nothing but what was built with it: an import can't name a hash, but
 * takes what a preload with that hash has put into the page's modules.
 *
 * @param script The address of the first.
 * @param nonce What the page's policy knows the first by; empty for none.
 * @throws Error where it is not there, is another one, or is not allowed.
 */
export async function beside(script: string, nonce: string): Promise<Later> {
  const { version, integrity } = LATER;
  const { href } = new URL(`returndesk-later.js?v=${version}`, script);
  const preload = document.createElement("link");
  Object.assign(preload, { rel: "modulepreload", href, crossOrigin: "anonymous", integrity, nonce });
  await new Promise((loaded, failed) => {
    preload.onload = loaded;
    preload.onerror = () => failed(new Error(href));
    document.head.append(preload);
  }).finally(() => preload.remove());
  return import(/* @vite-ignore */ href) as Promise<Later>;
}
