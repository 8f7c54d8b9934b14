/** Comparisons of each value by itself, 1 where they hold, and the choice by one. */
import type { Operator, Operators } from './call';
import { together } from './same-values';

function compared(holds: (x: number, y: number) => boolean): Operator {
  return (call) =>
    together(call, [call.value(0), call.value(1)], {
      f: (x, y) => (holds(x!, y!) ? 1 : 0),
      whole: true,
    });
}

export const COMPARING_OPERATORS: Operators = {
  Less: compared((x, y) => x < y),
  LessOrEqual: compared((x, y) => x <= y),
  Greater: compared((x, y) => x > y),
  GreaterOrEqual: compared((x, y) => x >= y),
  Not: (call) => together(call, [call.value(0)], { f: (x) => (x === 0 ? 1 : 0), whole: true }),
  Where: (call) =>
    together(call, [call.value(0), call.value(1), call.value(2)], {
      f: (condition, x, y) => (condition === 0 ? y! : x!),
      whole: false,
    }),
};
