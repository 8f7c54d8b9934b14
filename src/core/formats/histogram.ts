import type { Histogram } from '../dataset/types';
import { count, listOf, number, record } from '../shape/check';

export const histogram = record<Histogram>({ start: number, width: number, counts: listOf(count) });
