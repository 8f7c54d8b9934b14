/** 12345.6 -> "12,346", 43.21 -> "43", 0.04321 -> "0.043": `digits` significant ones, no fewer before the point. */
export function plainNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toPrecision(digits);
  const whole = String(Math.round(size)).length;
  const text =
    whole >= digits && size >= 1
      ? String(Math.round(size))
      : String(Number(size.toPrecision(digits)));
  const [integer, fraction] = text.split('.') as [string, string | undefined];
  const grouped = integer.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`);
}
