/**
 * What is signed: an in-toto statement v1 whose predicate lists every file with its hash, as version 1.0 of
 * OpenSSF model signing has it. The subject's digest is the SHA-256 of all the files' digests (as bytes), in
 * the order of the list, which is that of the parts of their paths.
 */
import { digestOf, type Digest } from '../../../core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../../core/json/canonical';
import { digest, flag, listOf, only, record, text, tuple } from '../../../core/shape/check';
import { DETACHED, IGNORED, isIgnored } from '../paths';
import type { BundleFiles } from '../types';

interface Resource {
  name: string;
  algorithm: 'sha256';
  digest: Digest;
}

interface Statement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: [{ name: string; digest: { sha256: Digest } }];
  predicateType: 'https://model_signing/signature/v1.0';
  predicate: {
    serialization: {
      method: 'files';
      hash_type: 'sha256';
      allow_symlinks: boolean;
      ignore_paths: string[];
    };
    resources: Resource[];
  };
}

const statement = record<Statement>({
  _type: only('https://in-toto.io/Statement/v1'),
  subject: tuple(
    record<Statement['subject'][0]>({
      name: text,
      digest: record<{ sha256: Digest }>({ sha256: digest }),
    }),
  ),
  predicateType: only('https://model_signing/signature/v1.0'),
  predicate: record<Statement['predicate']>({
    serialization: record<Statement['predicate']['serialization']>({
      method: only('files'),
      hash_type: only('sha256'),
      allow_symlinks: flag,
      ignore_paths: listOf(text),
    }),
    resources: listOf(record<Resource>({ name: text, algorithm: only('sha256'), digest })),
  }),
});

/** What `model_signing` leaves out by itself. Loam's own list names these files, and that list is signed. */
const LEFT_OUT = ['.git', '.gitattributes', '.github', '.gitignore'];

function isSigned(path: string): boolean {
  return !DETACHED.includes(path) && !isIgnored(path) && !LEFT_OUT.includes(path.split('/')[0]!);
}

function byParts(a: string, b: string): number {
  const [one, other] = [a.split('/'), b.split('/')];
  const at = one.findIndex((part, i) => part !== other[i]);
  return at < 0 || one[at]! < (other[at] ?? '') ? -1 : 1;
}

function resourcesOf(files: BundleFiles): Resource[] {
  return [...files.keys()]
    .filter(isSigned)
    .sort(byParts)
    .map((name) => ({ name, algorithm: 'sha256', digest: digestOf(files.get(name)!) }));
}

function bytesOfHex(hex: string): number[] {
  return hex.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
}

function rootOf(resources: readonly Resource[]): Digest {
  return digestOf(Uint8Array.from(resources.flatMap((each) => bytesOfHex(each.digest))));
}

/** @param name what people call it; nothing is decided by it */
export function statementOf(files: BundleFiles, name: string): Uint8Array {
  const resources = resourcesOf(files);
  const value: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: rootOf(resources) } }],
    predicateType: 'https://model_signing/signature/v1.0',
    predicate: {
      serialization: {
        method: 'files',
        hash_type: 'sha256',
        allow_symlinks: false,
        ignore_paths: [...DETACHED, ...IGNORED],
      },
      resources,
    },
  };
  return canonicalBytes(value);
}

/** Why the statement is not one of these files; null where it is. */
export function statementProblem(value: unknown, files: BundleFiles): string | null {
  if (!statement(value)) return 'what was signed has an unexpected form';
  const { subject, predicate } = value;
  const resources = resourcesOf(files);
  if (canonicalJson(predicate.resources) !== canonicalJson(resources))
    return 'other files were signed than are here';
  return subject[0].digest.sha256 === rootOf(resources)
    ? null
    : 'what was signed contradicts itself';
}
