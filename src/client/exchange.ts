import type { Signal } from "../signal.js";
import { withDeadline } from "./deadline.js";
import { CmpClientError, mustBe } from "./errors.js";
import { memberOf } from "./json.js";
import type { ClientClock, FetchLike } from "./platform.js";
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

/** How far a call has come. */
interface Progress {
  url: string;
  token: string | undefined;
  /** What must not be shown: the caller's secrets, and every token that was sent. */
  readonly hidden: (string | undefined)[];
  isRenewed: boolean;
  redirects: number;
  retries: number;
  isRepeated: boolean;
}

async function attemptAll(
  settings: ExchangeSettings,
  call: Call,
  signal: Signal,
  end: number,
): Promise<Answer> {
  const { url, accept = [200], isLoose = false, getToken, secrets = [] } = call;
  const token = await tokenOf(getToken, signal);
  const progress: Progress = {
    ...{ url, token, hidden: [...secrets, token] },
    ...{ isRenewed: false, redirects: 0, retries: 0, isRepeated: false },
  };
  for (;;) {
    const received = await attempt(settings, call, progress, signal);
    const { status } = received;
    const name = `${methodOf(call)} ${progress.url.replace(/\?.*/, "")}`;
    if (accept.includes(status)) {
      return { status, value: contentOf(received, name, isLoose), isRepeated: progress.isRepeated };
    }
    const goesOn =
      !signal.aborted &&
      (redirect(call, progress, received, name) ||
        (await renew(call, progress, received, signal)) ||
        (await wait(settings, progress, received, signal, end)));
    if (!goesOn) throw refusalOf(received, name, accept, progress.hidden);
  }
}

/** One request, and its answer. */
async function attempt(
  { fetch, slot }: ExchangeSettings,
  call: Call,
  { url, token }: Progress,
  signal: Signal,
): Promise<Received> {
  await slot?.(signal);
  const { body = null } = call;
  const init = {
    method: methodOf(call),
    headers: headersOf(call, token),
    redirect: "manual",
    signal,
    body,
  } as const;
  return receive(() => fetch(url, init));
}

/** Turns to where a redirect leads. `fetch` would make a `GET` of a `POST` after 301 to 303; here those are failures. */
function redirect(call: Call, progress: Progress, { status, header }: Received, name: string): boolean {
  const { redirectTo } = call;
  const location = header("location");
  const followed = methodOf(call) === "GET" ? [301, 302, 303, 307, 308] : [307, 308];
  if (!location || !redirectTo || !followed.includes(status)) return false;
  if (progress.redirects++ === maxRedirects) {
    throw mustBe("too_many_redirects", name, `within ${maxRedirects} redirects`, "more");
  }
  progress.url = redirectTo(location, progress.url);
  return true;
}

/** Gets another token, once, when CMP has refused this one. */
async function renew(
  { getToken }: Call,
  progress: Progress,
  { status }: Received,
  signal: Signal,
): Promise<boolean> {
  const { token, isRenewed } = progress;
  if (status !== 401 || !token || isRenewed) return false;
  progress.isRenewed = true;
  progress.token = await tokenOf(getToken, signal, token);
  progress.hidden.push(progress.token);
  return progress.token !== token;
}

/** Waits, if the same request may fare better later and there is time for it. */
async function wait(
  { clock, retries }: ExchangeSettings,
  progress: Progress,
  received: Received,
  signal: Signal,
  end: number,
): Promise<boolean> {
  const { status } = received;
  // Exponential back-off, cut by up to a half at random, so that not all clients come back at once.
  const backOff = 500 * 2 ** progress.retries * (1 - Math.random() / 2);
  const ms = Math.max(retryAfterOf(received), backOff);
  if (!isPassing(status) || progress.retries++ >= retries || clock.now() + ms >= end) return false;
  // With 429 and 503 nothing was done.
  progress.isRepeated ||= status !== 429 && status !== 503;
  await clock.sleep(ms, { signal });
  return true;
}

function methodOf({ body }: Call): "GET" | "POST" {
  return body === undefined ? "GET" : "POST";
}

function headersOf({ body, contentType = "application/json" }: Call, token?: string): Record<string, string> {
  return {
    accept: "application/json",
    ...(body && { "content-type": contentType }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
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
