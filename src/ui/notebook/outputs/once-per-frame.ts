/** Passes on the last of the values that came within one animation frame. */
export interface FrameSender<T> {
  (value: T): void;
  cancel(): void;
}

export function oncePerFrame<T>(
  send: (value: T) => void,
  frame: (act: () => void) => number = (act) => requestAnimationFrame(act),
  drop: (handle: number) => void = (handle) => cancelAnimationFrame(handle),
): FrameSender<T> {
  let handle: number | null = null;
  let last: T;
  const put = (value: T) => {
    last = value;
    handle ??= frame(() => {
      handle = null;
      send(last);
    });
  };
  put.cancel = () => {
    if (handle !== null) drop(handle);
    handle = null;
  };
  return put;
}
