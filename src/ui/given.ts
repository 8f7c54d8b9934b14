/** Passes on what a number field holds, and nothing while it is empty. */
export function given(apply: (value: number) => void): (value: number | null) => void {
  return (value) => {
    if (value !== null) apply(value);
  };
}
