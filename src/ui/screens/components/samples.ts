import type { Tone } from '../../components/tone';

/** Invented rows for the components page. Positions in the list give the numbers, so every drawing is the same. */

export interface SampleColumn {
  name: string;
  type: string;
  role: string;
  tone?: Tone;
  missing: number;
  mean: number | null;
  counts?: number[];
  parts?: { label: string; value: number }[];
}

export interface SampleRun {
  id: string;
  name: string;
  state: 'finished' | 'failed' | 'training';
  auc: number | null;
  seconds: number;
  engine: string;
}

export function sampleColumns(): SampleColumn[] {
  const numbers = ['tenure_months', 'monthly_charge', 'support_calls', 'age'].map((name, i) => ({
    name,
    type: 'number',
    role: 'feature',
    missing: i === 2 ? 312 : 0,
    mean: 2.1 + i * 5.37,
    counts: bell(24, 7 + i * 3, 3 + i),
  }));
  return [
    ...numbers,
    {
      name: 'region',
      type: 'category',
      role: 'audit',
      tone: 'info',
      missing: 0,
      mean: null,
      parts: [
        { label: 'south', value: 40 },
        { label: 'north', value: 30 },
        { label: 'west', value: 20 },
        { label: 'east', value: 10 },
      ],
    },
    { name: 'customer', type: 'text', role: 'id', tone: 'info', missing: 0, mean: null },
    {
      name: 'cancel_form',
      type: 'boolean',
      role: 'ignored',
      tone: 'warn',
      missing: 0,
      mean: null,
      parts: [
        { label: 'no', value: 92 },
        { label: 'yes', value: 8 },
      ],
    },
    {
      name: 'left',
      type: 'category',
      role: 'target',
      tone: 'ok',
      missing: 0,
      mean: null,
      parts: [
        { label: 'no', value: 11040 },
        { label: 'yes', value: 960 },
      ],
    },
  ];
}

export function sampleRuns(count: number): SampleRun[] {
  const words = ['amber', 'cedar', 'fern', 'heath', 'moss', 'reed', 'sorrel'];
  return Array.from({ length: count }, (_, i) => {
    const spread = (i * 7919) % 1000;
    const state = i === 0 ? 'training' : spread % 41 === 0 ? 'failed' : 'finished';
    return {
      id: `run-${i}`,
      name: `${words[i % words.length]}-${i + 1}`,
      state,
      auc: state === 'failed' ? null : 0.6 + spread / 3000,
      seconds: 0.1 + spread / 70,
      engine: ['WebGPU', 'WASM', 'CPU'][i % 3]!,
    };
  });
}

export function bell(bins: number, centre: number, width: number): number[] {
  return Array.from({ length: bins }, (_, i) =>
    Math.round(900 * Math.exp(-((i - centre) ** 2) / (2 * width * width)) + ((i * 7919) % 23)),
  );
}

/** A falling curve with a small ripple. */
export function falling(length: number, from: number, to: number, pace: number): number[] {
  return Array.from(
    { length },
    (_, i) => to + (from - to) * Math.exp(-i / pace) + (((i * 7919) % 13) - 6) / 900,
  );
}
