/**
 * Asks servers over connections that are kept for a load, in a process that stays: as fast as they answer, or at a rate.
 * Each line of its input is one load, `{"address", "body", "connections", "milliseconds", "rate"}`, and is answered by one
 * line `{"answers", "seconds", "p50", "p99", "late99", "failed"}` once all that was asked is answered. Each connection has
 * had an answer before the load begins: opening it is no part of a load that is kept up. Times are in milliseconds; at a
 * steady rate they count from when a request was due, and `late99` is how late it was sent.
 */
import { connect } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** Requests that are sent in one go at a steady rate come at most this far apart. */
const TICK_MS = 1;

function open(address) {
  const { hostname, port } = new URL(address);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  const client = { socket, at: 0, rest: null, whole: -1, isGood: false, answered: null };
  socket.on('data', (bytes) => read(client, bytes));
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(client));
    socket.on('error', reject);
    socket.on('close', () => {
      if (client.answered) throw new Error(`${address} closed a connection under load`);
    });
  });
}

/** The status line and the length of the body are all that is read of an answer. */
function read(client, bytes) {
  const rest = client.rest ? Buffer.concat([client.rest, bytes]) : bytes;
  if (client.whole < 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end >= 0) {
      const head = rest.latin1Slice(0, end);
      client.isGood = head.startsWith('HTTP/1.1 200');
      client.whole = end + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
    }
  }
  if (client.whole < 0 || rest.length < client.whole) {
    client.rest = rest;
    return;
  }
  client.rest = null;
  client.whole = -1;
  client.answered(client);
}

function askedOnce(client, sent) {
  return new Promise((resolve) => {
    client.answered = resolve;
    client.socket.write(sent);
  });
}

const shareOf = (times, share) => {
  const sorted = Float64Array.from(times).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
};

async function putLoad({ address, body, connections, milliseconds, rate }) {
  const clients = await Promise.all(Array.from({ length: connections }, () => open(address)));
  const length = Buffer.byteLength(body);
  const sent = Buffer.from(
    `POST /predict HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
  await Promise.all(clients.map((client) => askedOnce(client, sent)));
  const [times, late, due] = [[], [], []];
  const idle = rate ? [...clients] : [];
  let failed = 0;
  let waiting = 0;
  let timer;
  const start = performance.now();
  const end = start + milliseconds;

  return new Promise((resolve) => {
    function ask(client, at) {
      client.at = at;
      waiting++;
      client.socket.write(sent);
    }
    function finish(now) {
      clearInterval(timer);
      for (const client of clients) {
        client.answered = null;
        client.socket.destroy();
      }
      resolve({
        answers: times.length,
        seconds: (now - start) / 1000,
        p50: shareOf(times, 0.5),
        p99: shareOf(times, 0.99),
        late99: shareOf(late, 0.99),
        failed,
      });
    }
    function answered(client) {
      const now = performance.now();
      times.push(now - client.at);
      if (!client.isGood) failed++;
      waiting--;
      if (rate) {
        if (due.length > 0) ask(client, due.shift());
        else idle.push(client);
      } else if (now < end) ask(client, now);
      if (waiting === 0 && now >= end) finish(now);
    }
    for (const client of clients) client.answered = answered;
    if (!rate) {
      for (const client of clients) ask(client, performance.now());
      return;
    }
    let asked = 0;
    timer = setInterval(() => {
      const now = performance.now();
      for (; asked < (rate * milliseconds) / 1000; asked++) {
        const at = start + (asked * 1000) / rate;
        if (at > now) break;
        const client = idle.pop();
        late.push(now - at);
        if (client) ask(client, at);
        else due.push(at);
      }
      if (now >= end && waiting === 0) finish(now);
    }, TICK_MS);
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await putLoad(JSON.parse(line)))}\n`);
}
process.exit(0);
