/** The bans of eslint.config.js, tried: what would break equal bits, equal tests or the cage is found. */
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

/** Messages for one line of code, as if it stood in a file of that layer. */
async function messages(code: string, filePath: string): Promise<string> {
  const [result] = await eslint.lintText(`${code}\nexport {};\n`, { filePath });
  return (result?.messages ?? []).map(({ message }) => message).join('\n');
}

const core = 'src/core/hash/digest.ts';

describe('the lint bans', () => {
  it.each([
    ['void Math.exp(1);', 'src/core/math'],
    ['void Math.hypot(1, 2);', 'src/core/math'],
    ['void (2 ** 3);', 'src/core/math'],
    ['void Date.now();', 'Clock'],
    ['void new Date();', 'Clock'],
    ['void Math.random();', 'src/core/random'],
    [`void 'a'.localeCompare('b');`, 'code unit'],
    ['void new Intl.NumberFormat();', 'src/ui'],
    [`void fetch('x');`, 'AppEffects'],
    ['void setTimeout(() => 1, 1);', 'parameter'],
    [`void indexedDB.open('x');`, 'src/storage'],
  ])('core may not say %s, and the message names the way out', async (code, wayOut) => {
    expect(await messages(code, core)).toContain(wayOut);
  });

  it('lets core use the functions whose bits are fixed, and a date made of a number', async () => {
    const code = 'void [Math.sqrt(2), Math.imul(1, 2), Math.fround(1), new Date(5).getTime()];';
    expect(await messages(code, core)).toBe('');
  });

  it('keeps the network out of workers and screens, too', async () => {
    expect(await messages(`void fetch('x');`, 'workers/client.ts')).toContain('AppEffects');
    expect(await messages(`void new WebSocket('x');`, 'src/ui/main.ts')).toContain('AppEffects');
  });

  it('finds a promise that nobody waits for', async () => {
    expect(await messages('Promise.resolve(1);', core)).toMatch(/[Pp]romise/);
  });
}, 120_000);
