import { css } from "lit";

// Lit adopts it as a constructed style sheet, which a page's policy allows without unsafe-inline. A shop sets the
// --returndesk-… variables on any element above, such as :root.
export const styles = css`
  :host {
    color-scheme: light dark;
    --accent: var(--returndesk-accent, light-dark(#0b5d57, #5cc8bd));
    --on-accent: var(--returndesk-on-accent, light-dark(#ffffff, #06211e));
    --head: var(--returndesk-head, light-dark(var(--accent), color-mix(in srgb, var(--accent) 24%, #151b1a)));
    --on-head: var(--returndesk-on-head, light-dark(var(--on-accent), #e8eeec));
    --surface: var(--returndesk-surface, light-dark(#ffffff, #1b2221));
    --ground: var(--returndesk-ground, light-dark(#f6f8f7, #131918));
    --text: var(--returndesk-text, light-dark(#17211f, #e8eeec));
    --muted: var(--returndesk-muted, light-dark(#51605d, #a5b4b0));
    --line: var(--returndesk-line, light-dark(#d5dcda, #35403d));
    --bubble: var(--returndesk-bubble, light-dark(#e9efed, #27312f));
    --soon: var(--returndesk-soon, light-dark(#7a4a00, #f2c265));
    --soon-ground: var(--returndesk-soon-ground, light-dark(#fff2d9, #3b2f14));
    --late: var(--returndesk-late, light-dark(#a3211b, #ff9d94));
    --late-ground: var(--returndesk-late-ground, light-dark(#fdeceb, #40201d));
    --radius: var(--returndesk-radius, 16px);
    --gap: var(--returndesk-gap, 20px);
    --gap-side: var(--returndesk-gap-side, var(--gap));
    --gap-bottom: var(--returndesk-gap-bottom, var(--gap));
    --layer: var(--returndesk-layer, 2147483000);
    all: initial;
    font: 16px/1.5 var(--returndesk-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
    color: var(--text);
    color-scheme: light dark;
  }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }

  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  h2, h3, p, ul, ol { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
  ul, ol { list-style: none; }
  button { font: inherit; color: inherit; cursor: pointer; }
  button:disabled { cursor: default; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .icon { display: block; width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }

  /* The launcher */
  .corner {
    position: fixed; z-index: var(--layer);
    inset-block-end: calc(var(--gap-bottom) + env(safe-area-inset-bottom, 0px)); inset-inline-end: var(--gap-side);
    display: flex; align-items: center; gap: 10px; max-width: calc(100vw - var(--gap) - var(--gap-side));
  }
  .launcher {
    position: relative; flex: none; display: grid; place-items: center; width: 60px; height: 60px; padding: 0;
    border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.24); transition: transform 0.15s;
  }
  .launcher .icon { width: 30px; height: 30px; }
  .launcher:hover { transform: scale(1.05); }
  .launcher img { width: 30px; height: 30px; object-fit: contain; }
  .launcher.labelled { grid-auto-flow: column; gap: 8px; width: auto; padding-inline: 16px 20px; border-radius: 30px; font-weight: 600; }
  .badge {
    position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 24px; height: 24px; padding: 0 6px;
    border-radius: 12px; border: 2px solid var(--surface);
    background: light-dark(#b3261e, #ffb4ab); color: light-dark(#ffffff, #3b0905);
    font-size: 13px; font-weight: 700; line-height: 20px; text-align: center;
  }
  .notice {
    display: flex; align-items: center; min-width: 0; border-radius: var(--radius);
    background: var(--soon-ground); color: var(--soon); border: 1px solid currentColor; box-shadow: 0 4px 16px rgb(0 0 0 / 0.16);
  }
  .notice.invitation { background: var(--surface); color: var(--text); border-color: var(--line); }
  .notice button { border: 0; background: none; color: inherit; border-radius: inherit; }
  .notice .words { padding-block: 10px; padding-inline: 14px 4px; text-align: start; font-size: 14px; font-weight: 600; line-height: 1.35; }
  .notice .away { flex: none; padding: 10px; }
  .notice .icon { width: 16px; height: 16px; }

  /* The window */
  dialog {
    position: fixed; inset: auto; inset-block-end: var(--gap-bottom); inset-inline-end: var(--gap-side); z-index: var(--layer);
    margin: 0; padding: 0; width: min(400px, calc(100vw - var(--gap) - var(--gap-side))); height: min(660px, calc(100dvh - var(--gap) - var(--gap-bottom)));
    max-width: none; max-height: none; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden;
    background: var(--surface); color: var(--text); box-shadow: 0 12px 40px rgb(0 0 0 / 0.28);
  }
  dialog[open] { animation: rise 0.18s ease-out; }
  dialog::backdrop { background: none; }
  dialog.full { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
  :host([side="start"]) :is(.corner, dialog:not(.full)) { inset-inline: var(--gap-side) auto; }
  :host([side="start"]) .corner { flex-direction: row-reverse; }
  :host([layout="inline"]) { display: block; height: 100%; min-height: 420px; }
  :host([layout="inline"]) dialog { position: static; width: 100%; height: 100%; min-height: inherit; z-index: auto; box-shadow: none; animation: none; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }

  /* The window stands where the page has the launcher; what is in it runs as its language does. */
  .window { display: flex; flex-direction: column; height: 100%; }
  .head { display: flex; align-items: center; gap: 4px; padding-block: 12px; padding-inline: 16px 10px; background: var(--head); color: var(--on-head); }
  .head img { flex: none; width: 36px; height: 36px; margin-inline-end: 8px; border-radius: 50%; object-fit: cover; }
  .head .who { flex: 1; min-width: 0; }
  .head h2 { font-size: 17px; font-weight: 650; line-height: 1.25; }
  .head p { font-size: 13px; line-height: 1.3; overflow-wrap: anywhere; }
  .head button, .languages { display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 10px; background: none; color: inherit; }
  .head button:hover, .languages:hover { background: rgb(127 127 127 / 0.3); }
  .head :focus-visible { outline-color: currentColor; outline-offset: -3px; }
  .languages > * { grid-area: 1 / 1; }
  .languages select:focus-visible + .icon { outline: 3px solid; outline-offset: 6px; border-radius: 4px; }
  .languages .icon { pointer-events: none; }
  .languages select { width: 40px; min-width: 0; height: 40px; font: inherit; opacity: 0; cursor: pointer; }

  .banner { padding: 8px 16px; font-size: 14px; line-height: 1.4; background: var(--soon-ground); color: var(--soon); border-bottom: 1px solid var(--line); }
  .banner.plain { background: var(--bubble); color: var(--text); }
  .question { padding: 12px 16px; background: var(--late-ground); color: var(--text); border-bottom: 1px solid var(--line); font-size: 14px; }
  .question .answers { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }

  .log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; gap: 8px; background: var(--ground); }
  .log:focus-visible { outline-offset: -3px; }
  .over { margin: auto; text-align: center; display: grid; gap: 12px; justify-items: center; color: var(--muted); }

  .message { display: flex; flex-direction: column; gap: 6px; max-width: 88%; }
  .message.desk { align-self: flex-start; align-items: flex-start; }
  .message.customer { align-self: flex-end; align-items: flex-end; max-width: 82%; }
  .message.customer + .message.desk, .message.desk + .message.customer { margin-top: 8px; }
  .message.with-card { width: 100%; max-width: 100%; }
  .bubble { padding: 9px 13px; border-radius: var(--radius); overflow-wrap: anywhere; }
  .desk .bubble { background: var(--bubble); border-end-start-radius: 4px; max-width: 100%; }
  .with-card .bubble { max-width: 88%; }
  .customer .bubble { background: var(--accent); color: var(--on-accent); border-end-end-radius: 4px; white-space: pre-wrap; }
  .words > * + p, .words > p + :is(ul, ol) { margin-block-start: 8px; }
  .bubble ul { list-style: disc; padding-inline-start: 1.2em; }
  .bubble ol { list-style: decimal; padding-inline-start: 1.6em; }
  .bubble em { font-style: italic; }
  strong { font-weight: 650; }
  a { color: inherit; }
  .source { color: var(--muted); font-size: 13px; line-height: 1.4; }
  .log .source { padding-inline: 2px; }
  .meta { display: flex; align-items: center; gap: 4px; min-height: 28px; font-size: 13px; color: var(--muted); }
  .stamp { font-size: 12px; color: var(--muted); }
  .meta time { padding-inline: 2px 6px; }
  .meta.failed { color: var(--late); }
  .meta button { border: 0; background: none; padding: 3px; border-radius: 8px; }
  .meta button .icon { width: 18px; height: 18px; }
  .meta .thumb { display: grid; place-items: center; width: 28px; height: 28px; }
  .meta .thumb:hover { color: var(--text); background: var(--bubble); }
  .meta .thumb[aria-pressed="true"] { color: var(--accent); background: var(--bubble); }
  .meta .thumb[aria-pressed="true"] .icon { fill: currentColor; fill-opacity: 0.25; }
  .meta .again { color: inherit; text-decoration: underline; font-weight: 600; padding: 3px 6px; }

  .choices { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 2px; }
  .choice, .plain-button {
    padding: 7px 14px; border: 1px solid var(--accent); border-radius: 20px; background: var(--surface); color: var(--accent);
    text-align: start; line-height: 1.3; font-size: 15px;
  }
  .choice:hover, .plain-button:hover { background: var(--bubble); }
  .plain-button.strong { background: var(--accent); color: var(--on-accent); }
  .plain-button.strong:hover { background: var(--accent); text-decoration: underline; }

  .typing { display: flex; align-items: center; align-self: flex-start; gap: 4px; padding: 13px 14px; border-radius: var(--radius); background: var(--bubble); border-end-start-radius: 4px; }
  .typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: blink 1.2s infinite; }
  .typing i:nth-of-type(2) { animation-delay: 0.2s; }
  .typing i:nth-of-type(3) { animation-delay: 0.4s; }
  @keyframes blink { 0%, 60%, 100% { opacity: 0.3; } 30% { opacity: 1; } }

  .write { display: flex; gap: 8px; align-items: flex-end; padding: 10px 12px calc(10px + env(safe-area-inset-bottom, 0px)); border-top: 1px solid var(--line); background: var(--surface); }
  .write[inert] { opacity: 0.5; }
  .write textarea {
    flex: 1; min-width: 0; resize: none; field-sizing: content; min-height: 42px; max-height: 132px; padding: 8px 13px;
    font: inherit; font-size: 16px; color: inherit; background: var(--ground); border: 1px solid light-dark(#7d8b87, #74837f); border-radius: 21px;
  }
  .write textarea::placeholder { color: var(--muted); opacity: 1; }
  .write textarea:focus-visible { outline-offset: 0; }
  .write .send { flex: none; display: grid; place-items: center; width: 42px; height: 42px; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
  .attach { flex: none; display: grid; place-items: center; width: 42px; height: 42px; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted); }
  .attach:hover { background: var(--bubble); color: var(--text); }
  .length { padding: 4px 16px 0; font-size: 13px; color: var(--muted); background: var(--surface); }
  .length.late { color: var(--late); }
  .send:disabled { opacity: 0.5; }
  .send:dir(rtl) .icon { transform: scaleX(-1); }
  .write textarea:placeholder-shown { direction: inherit; }
  .send:hover { box-shadow: inset 0 0 0 2px var(--on-accent); }

  .consent { padding: 20px 16px; display: grid; gap: 14px; justify-items: start; overflow: auto; }
  .rate-chat { display: flex; align-items: center; gap: 6px; }
  .below { position: relative; align-self: center; height: 30px; margin-block-start: -38px; margin-block-end: 8px; padding: 0 14px; border: 1px solid var(--line); border-radius: 15px; background: var(--surface); color: var(--text); font-size: 14px; box-shadow: 0 2px 8px rgb(0 0 0 / 0.2); }
  .banner a { color: inherit; font-weight: 650; }

  .code { margin: 0; }
  .code img { display: block; border: 1px solid var(--line); border-radius: 12px; background: #fff; }
  .code figcaption, .code.over img { display: none; }
  .code.over figcaption { display: block; color: var(--muted); font-size: 14px; }

  /* Cards */
  .card { width: 100%; padding: 14px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
  .card .top { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 10px; margin-bottom: 12px; }
  .card h3 { font-weight: 650; }
  .card .top p { color: var(--muted); font-size: 14px; }
  .card .top .pill { margin-inline-start: auto; }
  .pill { padding: 1px 10px; border-radius: 12px; background: var(--bubble); color: var(--text); font-size: 13px; white-space: nowrap; }
  .card .advice { color: var(--muted); font-size: 13px; line-height: 1.4; }
  .card > .advice { margin-top: 10px; }
  .card .when { color: var(--muted); font-size: 14px; line-height: 1.35; }
  .when.overdue { color: var(--late); }

  .step { position: relative; display: flex; flex-direction: column; padding-block-end: 14px; padding-inline-start: 34px; min-height: 38px; color: var(--muted); }
  .step:last-child { padding-block-end: 0; min-height: 24px; }
  .step::before { content: ""; position: absolute; inset-block: 24px 0; inset-inline-start: 10px; width: 2px; background: var(--line); }
  .step.done::before { background: var(--accent); }
  .step:last-child::before { display: none; }
  .step .mark { position: absolute; inset-block-start: 1px; inset-inline-start: 0; width: 22px; height: 22px; padding: 1px; border: 2px solid light-dark(#8c9a96, #6c7a77); border-radius: 50%; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .step .label { line-height: 1.5; }
  .step.done, .step.now, .step.stopped { color: var(--text); }
  .step.now .label { font-weight: 650; }
  .step.done .mark { background: var(--accent); border-color: var(--accent); stroke: var(--on-accent); }
  .step.now .mark { border-color: var(--accent); border-width: 7px; }
  .step.stopped .mark { background: var(--late); border-color: var(--late); stroke: var(--surface); }

  .deadlines ul, .picker ul { display: grid; gap: 8px; }
  .deadline { display: flex; gap: 12px; align-items: flex-start; }
  .deadline .left { flex: none; width: 90px; padding: 6px 4px; border-radius: 10px; background: var(--bubble); font-size: 14px; font-weight: 650; line-height: 1.25; text-align: center; }
  .deadline.soon .left { background: var(--soon-ground); color: var(--soon); }
  .deadline.overdue .left { background: var(--late-ground); color: var(--late); }
  .deadline .what { display: flex; flex-direction: column; min-width: 0; }
  .deadline .label { font-weight: 600; line-height: 1.35; }

  .picker button { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 10px; align-items: center; width: 100%; padding: 9px 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--ground); color: inherit; text-align: start; }
  .picker button:not(:disabled):hover { border-color: var(--accent); background: var(--bubble); }
  .picker .number { font-weight: 650; }
  .picker .title { justify-self: start; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--muted); }

  @media (forced-colors: active) {
    .launcher, .bubble, .typing, .pill, .badge { border: 1px solid; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
    .typing i { opacity: 0.7; }
    .launcher:hover { transform: none; }
  }
`;
