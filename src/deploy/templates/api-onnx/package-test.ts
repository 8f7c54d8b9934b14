/** `npm test` of a package whose answers ONNX Runtime computes: within 1e-5 of the app. */
import assert from 'node:assert/strict';
import { RUNTIME_NAMES } from '../../api/runtimes';
import { ONNX_TOLERANCE } from '../../onnx/answer-difference';
import { testPackage } from '../api/package-test/test-package';

testPackage({
  words: `within ${ONNX_TOLERANCE}`,
  runtime: RUNTIME_NAMES.onnx,
  check(values, wanted, { kind, targetTransform }) {
    const numbers = wanted.map((hex) => Buffer.from(hex, 'hex').readDoubleBE());
    assert.equal(values.length, numbers.length);
    values.forEach((value, i) => {
      const number = numbers[i]!;
      const scale = kind === 'regression' ? Math.abs(targetTransform.scale) : 1;
      const most = ONNX_TOLERANCE * Math.max(1, Math.abs(number), scale);
      assert.ok(Math.abs(value - number) <= most, `${value} instead of ${number}`);
    });
  },
});
