/**
 * An exported page back into what it carries. The bytes may come from anyone: nothing in them is run,
 * every hash is checked, every shape is checked, and the golden examples are predicted again.
 */
import { LoamError } from '../../core/errors';
import { digestOf } from '../../core/hash/digest';
import { damaged } from '../model/damage';
import { checkGolden } from '../model/check-golden';
import { CLOSE, DATA_OPEN, DATA_SLOT, SEAL_OPEN, SEAL_SLOT, SIGNATURE_OPEN } from './markup';
import { checkSignature, type SignatureCheck } from './signature';
import { checkShapes } from '../model/shapes';
import type { ModelContents } from '../model/types';
import { unseal } from './unseal';

/** Larger files are not pages of ours. */
const MAX_BYTES = 512 * 1024 * 1024;

/** The one piece between `open` and the next `</script>`, with what stands before and after it. */
function cut(text: string, open: string): { before: string; inside: string; after: string } {
  const start = text.indexOf(open);
  if (start < 0) throw damaged('its data is missing');
  const from = start + open.length;
  const to = text.indexOf(CLOSE, from);
  if (to < 0) throw damaged('it ends too early');
  if (text.indexOf(open, to) >= 0) throw damaged('it carries data twice');
  return { before: text.slice(0, from), inside: text.slice(from, to), after: text.slice(to) };
}

function withoutSignature(text: string): string {
  const { before, after } = cut(text, SIGNATURE_OPEN);
  return before + after;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged('it is not UTF-8 text', cause);
  }
}

/** Whether the bytes claim to be a page of ours; looks for the opening mark in the first part only. */
export function looksLikePage(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes).includes(DATA_OPEN);
}

/** The seal, and what stands in the place of a signature; pages of the first version have no such place. */
function signatureOf(bytes: Uint8Array): { seal: string; block: string } {
  const text = decode(bytes);
  const block = text.includes(SIGNATURE_OPEN) ? cut(text, SIGNATURE_OPEN).inside : '';
  return { seal: cut(text, SEAL_OPEN).inside, block };
}

/**
 * Whether a page that `readPage` takes is signed, and by whom.
 * @throws LoamError `page-damaged` where it has a signature that is not of it
 */
export async function checkPageSignature(
  bytes: Uint8Array,
): Promise<Exclude<SignatureCheck, { type: 'false' }>> {
  const { seal, block } = signatureOf(bytes);
  const check = await checkSignature(block, seal);
  if (check.type === 'false') throw damaged('its signature is not of this page');
  return check;
}

/** All but the signature, see `checkPageSignature`. @throws LoamError `page-not-loam`, `page-damaged` or `newer-data` */
export function readPage(bytes: Uint8Array): ModelContents {
  if (bytes.length > MAX_BYTES || !looksLikePage(bytes)) throw new LoamError('page-not-loam');
  const text = decode(bytes);
  const data = cut(text, DATA_OPEN);
  const seal = cut(text, SEAL_OPEN);
  const { contents, template } = unseal(data.inside, seal.inside);

  const withoutData = data.before + DATA_SLOT + data.after;
  const emptied = cut(withoutData, SEAL_OPEN);
  const unsealed = emptied.before + SEAL_SLOT + emptied.after;
  const original = unsealed.includes(SIGNATURE_OPEN) ? withoutSignature(unsealed) : unsealed;
  if (digestOf(new TextEncoder().encode(original)) !== template) {
    throw damaged('its text outside the data was changed');
  }

  checkShapes(contents);
  checkGolden(contents);
  return contents;
}
