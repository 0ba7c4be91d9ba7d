// Lit's tags for the second script, which the Lit of the first renders; with Lit itself in it, it would be twice as large.
export const nothing = Symbol.for("lit-nothing");
const tag = (kind: number) => (strings: TemplateStringsArray, ...values: unknown[]) => ({ _$litType$: kind, strings, values });
export const html = tag(1);
export const svg = tag(2);
