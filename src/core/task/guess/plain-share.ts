/** A share inside a sentence: 0.0803 is "8 %", 0.0042 is "0.4 %", 0.99996 is "more than 99.9 %". */
export function plainShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return 'less than 0.1 %';
  if (percent < 100 && percent > 99.9) return 'more than 99.9 %';
  const near = percent < 1 || percent > 99;
  return `${near ? Math.round(percent * 10) / 10 : Math.round(percent)} %`;
}
