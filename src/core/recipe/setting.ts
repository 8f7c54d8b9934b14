/** One setting of a recipe in words. */
export interface Setting {
  label: string;
  value: string;
}
