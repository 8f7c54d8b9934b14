/** A date as model inputs: `core/calendar/date-part.ts` in doubles, exact within the range of dates. */
import type { DatePart } from '../../../core/recipe/types';
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

/** @param ms [rows, 1] double @returns one [rows, 1] double per part */
export function datePartInputs(math: Arithmetic, step: DatePartsStep, ms: ValueName): ValueName[] {
  const given = math.finite(ms);
  const instant = math.choose(given, ms, 0);
  const days = math.whole(instant, DAY_MS);
  let civil: CivilDay | null = null;

  function partOf(part: DatePart): ValueName {
    switch (part) {
      case 'year':
      case 'month':
      case 'day':
        civil ??= civilDay(math, days);
        return civil[part];
      case 'weekday': {
        const sinceMonday = math.plus(days, 3);
        return math.minus(sinceMonday, math.times(math.whole(sinceMonday, 7), 7));
      }
      case 'hour':
        return math.whole(math.minus(instant, math.times(days, DAY_MS)), HOUR_MS);
      case 'elapsed-days':
        return math.over(instant, DAY_MS);
      default:
        throw part satisfies never;
    }
  }

  return step.parts.map((part) => math.choose(given, scaled(math, partOf(part.part), part), 0));
}
