/** Of `<loam-predict>`: the colours of Loam, light and dark; a page may set the same custom properties on the element. */
export const style = `
:host { display: grid; gap: 16px; color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif;
  color: var(--loam-text, #24211b); background: var(--loam-surface, #fffefb); padding: 16px;
  border: 1px solid var(--loam-line, #e2ddd1); border-radius: 6px;
  --edge: #8a8272; --muted: #615b4f; --accent: var(--loam-accent, #2f6b3c); --sunken: #f0ede5; --bad: #a3322b; }
@media (prefers-color-scheme: dark) {
  :host { color: var(--loam-text, #ece7dd); background: var(--loam-surface, #1d1a16);
    border-color: var(--loam-line, #322d26);
    --edge: #7b7364; --muted: #a59d8d; --accent: var(--loam-accent, #83c48b); --sunken: #12100e; --bad: #ea8a80; } }
:host([hidden]), [hidden] { display: none; }
* { box-sizing: border-box; }
form { display: grid; gap: 12px 16px; grid-template-columns: repeat(auto-fill, minmax(min(180px, 100%), 1fr)); }
.field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; align-content: start; min-width: 0; margin: 0; padding: 0; border: 0; }
label, legend { overflow-wrap: anywhere; padding: 0; }
input, select { font: inherit; color: inherit; background: transparent; width: 100%; min-width: 0; min-height: 32px; padding: 4px 8px;
  border: 1px solid var(--edge); border-radius: 6px; }
input[type=radio] { width: auto; min-height: 24px; margin-inline-end: 4px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.choices { display: flex; flex-wrap: wrap; gap: 4px 12px; min-height: 32px; align-items: center; }
.choices label { display: flex; align-items: center; }
.hint { color: var(--muted); font-size: 12px; min-height: 17px; }
.hint.off, .bad { color: var(--bad); }
output { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
output strong { font-size: 20px; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
ul { list-style: none; margin: 8px 0 0; padding: 0; display: grid; gap: 4px; }
.bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; }
.bars .label { overflow-wrap: anywhere; }
.bars .best .label { font-weight: 600; }
.num { font-variant-numeric: tabular-nums; }
.bar { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--sunken); overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--accent); }
.notes { color: var(--muted); font-size: 12px; }
p { margin: 0; }
`;
