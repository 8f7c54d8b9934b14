/** What templates of exported pages have in common: one script, one style, a shell, and no outside references. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

/** As a policy names a script or style. */
export function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

export interface Bundle {
  script: string;
  style: string;
  /** Every file that went in, to watch. */
  files: string[];
}

/**
 * @param entry path of the script, which imports the style
 * @param instead by the end of a module's path, the code that stands for it
 */
export async function bundleTemplate(
  entry: string,
  instead: Readonly<Record<string, string>> = {},
): Promise<Bundle> {
  // Vite's build sets NODE_ENV for the process that it runs in; a dev server or test run must not notice.
  const environment = process.env.NODE_ENV;
  const outcome = await build({
    configFile: false,
    logLevel: 'warn',
    root: dirname(entry),
    publicDir: false,
    plugins: [standIns(instead)],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entry,
        output: { format: 'iife', codeSplitting: false },
      },
    },
  });
  if (environment === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = environment;
  const { output } = [outcome].flat()[0] as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  const [chunk] = chunks;
  const [style] = styles;
  if (!chunk || chunks.length > 1 || style?.type !== 'asset' || output.length > 2) {
    throw new Error(
      `the page template must bundle to one script and one style: ${output.map((f) => f.fileName)}`,
    );
  }
  const script = chunk.code.trim();
  const text = String(style.source).trim();
  if (/<\/script|<!--|%loam-|\r/i.test(script))
    throw new Error('the page script cannot be inlined');
  if (/<\/style|<!--|%loam-|\r/i.test(text)) throw new Error('the page style cannot be inlined');
  return {
    script,
    style: text,
    files: Object.keys(chunk.modules).filter((file) => file.startsWith('/')),
  };
}

function standIns(instead: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'loam-stand-ins',
    enforce: 'pre',
    load(id) {
      const end = Object.keys(instead).find((path) => id.endsWith(path));
      return end === undefined ? null : { code: instead[end]!, moduleType: 'js' };
    },
  };
}

export interface CompiledTemplate {
  html: string;
  files: string[];
}

export function fillShell(shell: string, slots: Record<string, string>): string {
  return Object.entries(slots).reduce((text, [slot, content]) => {
    const [before, after, ...more] = text.split(slot);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`shell.html must have ${slot} once`);
    }
    return before + content + after;
  }, shell);
}
