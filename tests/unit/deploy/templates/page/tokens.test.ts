import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) =>
  readFileSync(new URL(`../../../../../${path}`, import.meta.url), 'utf8');

/** The custom properties of the block that `opening` begins. */
function tokens(css: string, opening: string): Map<string, string> {
  const from = css.indexOf('{', css.indexOf(opening));
  const block = css.slice(from, css.indexOf('}', from));
  const found = block.matchAll(/(--[\w-]+):\s*([^;]+);/g);
  return new Map([...found].map(([, name, value]) => [name!, value!]));
}

it.each(['page', 'notebook-page'])('gives the exported %s the colours of the app', (name) => {
  const page = read(`src/deploy/templates/${name}/style.css`);
  const app = read('src/ui/styles/tokens.css');
  const pairs = [
    [tokens(page, ':root'), tokens(app, "[data-theme='light']")],
    [tokens(page.slice(page.indexOf('dark)')), ':root'), tokens(app, ':root:not([data-theme])')],
  ] as const;
  for (const [own, theirs] of pairs) {
    const colours = [...own].filter(([, value]) => value.startsWith('#'));
    expect(colours.length).toBeGreaterThan(name === 'page' ? 10 : 3);
    for (const [token, value] of colours)
      expect([token, theirs.get(token)]).toEqual([token, value]);
  }
});
