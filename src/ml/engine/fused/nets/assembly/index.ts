/** What the host calls: batches of a tape, on this thread or, with others attending, on all of them. */
import { awaitChange } from './gate';
import { countStep } from './optimiser';
import { Gate, Step } from './program';
import { runTape } from './tape';

/**
 * Walks the tape for batches from..from + count - 1 of `batch` rows each, out of `total` rows: the last one
 * may be short. Every walk counts as a step of the optimiser where `counts` is 1.
 */
export function walk(
  step: Step,
  tape: usize,
  from: u32,
  count: u32,
  batch: u32,
  total: u32,
  counts: u32,
): void {
  step.dropoutName = step.dropoutNames;
  for (let i: u32 = 0; i < count; i++) {
    step.first = (from + i) * batch;
    step.rows = min(batch, total - step.first);
    if (counts == 1) countStep(step);
    runTape(step, tape);
    step.dropoutName += 8;
  }
}

/** The same with the other threads, which attend. */
export function walkTogether(
  step: Step,
  tape: usize,
  from: u32,
  count: u32,
  batch: u32,
  total: u32,
  counts: u32,
): void {
  const gate = changetype<Gate>(step.gate);
  gate.tape = tape;
  gate.from = from;
  gate.count = count;
  gate.batch = batch;
  gate.total = total;
  gate.counts = counts;
  order(step.gate);
  walk(step, tape, from, count, batch, total, counts);
}

/** Sends the other threads home. */
export function dismiss(step: Step): void {
  changetype<Gate>(step.gate).tape = 0;
  order(step.gate);
}

function order(gate: usize): void {
  const orders = gate + offsetof<Gate>('orders');
  atomic.add<u32>(orders, 1);
  atomic.notify(orders, -1);
}

/** Works on every order after the `seen` first ones, until dismissed. Blocks its thread. */
export function attend(step: Step, seen: u32): void {
  const gate = changetype<Gate>(step.gate);
  const orders = step.gate + offsetof<Gate>('orders');
  for (;;) {
    awaitChange(orders, seen++);
    if (gate.tape == 0) return;
    walk(step, gate.tape, gate.from, gate.count, gate.batch, gate.total, gate.counts);
  }
}
