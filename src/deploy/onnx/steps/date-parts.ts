/** A date as model inputs: `core/calendar/date-part.ts` in doubles, exact within the range of dates. */
import type { FittedDatePart } from '../../../core/model/types';
import type { PlainDatePart } from '../../../core/recipe/types';
import type { DatePartsStep } from '../../../ml/preprocess/step-inputs';
import type { Arithmetic } from '../arithmetic';
import type { ValueName } from '../graph';
import { scaled } from './numeric';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface CivilDay {
  year: ValueName;
  month: ValueName;
  day: ValueName;
}

/** Civil calendar after Hinnant, "days_from_civil". */
function civilDay(math: Arithmetic, days: ValueName): CivilDay {
  const { plus, minus, times, whole, below } = math;
  const shifted = plus(days, 719_468);
  const era = whole(shifted, 146_097);
  const dayOfEra = minus(shifted, times(era, 146_097));
  const leapDays = minus(
    plus(whole(dayOfEra, 1460), whole(dayOfEra, 146_096)),
    whole(dayOfEra, 36_524),
  );
  const yearOfEra = whole(minus(dayOfEra, leapDays), 365);
  const before = minus(plus(times(yearOfEra, 365), whole(yearOfEra, 4)), whole(yearOfEra, 100));
  const dayOfYear = minus(dayOfEra, before);
  const shiftedMonth = whole(plus(times(dayOfYear, 5), 2), 153);
  const month = math.choose(below(shiftedMonth, 10), plus(shiftedMonth, 3), minus(shiftedMonth, 9));
  const inJanuaryOrFebruary = math.choose(math.atMost(month, 2), 1, 0);
  return {
    year: plus(plus(yearOfEra, times(era, 400)), inJanuaryOrFebruary),
    month,
    day: plus(minus(dayOfYear, whole(plus(times(shiftedMonth, 153), 2), 5)), 1),
  };
}

/** The whole number or days of a date that is given. @param civil days as civil, made by the first part that needs them */
function partOf(
  math: Arithmetic,
  part: FittedDatePart,
  instant: ValueName,
  days: ValueName,
  civil: () => CivilDay,
): ValueName {
  switch (part) {
    case 'year':
    case 'month':
    case 'day':
      return civil()[part];
    case 'weekday': {
      const sinceMonday = math.plus(days, 3);
      return math.minus(sinceMonday, math.times(math.whole(sinceMonday, 7), 7));
    }
    case 'hour':
      return math.whole(math.minus(instant, math.times(days, DAY_MS)), HOUR_MS);
    case 'elapsed-days':
      return math.over(instant, DAY_MS);
    case 'month-sin':
    case 'month-cos':
      return wave(math, part, math.minus(civil().month, 1), 12);
    case 'day-of-year-sin':
    case 'day-of-year-cos':
      return wave(math, part, dayOfYear(math, civil()), 365.25);
    case 'weekday-sin':
    case 'weekday-cos':
      return wave(math, part, partOf(math, 'weekday', instant, days, civil), 7);
    case 'hour-sin':
    case 'hour-cos':
      return wave(math, part, partOf(math, 'hour', instant, days, civil), 24);
    default:
      throw part satisfies never;
  }
}

const TURN = 6.283185307179586;

/** Sine or cosine of the place in a cycle of that length. */
function wave(math: Arithmetic, part: FittedDatePart, place: ValueName, length: number): ValueName {
  const angle = math.times(math.over(place, length), TURN);
  return math.graph.add(part.endsWith('-sin') ? 'Sin' : 'Cos', [angle]);
}

/** From 0. Meeus, "Astronomical Algorithms", chapter 7. */
function dayOfYear(math: Arithmetic, { year, month, day }: CivilDay): ValueName {
  const { plus, minus, times, whole } = math;
  const divides = (by: number) =>
    math.choose(math.equal(minus(year, times(whole(year, by), by)), 0), 1, 0);
  const leap = plus(minus(divides(4), divides(100)), divides(400));
  const afterFebruary = whole(plus(month, 9), 12);
  const lost = minus(times(afterFebruary, 2), times(afterFebruary, leap));
  return minus(plus(minus(whole(times(month, 275), 9), lost), day), 31);
}

/** @param ms [rows, 1] double, none of them missing */
export function datePart(math: Arithmetic, part: PlainDatePart, ms: ValueName): ValueName {
  const days = math.whole(ms, DAY_MS);
  return partOf(math, part, ms, days, () => civilDay(math, days));
}

/** @param ms [rows, 1] double @returns one [rows, 1] double per part */
export function datePartInputs(math: Arithmetic, step: DatePartsStep, ms: ValueName): ValueName[] {
  const given = math.finite(ms);
  const instant = math.choose(given, ms, 0);
  const days = math.whole(instant, DAY_MS);
  let known: CivilDay | null = null;
  const civil = () => (known ??= civilDay(math, days));
  return step.parts.map((part) => {
    const value = partOf(math, part.part, instant, days, civil);
    return math.choose(given, scaled(math, value, part), 0);
  });
}
