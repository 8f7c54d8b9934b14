/** Lets the messages of a worker in: an abort arrives only between tasks of the event loop. */
export type Pause = () => Promise<void>;

/** One turn of the event loop, without the clamp of nested timers. */
export const nextTurn: Pause = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
