/** Reads the mappings of a version 3 source map with one source whose lines stay where they are. */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Map([...digits].map((digit, value) => [digit, value]));

/** For each line the pairs [column of the output, column of the source], in order. */
export function columnsOfMap(mappings: string): [number, number][][] {
  let sourceColumn = 0;
  return mappings.split(';').map((line) => {
    let column = 0;
    const pairs: [number, number][] = [];
    for (const segment of line ? line.split(',') : []) {
      const [step = 0, , , sourceStep = 0] = numbersIn(segment);
      column += step;
      sourceColumn += sourceStep;
      pairs.push([column, sourceColumn]);
    }
    return pairs;
  });
}

/** Base 64 digits of 5 bits, least first, the sixth bit says that another follows; the sign is the last bit. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = valueOf.get(digit) ?? 0;
    value += (bits & 31) << shift;
    if (bits & 32) {
      shift += 5;
    } else {
      numbers.push(value & 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
    }
  }
  return numbers;
}
