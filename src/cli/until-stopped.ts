/** Something that ends when the user says so. */
export interface Stopped {
  /** Resolves on Ctrl-C, on SIGTERM, or when `closed` is aborted. */
  readonly promise: Promise<void>;
  /** Removes the signal handlers, so that the next Ctrl-C ends the process. */
  forget(): void;
}

/** Begins to wait for Ctrl-C. The second one ends the process at once. */
export function untilStopped(closed: AbortSignal): Stopped {
  let stop = (): void => {};
  const forget = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    closed.removeEventListener("abort", stop);
  };
  const promise = new Promise<void>((resolve) => {
    stop = () => {
      forget();
      resolve();
    };
  });
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  closed.addEventListener("abort", stop);
  if (closed.aborted) stop();
  return { promise, forget };
}
