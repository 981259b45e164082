import type { Signal } from "../signal.js";
import { withDeadline } from "./deadline.js";
import { CmpClientError, mustBe } from "./errors.js";
import { memberOf } from "./json.js";
import type { ClientClock, FetchInit, FetchLike } from "./platform.js";
import { contentOf, type Received, receive } from "./receive.js";
import { isPassing, refusalOf, retryAfterOf } from "./refusal.js";

/** How calls are made. */
export interface ExchangeSettings {
  readonly fetch: FetchLike;
  readonly clock: ClientClock;
  /** For a whole call, with all its attempts, in milliseconds. */
  readonly timeoutMs: number;
  /** How often a call is repeated at the most. */
  readonly retries: number;
  /** Resolves when the next request may be sent. */
  readonly slot?: (signal: Signal) => Promise<void>;
}

/** Gives a token, as the options of the client have it. */
export type GetToken = (options: {
  readonly signal: Signal;
  /** A token that CMP has just refused, so that another one must be had. */
  readonly rejected?: string | undefined;
}) => string | Promise<string>;

/** One call. */
export interface Call {
  readonly url: string;
  /** With a body it is a `POST`, and otherwise a `GET`. */
  readonly body?: string | undefined;
  /** @default "application/json" */
  readonly contentType?: string;
  readonly signal?: Signal | undefined;
  /** Without it no token is sent. */
  readonly getToken?: GetToken;
  /** The address that a redirect leads to. @throws CmpClientError when it must not be followed */
  readonly redirectTo?: (location: string, from: string) => string;
  /** The statuses that are an answer. @default 200 */
  readonly accept?: readonly number[];
  /** Whether an answer without JSON will do, unless it is a page. */
  readonly isLoose?: boolean;
  /** What must not be shown, beside the token. */
  readonly secrets?: readonly string[];
}

/** The answer to a call. */
export interface Answer {
  readonly status: number;
  readonly value: unknown;
  /** Whether an earlier attempt may have had its effect, though no answer to it came. */
  readonly isRepeated: boolean;
}

/** As many redirects as are followed. `/asset-urls/{id}` needs one. */
const maxRedirects = 3;

/** Makes a call, with as many attempts as are allowed. @throws CmpClientError (as a rejection) and nothing else */
export function exchange(settings: ExchangeSettings, call: Call): Promise<Answer> {
  const { clock, timeoutMs } = settings;
  const end = clock.now() + timeoutMs;
  return withDeadline(clock, timeoutMs, call.signal, (signal) => attemptAll(settings, call, signal, end));
}

async function attemptAll(
  { fetch, slot, clock, retries }: ExchangeSettings,
  call: Call,
  signal: Signal,
  end: number,
): Promise<Answer> {
  const { accept = [200], isLoose = false, getToken, redirectTo, secrets = [] } = call;
  let { url } = call;
  let token = await tokenOf(getToken, signal);
  // What must not be shown: the caller's secrets, and every token that was sent.
  const hidden = [...secrets, token];
  let [redirects, renewals, repeats, isRepeated] = [0, 0, 0, false];
  for (;;) {
    await slot?.(signal);
    const init = initOf(call, token, signal);
    const received = await receive(() => fetch(url, init));
    const { status } = received;
    const name = `${init.method} ${/[^?]{0,300}/.exec(url)}`;
    if (accept.includes(status)) return { status, value: contentOf(received, name, isLoose), isRepeated };
    const target = redirectTo && targetOf(init, received);
    const ms = waitOf(received, repeats);
    const rejected = token;
    if (signal.aborted) throw refusalOf(received, name, accept, hidden);
    if (target) {
      if (redirects++ === maxRedirects) throw tooMany(name);
      url = redirectTo(target, url);
    } else if (status === 401 && rejected && renewals++ === 0) {
      token = await tokenOf(getToken, signal, rejected);
      hidden.push(token);
      if (token === rejected) throw refusalOf(received, name, accept, hidden);
    } else if (isPassing(status) && repeats++ < retries && clock.now() + ms < end) {
      // With 429 and 503 nothing was done.
      isRepeated ||= status !== 429 && status !== 503;
      await clock.sleep(ms, { signal });
    } else throw refusalOf(received, name, accept, hidden);
  }
}

async function tokenOf(
  getToken: GetToken | undefined,
  signal: Signal,
  rejected?: string,
): Promise<string | undefined> {
  if (!getToken) return undefined;
  let token: unknown;
  try {
    token = await getToken({ signal, rejected });
  } catch (cause) {
    if (memberOf(cause, "code") === "token_unavailable") throw cause;
    throw new CmpClientError("token_unavailable", "getAccessToken failed: see the cause.", { cause });
  }
  // `fetch` would quote anything else in its error.
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  throw mustBe("token_unavailable", "The access token", "visible ASCII characters", typeof token);
}

function initOf(call: Call, token: string | undefined, signal: Signal): FetchInit {
  const { body = null, contentType = "application/json" } = call;
  const headers = {
    accept: "application/json",
    ...(body && { "content-type": contentType }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return { method: body === null ? "GET" : "POST", headers, redirect: "manual", signal, body };
}

/** Where a redirect leads. `fetch` would make a `GET` of a `POST` after 301 to 303; here those are failures. */
function targetOf({ body }: FetchInit, { status, header }: Received): string | null | false {
  return (body === null ? [301, 302, 303, 307, 308] : [307, 308]).includes(status) && header("location");
}

function tooMany(name: string): CmpClientError {
  const most = `within ${maxRedirects} redirects`;
  return mustBe("too_many_redirects", name, most, "more", "Report the link to CMP.");
}

/** Exponential back-off, cut by up to a half at random, so that not all clients come back at once. In milliseconds. */
function waitOf(received: Received, repeats: number): number {
  return Math.max(retryAfterOf(received), 500 * 2 ** repeats * (1 - Math.random() / 2));
}
