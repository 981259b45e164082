import type { Signal } from "../signal.js";
import { mustBe } from "./errors.js";
import { type Answer, type Call, exchange, type GetToken } from "./exchange.js";
import { writeJson } from "./json.js";
import { cmpOrigins, requireLink } from "./links.js";
import { type ClientClock, type FetchLike, platformFetch, systemClock } from "./platform.js";

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
  /**
   * How many requests are sent in a second, repeated and redirected ones included; those for tokens are not counted. CMP
   * allows 10 for an organization. @default no limit
   */
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

/** @param options checked by the caller */
export function createSend({
  getAccessToken: getToken,
  allowedOrigins = cmpOrigins,
  timeoutMs = 30_000,
  retries = 3,
  requestsPerSecond = Infinity,
  fetch = platformFetch,
  clock = systemClock,
}: CmpClientOptions): Send {
  // Requests are spaced evenly and wait in line. One that has given up takes no time of those behind it.
  let last = Promise.resolve();
  let next = 0;
  const slot = (signal: Signal): Promise<void> => {
    const turn = last.then(async () => {
      const wait = next - clock.now();
      if (wait > 0 && !signal.aborted) await clock.sleep(wait, { signal });
      if (!signal.aborted) next = clock.now() + 1000 / requestsPerSecond;
    });
    last = turn.catch(() => {});
    return turn;
  };
  return async ({ link, alsoAllowed = link, body, ...call }) => {
    requireLink(alsoAllowed, allowedOrigins);
    const text = body && writeJson(body);
    if (text === "") throw mustBe("incomplete", "The body", "JSON", "another");
    return exchange(
      { fetch, clock, timeoutMs, retries, slot },
      {
        ...call,
        url: requireLink(link, allowedOrigins),
        body: text,
        getToken,
        redirectTo: (location, from) => requireLink(location, allowedOrigins, from),
      },
    );
  };
}
