/** How markup from a cell looks inside its shadow root, in Loam and in an exported page; colours are the page's tokens. */
export const MARKUP_CSS = `
:host { display: block; contain: layout paint; overflow: auto; overflow-wrap: anywhere; }
* { box-sizing: border-box; }
h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, pre, figure, blockquote, table { margin: 0; }
:is(h1, h2, h3, h4, h5, h6, p, ul, ol, dl, pre, figure, blockquote, table, details, hr, div) + :is(p, ul, ol, dl, pre, figure, blockquote, table, details, hr) { margin-top: 10px; }
* + :is(h1, h2, h3, h4, h5, h6) { margin-top: 18px; }
h1 { font-size: var(--f-xl); font-weight: 600; letter-spacing: -0.01em; line-height: 1.25; }
h2 { font-size: var(--f-l); font-weight: 600; }
h3, h4, h5, h6 { font-size: var(--f-m); font-weight: 600; }
ul, ol { padding-left: 1.5em; }
li + li { margin-top: 3px; }
blockquote { padding-left: 12px; border-left: 2px solid var(--line-strong); color: var(--muted); }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, kbd, samp { padding: 0 3px; border-radius: 3px; background: var(--sunken); font: 0.93em var(--mono); }
pre { padding: 10px 12px; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); font: 12.5px/1.55 var(--mono); }
pre code { padding: 0; background: none; font: inherit; }
hr { border: 0; border-top: 1px solid var(--line-strong); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { color: var(--muted); font-weight: 500; text-align: left; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); }
img, svg { max-width: 100%; height: auto; }
svg text { white-space: pre; }
mark { background: var(--warn-weak); color: inherit; }
/* A chart's legend, whose own rules are left out with all others. */
[class$="-swatches-wrap"] { display: flex; flex-wrap: wrap; gap: 4px 14px; padding: 4px 0; }
[class$="-swatch"] { display: inline-flex; align-items: center; gap: 6px; font-size: var(--f-s); }
figcaption { color: var(--muted); font-size: var(--f-s); }
`;
