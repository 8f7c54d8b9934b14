/**
 * The import matrix: which folder may know which, which npm packages each may use, and no cycles.
 * Type-only imports count. Each finding names the way out.
 */
import { describe, expect, it } from 'vitest';
import { readTree } from './support/architecture/read-tree';
import { findings } from './support/architecture/findings';
import { cycles } from './support/architecture/cycles';

const tree = readTree();

describe('the architecture', () => {
  it('reads the whole program', () => {
    expect(tree.size).toBeGreaterThan(30);
    expect([...tree.values()].flatMap((file) => file.imports).length).toBeGreaterThan(30);
  });

  it('has no forbidden import, no package in the wrong layer, no bundler syntax below app, no file that is too long', () => {
    expect(findings(tree)).toEqual([]);
  });

  it('has no cycle between files', () => {
    expect(cycles(tree)).toEqual([]);
  });
});

describe('the architecture test itself', () => {
  const file = (path: string, text: string) => readTree(new Map([[path, text]]));
  const one = (path: string, text: string) => findings(file(path, text)).join('\n');

  it('finds an edge that climbs, and names the way out', () => {
    expect(one('src/core/a.ts', `import { b } from '../storage/b';`)).toMatch(
      /src\/core\/a\.ts imports src\/storage\/b.*port/,
    );
    expect(one('src/ml/a.ts', `import { b } from '../app/b';`)).toMatch(/ml may import/);
    expect(one('src/storage/a.ts', `import { b } from '../deploy/b';`)).toMatch(
      /storage may import/,
    );
    expect(one('workers/a.ts', `import { b } from '../src/app/b';`)).toMatch(/workers may import/);
    expect(one('src/app/a.ts', `import { b } from '../ui/b';`)).toMatch(/app may import/);
  });

  it('finds an edge that is only a type, a re-export, a dynamic import or inside a component', () => {
    expect(one('src/core/a.ts', `import type { B } from '../ml/b';`)).toMatch(/core may import/);
    expect(one('src/core/a.ts', `export * from '../ml/b';`)).toMatch(/core may import/);
    expect(one('src/core/a.ts', `const b = await import('../ml/b');`)).toMatch(/core may import/);
    expect(one('src/core/a.ts', `type B = import('../ml/b').B;`)).toMatch(/core may import/);
    expect(
      one(
        'src/ui/A.svelte',
        `<script lang="ts">import { b } from '../storage/b';</script><p>hi</p>`,
      ),
    ).toMatch(/ui may import/);
  });

  it('finds a package in a layer that must not know it', () => {
    expect(one('src/core/a.ts', `import * as tf from '@tensorflow/tfjs-core';`)).toMatch(
      /src\/ml\/engine\/tfjs/,
    );
    expect(one('src/ml/train/a.ts', `import * as tf from '@tensorflow/tfjs-core';`)).toMatch(
      /engine\/tfjs/,
    );
    expect(one('src/core/a.ts', `import { readFile } from 'node:fs';`)).toMatch(/node:fs/);
    expect(one('src/ui/a.ts', `import { z } from 'zod';`)).toMatch(/zod/);
    expect(one('src/ml/engine/tfjs/a.ts', `import * as tf from '@tensorflow/tfjs-core';`)).toBe('');
  });

  it('finds bundler syntax below app', () => {
    expect(one('workers/a.ts', `import url from './b.ts?url';`)).toMatch(/\?url/);
    expect(one('src/ml/a.ts', `const mode = import.meta.env.MODE;`)).toMatch(/import\.meta\.env/);
    expect(one('src/app/a.ts', `import url from '../../workers/b/b.worker.ts?worker&url';`)).toBe(
      '',
    );
  });

  it('finds a file past 400 lines, and a name that says nothing', () => {
    expect(one('src/core/a.ts', '\n'.repeat(401))).toMatch(/402 lines/);
    expect(one('src/core/utils.ts', '')).toMatch(/named for what it holds/);
  });

  it('finds a cycle, also one through types', () => {
    const looped = readTree(
      new Map([
        ['src/core/a.ts', `import { b } from './b';`],
        ['src/core/b.ts', `import type { C } from './c';`],
        ['src/core/c.ts', `import { a } from './a';`],
      ]),
    );
    expect(cycles(looped)).toEqual([
      'src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts',
    ]);
  });

  it('allows what the matrix allows', () => {
    expect(
      one(
        'src/ui/A.svelte',
        `<script>import { a } from '../app/a'; import { uPlot } from 'uplot';</script>`,
      ),
    ).toBe('');
    expect(one('src/deploy/a.ts', `import { a } from '../ml/predict/a';`)).toBe('');
    expect(
      one(
        'workers/a/a.ts',
        `import { a } from '../../src/storage/a'; import { b } from '../../src/deploy/b';`,
      ),
    ).toBe('');
  });
});
