/**
 * Writes public/samples/churn.csv: 12,000 customers of an invented internet provider, 8 % of whom left.
 * Everything a person should meet in real data is in it on purpose: dates, categories, a short free text,
 * missing values, a region that behaves differently, a column that gives the answer away (cancel_form),
 * repeated rows, and two last months that drift. Same seed, same bytes, on every machine: the script uses
 * only + - * / and integer arithmetic.
 *
 *     node scripts/make-churn.mjs [file]
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SEED = 20250607;
const ROWS = 12_000;
const POSITIVE = 960;
/** Rows repeated under another customer id, and rows repeated in every column. */
const REPEATED = 180;
const COPIED = 60;
const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
/** The first of the two months that drift. */
const DRIFT = Date.UTC(2025, 10, 1);

/** mulberry32: uniform in [0, 1). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = generator(SEED);
const int = (low, high) => low + Math.floor(random() * (high - low + 1));
const chance = (p) => random() < p;
/** Mean 0, standard deviation 1 (twelve uniforms), so that no Math.log decides a byte. */
const normal = () => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
};
const clamp = (x, low, high) => Math.max(low, Math.min(high, x));
const day = (ms) => new Date(ms).toISOString().slice(0, 10);

function pick(weights) {
  let x = random() * Object.values(weights).reduce((a, b) => a + b, 0);
  for (const [value, weight] of Object.entries(weights)) {
    x -= weight;
    if (x < 0) return value;
  }
  return Object.keys(weights)[0];
}

const FEES = { basic: 19.9, plus: 29.9, family: 44.9, fibre: 54.9 };
const NOTE_START = [
  'asked about',
  'called for',
  'wrote about',
  'question on',
  'reported',
  'thanked us for',
  'chat about',
  'visited the shop for',
  'reminder sent for',
  'letter about',
];
const NOTE_ABOUT = [
  'the last invoice',
  'slow evenings',
  'a new router',
  'moving house',
  'the holiday offer',
  'a second line',
  'the missing discount',
  'a broken socket',
  'the app login',
  'the tv box',
  'an address change',
  'the repair visit',
  'roaming abroad',
  'the price change',
  'a lost letter',
];
const NOTE_END = [
  'solved at once',
  'will call back',
  'no answer yet',
  'passed to technicians',
  'left a message',
  'credit given',
  'happy with the answer',
  'wants it in writing',
  'second time this month',
  '',
];

function note() {
  if (chance(0.4)) return '';
  const from = (list) => list[int(0, list.length - 1)];
  const parts = [from(NOTE_START), from(NOTE_ABOUT), from(NOTE_END)].filter((part) => part !== '');
  if (chance(0.2)) parts.push(`on day ${int(1, 28)}`);
  if (chance(0.15)) parts[1] += ',';
  return parts.join(' ');
}

