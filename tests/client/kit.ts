import {
  type ClientClock,
  type CmpClient,
  type CmpClientError,
  type CmpClientOptions,
  clientCredentials,
  createCmpClient,
} from "optimizely-cmp-webhooks/client";
import {
  type CmpApi,
  type CmpApiOptions,
  createCmpApi,
  createVirtualClock,
} from "optimizely-cmp-webhooks/testing";
import { expect, onTestFinished } from "vitest";

/** A fake CMP, and a client of it whose waits take no time. Closed when the test is over. */
export async function start(options?: Partial<CmpClientOptions>, apiOptions?: CmpApiOptions) {
  const api = await createCmpApi(apiOptions);
  onTestFinished(() => api.close());
  const clock = createVirtualClock();
  const getAccessToken = clientCredentials({ ...api.credentials, clock });
  const client: CmpClient = createCmpClient({ getAccessToken, clock, ...api.clientOptions, ...options });
  return { api, client, clock, getAccessToken };
}

/** What was sent beside requests for tokens: method, path and status. */
export function callsOf({ requests }: CmpApi): readonly string[] {
  return requests
    .filter(({ url }) => !url.endsWith("/token"))
    .map(({ method, url, status }) => `${method} ${url} ${status}`);
}

/** How many tokens were asked for. */
export function tokensOf({ requests }: CmpApi): number {
  return requests.filter(({ url }) => url.endsWith("/token")).length;
}

/** The error of a call that must fail, with a message that is fit to be shown. */
export async function errorOf(call: Promise<unknown>): Promise<CmpClientError> {
  const error = await call.then(
    (value) => expect.unreachable(`It resolved to ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown as CmpClientError,
  );
  expect(error.name, String(error)).toBe("CmpClientError");
  expect(error.message).toMatch(/^[A-Za-z].*[.?]$/s);
  expect(error.message.length).toBeLessThan(600);
  return error;
}

/** A clock on which time passes when it is told to: then all sleeps end that are over by then. */
export function createManualClock(): ClientClock & { pass(ms: number): void } {
  let now = 0;
  const sleepers = new Set<{ readonly until: number; wake(): void }>();
  return {
    now: () => now,
    sleep: (ms, { work, signal }) =>
      new Promise((resolve) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        const end = (): void => {
          sleepers.delete(sleeper);
          resolve();
        };
        signal?.addEventListener("abort", end);
        work?.then(end, end);
      }),
    pass(ms) {
      now += ms;
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
    },
  };
}
