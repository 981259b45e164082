import type { Signal } from "../signal.js";
import { requireAbove, requireFunction, requireNone, requireOption } from "./errors.js";
import { type Answer, type Call, exchange, type GetToken } from "./exchange.js";
import { cmpOrigins, isOrigin, requireLink } from "./links.js";
import { type ClientClock, type FetchLike, platformFetch, requirePlatform, systemClock } from "./platform.js";

/** Options of `createCmpClient`. */
export interface CmpClientOptions {
  /** Gives the token for each call: that of `clientCredentials`, of the vendor's SDK, of a vault. */
  readonly getAccessToken: GetToken;
  /** Where the API is, for what no link leads to. @default "https://api.cmp.optimizely.com/v3" */
  readonly baseUrl?: string | undefined;
  /**
   * The origins that the token may go to, in place of CMP's three; for a test `["http://127.0.0.1:4010"]`.
   * @default api.cmp.optimizely.com, api.welcomesoftware.com and api.newscred.com, by https
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** How long a call may take, token, retries and redirects included, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** How often a call is repeated after 429, 502, 503, 504 and network errors. @default 3 */
  readonly retries?: number | undefined;
  /** How many requests are sent in a second. CMP allows 10 for an organization. @default no limit */
  readonly requestsPerSecond?: number | undefined;
  /** @default `fetch` */
  readonly fetch?: FetchLike | undefined;
  /** @default real time */
  readonly clock?: ClientClock | undefined;
}

/** What is sent. */
export interface Outgoing extends Pick<Call, "signal" | "accept" | "isLoose" | "secrets"> {
  /** Where to: a link, checked before the token is sent. */
  readonly link: unknown;
  /** A link that must be allowed as well, since it will be needed later. */
  readonly alsoAllowed?: string;
  /** JSON of it is sent by `POST`; without it, it is a `GET`. */
  readonly body?: object;
}

/** Sends to CMP, with the token. */
export type Send = (outgoing: Outgoing) => Promise<Answer>;

/** @throws TypeError when an option is not as it must be */
export function createSend({
  getAccessToken: getToken,
  allowedOrigins = cmpOrigins,
  timeoutMs = 30_000,
  retries = 3,
  requestsPerSecond = Infinity,
  fetch = platformFetch,
  clock = systemClock,
  ...others
}: Omit<CmpClientOptions, "baseUrl">): Send {
  requireNone(others);
  requirePlatform(fetch, clock, timeoutMs);
  requireFunction("getAccessToken", getToken);
  requireAbove("requestsPerSecond", requestsPerSecond);
  requireOption("retries", "a number from 0 on", retries, typeof retries === "number" && retries >= 0);
  const areOrigins = Array.isArray(allowedOrigins) && allowedOrigins.every(isOrigin);
  requireOption("allowedOrigins", 'such as ["https://api.example.com"]', allowedOrigins, areOrigins);
  // Requests are spaced evenly: each waits for its own slot.
  let next = 0;
  const slot = async (signal: Signal): Promise<void> => {
    const now = clock.now();
    const wait = Math.max(next - now, 0);
    next = now + wait + 1000 / requestsPerSecond;
    if (wait > 0) await clock.sleep(wait, { signal });
  };
  return async ({ link, alsoAllowed = link, body, ...call }) => {
    requireLink(alsoAllowed, allowedOrigins);
    return exchange(
      { fetch, clock, timeoutMs, retries, slot },
      {
        ...call,
        url: requireLink(link, allowedOrigins),
        body: body && JSON.stringify(body),
        getToken,
        redirectTo: (location, from) => requireLink(location, allowedOrigins, from),
      },
    );
  };
}
