/** What is in `model-data.js`, which is made for each model (see src/deploy/module) and stays a file of its own. */
import type { Digest, Link } from '../../../core/hash/digest';

/** Link to the card, which names all other objects, directly or by what it names. */
export declare const card: Link;
/** Base64 by SHA-256. */
export declare const objects: Readonly<Record<Digest, string>>;
