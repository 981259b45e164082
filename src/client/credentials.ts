import type { Signal } from "../signal.js";
import { withDeadline } from "./deadline.js";
import { CmpClientError, mustBe } from "./errors.js";
import { type Call, exchange } from "./exchange.js";
import { memberOf, requireText } from "./json.js";
import { type ClientClock, type FetchLike, platformFetch, systemClock } from "./platform.js";
import { callRules, credentialsRules, requireAll } from "./rules.js";

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions {
  /** Of the app that is registered in CMP. */
  readonly clientId: string;
  /** Of the same app. It goes to `tokenUrl` only. */
  readonly clientSecret: string;
  /** The token endpoint. @default "https://accounts.cmp.optimizely.com/o/oauth2/v1/token" */
  readonly tokenUrl?: string | undefined;
  /** How long a token may take to come, in milliseconds, with two retries. @default 10_000 */
  readonly timeoutMs?: number | undefined;
  /** @default `fetch` */
  readonly fetch?: FetchLike | undefined;
  /** @default real time */
  readonly clock?: ClientClock | undefined;
}

/** Options of a {@link TokenSource}. */
export interface AccessTokenOptions {
  /** Ends the wait of this caller; others still get their token. @default none */
  readonly signal?: Signal | undefined;
  /** A token that CMP has refused: another one is fetched, unless that has been done already. @default none */
  readonly rejected?: string | undefined;
}

/** Gives tokens. */
export interface TokenSource {
  /** Resolves to a token that is good for some minutes. */
  (options?: AccessTokenOptions): Promise<string>;
  /** The function itself, for `const { getAccessToken } = clientCredentials(...)`. */
  readonly getAccessToken: (options?: AccessTokenOptions) => Promise<string>;
}

/**
 * Gets tokens by OAuth's grant `client_credentials`. A token is kept until 5 minutes before it expires (or for half of
 * its time, if that is longer), and however many callers there are, one request is in flight.
 *
 * @returns a function that rejects with a `CmpClientError`: `token_unavailable`, `aborted`, or `incomplete` for a wrong
 *   signal
 * @throws TypeError when an option is not as it must be
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  requireAll(options, credentialsRules);
  const { clientId, clientSecret, tokenUrl = cmpTokenUrl, timeoutMs = 10_000 } = options;
  const { fetch = platformFetch, clock = systemClock } = options;
  const call = callOf(tokenUrl, clientId, clientSecret);
  let kept: string | undefined;
  let until = 0;
  let pending: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    const now = clock.now();
    try {
      const { value } = await exchange({ fetch, clock, timeoutMs, retries: 2 }, call);
      const seconds = Number(memberOf(value, "expires_in"));
      if (!(seconds > 0)) throw mustBe("malformed_answer", "expires_in", "a number of seconds", seconds);
      kept = requireText(Object(value), "access_token", "");
      until = now + Math.max(seconds - 300, seconds / 2) * 1000;
      return kept;
    } catch (cause) {
      const message = `Check clientId, clientSecret and tokenUrl. ${memberOf(cause, "message")}`;
      throw new CmpClientError("token_unavailable", message, { cause });
    } finally {
      pending = undefined;
    }
  };
  const getAccessToken = async (options: AccessTokenOptions = {}): Promise<string> => {
    // Whatever it is called with, such as what a generated client hands to its callback for tokens.
    const { signal, rejected }: AccessTokenOptions = Object(options);
    requireAll({ signal }, callRules, "incomplete");
    if (kept && kept !== rejected && clock.now() < until) return kept;
    // Asked for within, so that somebody waits for it: a rejection that nobody waits for ends a process.
    return withDeadline(clock, Infinity, signal, () => {
      pending ??= renew();
      return pending;
    });
  };
  return Object.assign(getAccessToken, { getAccessToken });
}

/** Where CMP gives tokens. */
const cmpTokenUrl = "https://accounts.cmp.optimizely.com/o/oauth2/v1/token";

function callOf(url: string, client_id: string, client_secret: string): Call {
  const body = `${new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret })}`;
  return {
    url,
    body,
    contentType: "application/x-www-form-urlencoded",
    // As it is, and as the form has it.
    secrets: [client_secret, body.slice(body.lastIndexOf("=") + 1)],
  };
}
