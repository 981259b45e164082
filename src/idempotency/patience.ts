/** How long the store may take for one step, in milliseconds; so short that there is time left for the handlers. */
const patienceMs = 2_000;

/**
 * Settles as the store does, or rejects when the store takes too long.
 *
 * @param answer what the store returned; a value is as good as a promise
 */
export function inTime<Result>(answer: Result | PromiseLike<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`The store did not answer within ${patienceMs} ms`));
    const timer = setTimeout(giveUp, patienceMs);
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
