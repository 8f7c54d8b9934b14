/**
 * The same Fastify, bare: `echo` answers what it was sent, `tfjs` and `onnx` answer with TensorFlow.js and ONNX Runtime.
 * Says where it listens as the exported server does. What is served is in a file of JSON:
 * `{names, widths}` of a net, or `{names, model, runtime}`, an ONNX file and the folder that ONNX Runtime lies in.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import Fastify from 'fastify';

const [kind, settings] = process.argv.slice(2);
const served = settings ? JSON.parse(readFileSync(settings, 'utf8')) : null;
const rowsOf = (body) => (Array.isArray(body) ? body : [body]);

function matrixOf(rows, names) {
  const values = new Float32Array(rows.length * names.length);
  let at = 0;
  for (const row of rows) for (const name of names) values[at++] = row[name];
  return values;
}

async function tensorFlow({ names, widths }) {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  const kernels = widths.slice(1).map((width, i) => tf.randomNormal([widths[i], width]));
  const biases = widths.slice(1).map((width) => tf.randomNormal([width]));
  const last = kernels.length - 1;
  return async ({ body }) => {
    const rows = rowsOf(body);
    const probabilities = tf.tidy(() => {
      let flow = tf.tensor2d(matrixOf(rows, names), [rows.length, names.length]);
      kernels.forEach((kernel, i) => {
        flow = tf.add(tf.matMul(flow, kernel), biases[i]);
        if (i < last) flow = tf.relu(flow);
      });
      return tf.softmax(flow);
    });
    const answers = Array.from(await probabilities.data());
    probabilities.dispose();
    return { answers };
  };
}

async function onnxRuntime({ names, model, runtime }) {
  const { InferenceSession, Tensor } = createRequire(join(runtime, 'x.js'))('onnxruntime-node');
  // One thread: with more, those that wait spin, and take the load's own core.
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  return async ({ body }) => {
    const rows = rowsOf(body);
    const input = new Tensor('float32', matrixOf(rows, names), [rows.length, names.length]);
    const { answers } = await session.run({ rows: input });
    return { answers: Array.from(answers.data) };
  };
}

const app = Fastify();
if (kind === 'tfjs') app.post('/predict', await tensorFlow(served));
else if (kind === 'onnx') app.post('/predict', await onnxRuntime(served));
else app.post('/predict', async ({ body }) => body);

const address = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(JSON.stringify({ event: 'listening', address }));
