/**
 * Asks a server over kept connections, in a process of its own: as fast as it answers, or at a steady rate.
 * `node load.mjs '{"address", "body", "connections", "seconds", "rate"}'` prints `{answers, seconds, p50, p99, failed}`;
 * times in milliseconds, at a steady rate from when a request was due.
 */
import { connect } from 'node:net';
import process from 'node:process';

const { address, body, connections, seconds, rate } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(address);
const sent = Buffer.from(
  `POST /predict HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const times = [];
const idle = [];
const due = [];
let failed = 0;
let isOver = false;

function ask(client, at) {
  client.at = at;
  client.socket.write(sent);
}

function answered(client, isGood) {
  times.push(performance.now() - client.at);
  if (!isGood) failed++;
  if (isOver) return;
  if (!rate) ask(client, performance.now());
  else if (due.length > 0) ask(client, due.shift());
  else idle.push(client);
}

function read(client, bytes) {
  client.rest = client.rest.length > 0 ? Buffer.concat([client.rest, bytes]) : bytes;
  const end = client.rest.indexOf('\r\n\r\n');
  if (end < 0) return;
  if (client.whole < 0) {
    const head = client.rest.toString('latin1', 0, end);
    client.isGood = head.startsWith('HTTP/1.1 200');
    client.whole = end + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
  }
  if (client.rest.length < client.whole) return;
  client.rest = client.rest.subarray(client.whole);
  client.whole = -1;
  answered(client, client.isGood);
}

const clients = await Promise.all(
  Array.from(
    { length: connections },
    () =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: Number(port), host: hostname, noDelay: true });
        const client = { socket, at: 0, rest: Buffer.alloc(0), whole: -1, isGood: false };
        socket.on('data', (bytes) => read(client, bytes));
        socket.on('error', reject);
        socket.on('connect', () => resolve(client));
      }),
  ),
);

const start = performance.now();
let asked = 0;
let timer;
if (rate) {
  idle.push(...clients);
  timer = setInterval(() => {
    for (const now = performance.now(); start + (asked * 1000) / rate <= now; asked++) {
      const at = start + (asked * 1000) / rate;
      const client = idle.pop();
      if (client) ask(client, at);
      else due.push(at);
    }
  }, 1);
} else for (const client of clients) ask(client, performance.now());

setTimeout(() => {
  isOver = true;
  clearInterval(timer);
  const took = (performance.now() - start) / 1000;
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const result = { answers: times.length, seconds: took, p50: at(0.5), p99: at(0.99), failed };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}, seconds * 1000);
