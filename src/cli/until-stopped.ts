/** Something that ends when the user says so. */
export interface Stopped {
  /** Resolves on Ctrl-C, on SIGTERM, or when `closed` is aborted. */
  readonly promise: Promise<void>;
  /** Gives the signals back to Node, so that the next Ctrl-C ends the process. */
  forget(): void;
}

/** Begins to wait for Ctrl-C. The second one ends the process at once, whatever it still waits for. */
export function untilStopped(closed: AbortSignal): Stopped {
  const { promise, resolve } = withResolvers();
  const stop = (): void => {
    forget();
    resolve();
  };
  const forget = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    closed.removeEventListener("abort", stop);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  closed.addEventListener("abort", stop);
  if (closed.aborted) stop();
  return { promise, forget };
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
