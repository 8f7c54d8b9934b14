/** What stands beside a module's name. */
import type { ModuleView } from '../../../app/notebook/modules/types';

interface Said {
  text: string;
  tone: 'plain' | 'warn' | 'bad';
}

export function moduleText({ pinned, version, approved }: ModuleView): Said {
  if (pinned && !pinned.here) return { text: 'code not here', tone: 'bad' };
  if (!approved) return { text: 'not approved', tone: 'warn' };
  if (!pinned) return { text: `version ${version}`, tone: 'plain' };
  const runs = pinned.version === null ? 'an earlier file' : `version ${pinned.version}`;
  if (pinned.newest) return { text: runs, tone: 'plain' };
  return { text: version === null ? 'removed' : `${runs}, ${version} is there`, tone: 'warn' };
}

/** The line that a cell begins with to use it. */
export function importLine({ name, exports }: Pick<ModuleView, 'name' | 'exports'>): string {
  const named = exports.filter((each) => /^[A-Za-z_$][\w$]*$/.test(each) && each !== 'default');
  const from = `from ${JSON.stringify(name)}`;
  if (named.length > 3) {
    const whole = name.replace(/[^\w$]+/g, '_').replace(/^(?=\d)/, '_');
    return `import * as ${whole} ${from}`;
  }
  if (named.length > 0) return `import { ${named.join(', ')} } ${from}`;
  return exports.includes('default')
    ? `import it ${from}`.replace('it', name.replace(/[^\w$]+/g, '_').replace(/^(?=\d)/, '_'))
    : `import ${JSON.stringify(name)}`;
}
