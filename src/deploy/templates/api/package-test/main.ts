/** `npm test` of the package: the bits of the app. */
import assert from 'node:assert/strict';
import { RUNTIME_NAMES } from '../../../api/runtimes';
import { testPackage } from './test-package';

function bits(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString('hex');
}

testPackage({
  words: 'with the same bits',
  runtime: RUNTIME_NAMES.loam,
  check: (values, wanted) => assert.deepEqual(values.map(bits), wanted),
});
