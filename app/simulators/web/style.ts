/**
 * The simulators' one stylesheet. The office's tokens, but in the colour of waiting instead of petrol and under a striped ribbon, so that
 * nobody takes a simulator for the office; the bank looks like neither. A text in a module, so that it travels with any build.
 */
export const STYLE = `
@font-face { font-family: "Source Sans 3"; src: url("/simulators/fonts/source-sans-3-latin-wght-normal.woff2") format("woff2"); font-weight: 200 900; font-display: swap; unicode-range: U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD; }
@font-face { font-family: "Source Sans 3"; src: url("/simulators/fonts/source-sans-3-latin-ext-wght-normal.woff2") format("woff2"); font-weight: 200 900; font-display: swap; unicode-range: U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF; }
@font-face { font-family: "JetBrains Mono"; src: url("/simulators/fonts/jetbrains-mono-latin-wght-normal.woff2") format("woff2"); font-weight: 100 800; font-display: swap; }

:root {
  --paper: #fbfbf9; --sheet: #ffffff; --ink: #16202a; --soft: #4a5764; --line: #dde2e6; --edge: #7b8894;
  --accent: #3d4f9f; --accent-deep: #2c3a7a; --tint: #eceffb;
  --late: #a4161a; --late-tint: #fcebea; --soon: #8a4b00; --soon-tint: #fff3dc; --well: #1b6b3a; --well-tint: #e6f4ea;
  --mono: "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
html { font: 16px/1.5 "Source Sans 3", system-ui, sans-serif; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.2; font-weight: 650; margin: 0 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 18px; line-height: 1.3; font-weight: 650; margin: 32px 0 12px; }
h3 { font-size: 16px; margin: 24px 0 8px; }
p { margin: 0 0 12px; max-width: 68ch; text-wrap: pretty; }
a { color: var(--accent-deep); text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
svg { width: 24px; height: 24px; display: block; }
ul, ol { margin: 0; padding: 0; }
.bank-main li { margin-left: 20px; }

.skip { position: absolute; left: 12px; top: -60px; background: var(--sheet); padding: 8px 12px; z-index: 1; }
.skip:focus { top: 8px; }
.ribbon { max-width: none; margin: 0; padding: 4px 16px; text-align: center; font-size: 13px; font-weight: 650; color: #2c3a7a;
  background: repeating-linear-gradient(-45deg, #eceffb 0 14px, #dfe4f7 14px 28px); }

.top { border-bottom: 1px solid var(--line); background: var(--sheet); }
.top-line, .top nav, main { max-width: 1120px; margin: 0 auto; padding-inline: 24px; }
.top-line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 24px; padding-block: 12px 4px; }
.brand { font-size: 18px; font-weight: 700; text-decoration: none; color: var(--ink); padding: 4px 0; }
.brand span { font-weight: 400; color: var(--soft); }
.office-time { margin: 0 auto 0 0; font-size: 14px; color: var(--soft); font-variant-numeric: tabular-nums; }
.office-time time { color: var(--ink); }
.to-office { font-size: 14px; padding: 4px 0; }
.languages { display: flex; gap: 4px; list-style: none; font-size: 14px; }
.languages a { display: block; min-width: 32px; padding: 4px 6px; text-align: center; text-decoration: none; border-radius: 6px; }
.languages a[aria-current] { background: var(--tint); font-weight: 650; }
.top nav ul { display: flex; flex-wrap: wrap; gap: 0 20px; list-style: none; }
.top nav a { display: block; padding: 10px 0 9px; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; }
.top nav a:hover { color: var(--ink); }
.top nav a[aria-current] { color: var(--accent-deep); border-color: var(--accent); font-weight: 600; }
main { padding-block: 36px 72px; }
.lead { font-size: 18px; color: var(--soft); margin-bottom: 24px; }
.soft, .help, .count { color: var(--soft); font-size: 14px; }
.help { margin: 0 0 6px; }
.mono { font-family: var(--mono); font-size: 14px; font-variant-numeric: tabular-nums; }
.empty, .mat-empty { border: 1px dashed var(--edge); border-radius: 6px; padding: 24px; color: var(--soft); max-width: none; text-align: center; }
.note { border-left: 4px solid var(--soon); background: var(--soon-tint); color: var(--soon); padding: 12px 16px; margin-top: 32px; border-radius: 0 6px 6px 0; }
.problem { border-left: 4px solid var(--late); background: var(--late-tint); color: var(--late); padding: 10px 14px; font-weight: 600; }

.tag { display: inline-block; margin: 0; padding: 1px 8px; border-radius: 6px; font-size: 14px; font-weight: 600; }
.tag-block { display: block; padding: 10px 14px; margin-bottom: 24px; }
.tag-soon { background: var(--soon-tint); color: var(--soon); }
.tag-late { background: var(--late-tint); color: var(--late); }
.tag-well { background: var(--well-tint); color: var(--well); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 310px), 1fr)); gap: 16px; list-style: none; }
.cards-small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr)); }
.card { position: relative; display: flex; flex-direction: column; align-items: flex-start; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 20px; }
.card h2 { margin: 16px 0 4px; }
.card p { margin: 0 0 8px; color: var(--soft); }
.card p.tag { color: var(--soon); }
.card strong { margin-top: 12px; }
.card:has(.row-link):hover { border-color: var(--accent); }
.card .row-link { text-decoration: none; color: var(--ink); }
.card:hover .row-link { text-decoration: underline; }
.card .row-link::after { content: ""; position: absolute; inset: 0; border-radius: 6px; }
.picture { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 6px; background: var(--tint); color: var(--accent-deep); }
.picture-doormat { background: #f3ece2; color: #6b4a1f; }
.picture-bank { background: #e3eef8; color: #124a78; }
.picture-amp { background: #f1ecf8; color: #54308a; }
.picture-registers { background: var(--well-tint); color: var(--well); }
.picture-clock { background: var(--soon-tint); color: var(--soon); }
.picture-print-room-key { background: #f6e7ee; color: #8a1f4f; }

label, .label { display: block; font-weight: 600; margin: 0 0 4px; }
input:not([type="radio"]), select { font: inherit; color: inherit; width: 100%; min-width: 0; height: 44px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--sheet); }
input[aria-invalid] { border-color: var(--late); box-shadow: inset 0 0 0 1px var(--late); }
button, .button { font: inherit; font-weight: 600; display: inline-block; min-height: 44px; padding: 9px 20px; border: 1px solid transparent; border-radius: 6px; background: var(--accent); color: #fff; text-decoration: none; cursor: pointer; white-space: nowrap; }
button:hover, .button:hover { background: var(--accent-deep); }
button.quiet { background: var(--sheet); color: var(--accent-deep); border-color: var(--edge); min-height: 36px; padding: 5px 14px; }
button.quiet:hover { background: var(--tint); }
.side-by-side { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.side-by-side input, .side-by-side select { flex: 1 1 200px; max-width: 360px; }
.search { margin-bottom: 20px; }
.panel { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 16px 20px; margin-bottom: 16px; }
.panel-soon { border-color: var(--soon); }
.panel .tag { margin-top: 10px; }
.fields { display: flex; flex-wrap: wrap; gap: 12px 16px; align-items: flex-end; }
.fields > div { flex: 1 1 240px; min-width: 0; }

.rows { list-style: none; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); }
.rows > li { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px; padding: 10px 16px; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows > li:has(.row-link):hover { background: var(--tint); }
.rows .row-link { font-weight: 600; text-decoration: none; }
.rows > li:hover .row-link { text-decoration: underline; }
.rows .row-link::after { content: ""; position: absolute; inset: 0; }
.mail-row .row-link { flex: 1 1 300px; }
.mail-row > span { flex: 0 1 300px; }
.mail-row time { flex: 0 0 110px; text-align: right; font-variant-numeric: tabular-nums; }
.register-row .row-link { flex: 1 1 100%; }
.register-row .tag { margin-left: auto; }
.fault-row form { margin-left: auto; }
.pager { display: flex; gap: 24px; margin-top: 16px; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 32px; }
.halves h2 { margin-top: 8px; }

.facts { margin: 0 0 8px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 8px 20px; }
.facts > div { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 6px 0; }
.facts dt { flex: 0 0 170px; color: var(--soft); }
.facts dd { flex: 1 1 240px; margin: 0; }
.links { list-style: none; display: grid; gap: 4px; }
.links a { display: inline-block; padding: 2px 0; }
.message { width: 100%; height: 520px; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.message-text { white-space: pre-wrap; max-width: none; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 16px 20px; }

.mat { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 28px; padding: 28px; border-radius: 6px;
  background: repeating-linear-gradient(90deg, #8d7452 0 3px, #85693f 3px 6px); box-shadow: inset 0 0 0 6px #5f4726; }
.mat-empty { background: repeating-linear-gradient(90deg, #efe7da 0 3px, #ebe1d0 3px 6px); border: 6px solid #5f4726; color: #4d3a1e; padding: 72px 24px; }
.envelope { position: relative; display: flex; flex-direction: column; min-height: 232px; background: #fdfcf8; border-radius: 3px; padding: 20px; box-shadow: 0 2px 10px rgb(0 0 0 / 0.35); }
.envelope:nth-child(3n + 1) { transform: rotate(-0.7deg); }
.envelope:nth-child(3n) { transform: rotate(0.6deg); }
.envelope:has(a:hover) { box-shadow: 0 6px 20px rgb(0 0 0 / 0.45); }
.envelope .row-link::after { content: ""; position: absolute; inset: 0; }
.envelope-window { align-self: flex-start; width: min(100%, 270px); min-height: 112px; margin: 18px 0 auto; padding: 12px 14px; font-style: normal; font-size: 14px; line-height: 1.4; background: #fff; border: 1px solid #cfd6db; border-radius: 8px; box-shadow: inset 0 1px 4px rgb(0 0 0 / 0.12); }
.envelope-window span { display: block; white-space: pre-wrap; }
.envelope-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; margin: 14px 0 0; }
.stamp { position: absolute; top: 18px; right: 18px; width: 52px; height: 62px; border: 2px dashed #c7b48f; background: linear-gradient(135deg, var(--accent) 0 50%, #5669bd 50%); background-clip: padding-box; }

.wall-clock { max-width: none; padding: 24px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
.wall-clock span { display: block; color: var(--soft); }
.wall-clock time { font-size: 28px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.moves { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); gap: 16px; margin-bottom: 24px; }
.moves button { width: 100%; margin-bottom: 6px; }
.passphrase { font-size: 18px; user-select: all; }
.steps { padding-left: 24px; }

html:has(.at-bank) { background: #eef1f4; }
.at-bank { --accent: #124a78; --accent-deep: #0b3355; --tint: #e3eef8; background: #eef1f4; min-height: 100vh; }
.bank-dijk { --accent: #124a78; --accent-deep: #0b3355; --tint: #e3eef8; }
.bank-grac { --accent: #7a2e12; --accent-deep: #571f0b; --tint: #f9e9e2; }
.bank-klav { --accent: #15603a; --accent-deep: #0d4428; --tint: #e2f3e9; }
.bank-meer { --accent: #0b5a66; --accent-deep: #073f48; --tint: #e0f1f3; }
.bank-tulp { --accent: #8a1f4f; --accent-deep: #641438; --tint: #f8e5ed; }
.bank-top { display: flex; align-items: center; gap: 20px; padding: 18px max(24px, calc(50% - 380px)); background: var(--accent); color: #fff; }
.bank-top p { display: flex; align-items: center; gap: 10px; margin: 0; }
.bank-name { font-size: 22px; font-weight: 700; }
.bank-idin { margin-left: auto !important; font-weight: 600; font-size: 14px; }
.bank-idin svg { width: 18px; height: 18px; }
.bank-top .languages a { color: #fff; }
.bank-top .languages a[aria-current] { background: #fff; color: var(--accent-deep); }
.bank-top :focus-visible { outline-color: #fff; }
.bank-main { max-width: 760px; margin: 28px auto 64px; padding: 32px; background: #fff; border-radius: 14px; box-shadow: 0 1px 3px rgb(0 0 0 / 0.12), 0 10px 30px rgb(0 0 0 / 0.06); }
.bank-main h1 { color: var(--accent-deep); }
.bank-main select { margin-bottom: 4px; }
fieldset { border: 1px solid var(--line); border-radius: 10px; margin: 0 0 14px; padding: 4px 8px 8px; min-width: 0; }
.choices { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 2px 8px; align-items: start; }
legend { font-weight: 600; font-size: 14px; color: var(--soft); padding: 0 8px; }
.choice { display: grid; grid-template-columns: 24px 1fr; gap: 0 10px; padding: 7px 8px; margin: 0; border-radius: 8px; cursor: pointer; }
.choice:hover { background: #f4f6f8; }
.choice:has(:checked) { background: var(--tint); }
.choice input { width: 20px; height: 20px; margin: 2px; grid-row: span 2; accent-color: var(--accent); }
.choice .help { font-weight: 400; margin: 0; }
.at-amp .languages { margin-left: auto; }
select + fieldset, input + fieldset { margin-top: 20px; }
form + p { margin-top: 20px; }
.at-bank button { border-radius: 999px; }
.wide { width: 100%; margin-top: 6px; white-space: normal; }

@media (max-width: 560px) {
  .top-line, .top nav, main { padding-inline: 16px; }
  .office-time { order: 1; flex: 1 1 100%; }
  .brand { margin-right: auto; }
  .to-office { order: 2; }
  .stamp { display: none; }
  .top nav ul { gap: 0 16px; }
  .top nav a { padding-block: 8px 6px; }
  main { padding-block: 24px 48px; }
  .mail-row > span, .mail-row time { flex: 1 1 auto; text-align: left; }
  .facts dt { flex-basis: 100%; }
  .mat { padding: 18px 14px; }
  .envelope { padding: 16px; }
  .bank-main { margin: 0; border-radius: 0; padding: 24px 16px; }
  .bank-top { padding-inline: 16px; gap: 10px; }
}
@media (prefers-reduced-motion: no-preference) {
  .envelope, .card, button, .button { transition: background-color 120ms, box-shadow 120ms, border-color 120ms; }
}
@media (forced-colors: active) { .top nav a[aria-current] { border-color: Highlight; } }
`;