function customer(id) {
  const observed = START + int(0, 364) * DAY;
  const late = observed >= DRIFT;
  const region = pick({ north: 24, south: 27, east: 21, west: 17, islands: 11 });
  const plan = pick(
    late
      ? { basic: 22, plus: 28, family: 18, fibre: 32 }
      : { basic: 34, plus: 32, family: 20, fibre: 14 },
  );
  const contract = pick(
    late
      ? { monthly: 58, yearly: 30, 'two years': 12 }
      : { monthly: 42, yearly: 38, 'two years': 20 },
  );
  const payment = pick(
    late
      ? { card: 30, transfer: 18, invoice: 14, wallet: 38 }
      : { card: 42, transfer: 33, invoice: 25 },
  );
  const months = int(1, 96);
  const signedUp = observed - months * 30 * DAY - int(0, 29) * DAY;
  const age = clamp(Math.round(46 + 15 * normal()), 18, 92);
  const fee = FEES[plan] * (late ? 1.12 : 1) + (contract === 'monthly' ? 4 : 0) + int(0, 8) * 0.5;
  const calls = Math.max(0, Math.round(1.3 + 1.5 * normal() + (region === 'islands' ? 0.9 : 0)));
  const logins = Math.max(0, Math.round(14 + 8 * normal() - (late ? 3 : 0)));
  const latePayments = Math.max(
    0,
    Math.floor(0.4 + 1.1 * normal() + (payment === 'invoice' ? 0.7 : 0)),
  );
  const satisfaction = clamp(Math.round(7.2 + 1.9 * normal() - 0.35 * calls), 1, 10);

  let score =
    { monthly: 0.95, yearly: -0.15, 'two years': -1.1 }[contract] +
    { basic: 0.1, plus: -0.1, family: -0.5, fibre: 0.4 }[plan] +
    0.38 * (calls - 1.5) +
    -0.055 * (logins - 14) +
    0.42 * latePayments +
    -0.28 * (satisfaction - 7) +
    -0.011 * (months - 48) +
    0.02 * (fee - 33);
  // The islands leave more often, and for other reasons than the rest: a model of all is worse there.
  if (region === 'islands') score = 1.2 + 0.2 * score + 0.035 * (age - 46);
  if (region === 'south') score -= 0.15;
  if (late) score += 0.35;
  const urge = score + 1.62 * normal();

  return {
    id,
    observed,
    signedUp,
    region,
    plan,
    contract,
    payment,
    age,
    fee,
    calls,
    logins,
    latePayments,
    satisfaction,
    urge,
    left: false,
    note: note(),
    missing: {
      age: chance(0.06),
      satisfaction: chance(contract === 'monthly' ? 0.3 : 0.2),
      payment: chance(0.02),
      logins: chance(0.03),
    },
  };
}

/** Marks the customers with the strongest urge as gone, so that exactly POSITIVE rows say yes. */
function decideWhoLeft(base, times) {
  const order = base.map((_, i) => i).sort((a, b) => base[b].urge - base[a].urge || a - b);
  let marked = 0;
  for (const i of order) {
    if (marked + times[i] > POSITIVE) continue;
    base[i].left = true;
    marked += times[i];
  }
}

function line(row) {
  const text = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [
    row.id,
    day(row.observed),
    day(row.signedUp),
    row.region,
    row.plan,
    row.contract,
    row.missing.payment ? '' : row.payment,
    row.missing.age ? '' : row.age,
    row.fee.toFixed(2),
    row.calls,
    row.missing.logins ? '' : row.logins,
    row.latePayments,
    row.missing.satisfaction ? '' : row.satisfaction,
    text(row.note),
    row.cancelForm,
    row.left ? 'yes' : 'no',
  ].join(',');
}

export function makeChurn() {
  const base = [];
  const used = new Set();
  const freshId = () => {
    for (;;) {
      const id = `C${int(100_000, 999_999)}`;
      if (used.has(id)) continue;
      used.add(id);
      return id;
    }
  };
  for (let i = 0; i < ROWS - REPEATED - COPIED; i++) base.push(customer(freshId()));
  const times = new Array(base.length).fill(1);
  const again = [];
  while (again.length < REPEATED + COPIED) {
    const i = int(0, base.length - 1);
    if (times[i] > 1) continue;
    times[i] = 2;
    again.push(i);
  }
  decideWhoLeft(base, times);
  for (const row of base)
    row.cancelForm = row.left && chance(0.97) ? pick({ web: 55, phone: 25, letter: 20 }) : '';
  const copies = again.map((i, n) =>
    n < REPEATED ? { ...base[i], id: freshId() } : { ...base[i] },
  );
  const rows = [...base, ...copies].map((row, i) => ({ row, i }));
  rows.sort((a, b) => a.row.observed - b.row.observed || a.i - b.i);
  const header =
    'customer,observed,signed_up,region,plan,contract,payment,age,monthly_fee,support_calls,logins,late_payments,satisfaction,last_note,cancel_form,left';
  return [header, ...rows.map(({ row }) => line(row)), ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file =
    process.argv[2] ?? fileURLToPath(new URL('../public/samples/churn.csv', import.meta.url));
  writeFileSync(file, makeChurn());
}
