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

it('gives the exported page the colours of the app, light and dark', () => {
  const page = read('src/deploy/templates/page/style.css');
  const app = read('src/ui/styles/tokens.css');
  const pairs = [
    [tokens(page, ':root'), tokens(app, "[data-theme='light']")],
    [tokens(page.slice(page.indexOf('dark)')), ':root'), tokens(app, ':root:not([data-theme])')],
  ] as const;
  for (const [own, theirs] of pairs) {
    const colours = [...own].filter(([, value]) => value.startsWith('#'));
    expect(colours.length).toBeGreaterThan(10);
    for (const [name, value] of colours) expect([name, theirs.get(name)]).toEqual([name, value]);
  }
});
