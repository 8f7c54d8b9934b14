/** Hands the code of modules to the kernel, those that are needed first. */
import { digestOf, linkDigest, type Link } from '../../../core/hash/digest';
import type { ObjectReader } from '../../../core/ports';
import { moduleNeeds, type ModuleNeed } from '../../../kernel/analysis';
import type { Kernel } from '../../../kernel/host/types';
import type { Resolved } from './resolve';

interface ModuleText {
  code: string;
  needs: readonly ModuleNeed[];
}

export class ModuleTexts {
  readonly #texts = new Map<Link, Promise<ModuleText>>();

  constructor(private readonly objects: ObjectReader) {}

  /** @throws LoamError `object-missing`, `object-damaged` */
  get(code: Link): Promise<ModuleText> {
    let text = this.#texts.get(code);
    if (!text) {
      text = this.#read(code);
      this.#texts.set(code, text);
      text.catch(() => this.#texts.delete(code));
    }
    return text;
  }

  /** @param resolved what is needed first. @returns by name, the key under which the kernel has it */
  async give(
    kernel: Pick<Kernel, 'addModule'>,
    resolved: readonly Resolved[],
  ): Promise<Record<string, string>> {
    const keys = new Map<string, string>();
    for (const { name, code } of resolved) {
      const text = await this.get(code);
      const needs = text.needs.flatMap(({ name: needed, start, end }) => {
        const key = keys.get(needed);
        return key === undefined ? [] : [{ start, end, key }];
      });
      // The same code with other modules behind it is another module.
      const key = needs.length > 0 ? keyOf(code, needs) : code;
      kernel.addModule(name, key, text.code, needs);
      keys.set(name, key);
    }
    return Object.fromEntries(keys);
  }

  async #read(code: Link): Promise<ModuleText> {
    const text = new TextDecoder().decode(await this.objects.get(linkDigest(code)));
    return { code: text, needs: moduleNeeds(text) };
  }
}

function keyOf(code: Link, needs: readonly { key: string }[]): string {
  const text = needs.map(({ key }) => key).join('\n');
  return `${code}+${digestOf(new TextEncoder().encode(text))}`;
}
