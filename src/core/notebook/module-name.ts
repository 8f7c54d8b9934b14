/** The names by which cells import modules: those of their files. */

const LONGEST = 100;
/** No scheme and no path, so that it is never taken for an address; nothing that ends a text or a line. */
const NAME = /^[\p{L}\p{N}_$@-][\p{L}\p{N}_$@. -]*$/u;

export function isModuleName(name: string): boolean {
  return name.length <= LONGEST && NAME.test(name) && name !== '__proto__';
}

/** Whether a file may be code, by what it is called. */
export function isScriptFile(file: string): boolean {
  return /\.[mc]?[jt]s$/i.test(file);
}

export function isTypeScriptFile(file: string): boolean {
  return /\.[mc]?ts$/i.test(file);
}

/** The file's name without folders and extension; what a name cannot hold becomes a hyphen. */
export function moduleNameOf(file: string): string {
  const bare = file.replace(/^.*[\\/]/, '').replace(/\.[mc]?[jt]s$/i, '');
  const name = bare
    .replace(/[^\p{L}\p{N}_$@. -]+/gu, '-')
    .trim()
    .replace(/^\.+/, '')
    .slice(0, LONGEST);
  return isModuleName(name) ? name : 'module';
}
