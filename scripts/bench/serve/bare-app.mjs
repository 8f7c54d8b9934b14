/**
 * The same Fastify, bare: `echo` answers what it was sent, `tfjs` answers the iris net with TensorFlow.js. Says
 * where it listens as the exported server does.
 */
import process from 'node:process';
import Fastify from 'fastify';

const app = Fastify();

if (process.argv[2] === 'tfjs') {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  const [hidden, out] = [tf.randomNormal([4, 10]), tf.randomNormal([10, 3])];
  const names = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
  app.post('/predict', async ({ body }) => {
    const rows = Array.isArray(body) ? body : [body];
    const probabilities = tf.tidy(() => {
      const cells = rows.flatMap((row) => names.map((name) => row[name]));
      const inputs = tf.tensor2d(cells, [rows.length, 4]);
      return tf.softmax(tf.matMul(tf.relu(tf.matMul(inputs, hidden)), out));
    });
    const answers = Array.from(await probabilities.data());
    probabilities.dispose();
    return { answers };
  });
} else {
  app.post('/predict', async ({ body }) => body);
}

const address = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(JSON.stringify({ event: 'listening', address }));
