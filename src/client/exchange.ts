import type { Signal } from "../signal.js";
import { withDeadline } from "./deadline.js";
import { CmpClientError, mustBe } from "./errors.js";
import { memberOf, parseJson } from "./json.js";
import type { ClientClock, FetchLike } from "./platform.js";
import { maxBytes, type Received, receive } from "./receive.js";
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
  { fetch, clock, retries, slot }: ExchangeSettings,
  call: Call,
  signal: Signal,
  end: number,
): Promise<Answer> {
  const { body = null, accept = [200], getToken, redirectTo, secrets = [] } = call;
  const method = body === null ? "GET" : "POST";
  let { url } = call;
  let token = await tokenOf(getToken, signal);
  const hidden = [...secrets, token];
  let [redirects, retry, isRepeated] = [0, 0, false];
  for (;;) {
    await slot?.(signal);
    const init = { method, headers: headersOf(call, token), redirect: "manual", signal, body } as const;
    const received = await receive(() => fetch(url, init));
    const { status, header } = received;
    const name = `${method} ${url.replace(/\?.*/, "")}`;
    if (accept.includes(status)) return { status, value: contentOf(received, name, call), isRepeated };

    const location = header("location");
    // `fetch` would make a `GET` of a `POST` after 301 to 303.
    if (location && redirectTo && (method === "GET" || status > 303)) {
      if (redirects++ === maxRedirects)
        throw mustBe("too_many_redirects", name, "within 3 redirects", "more");
      url = redirectTo(location, url);
      continue;
    }
    // Renewed once only: then one more token is hidden.
    if (status === 401 && token && hidden.length - secrets.length < 2) {
      hidden.push(await tokenOf(getToken, signal, token));
      const isOther = token !== hidden.at(-1);
      token = hidden.at(-1);
      if (isOther) continue;
    }
    // Exponential back-off, cut by up to a half at random, so that not all clients come back at once.
    const wait = Math.max(retryAfterOf(received), 500 * 2 ** retry * (1 - Math.random() / 2));
    if (signal.aborted || !isPassing(status) || retry++ >= retries || clock.now() + wait >= end) {
      throw refusalOf(received, name, accept, hidden);
    }
    // With 429 and 503 nothing was done.
    isRepeated ||= ![429, 503].includes(status);
    await clock.sleep(wait, { signal });
  }
}

function headersOf({ body, contentType = "application/json" }: Call, token?: string): Record<string, string> {
  return {
    accept: "application/json",
    ...(body && { "content-type": contentType }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
}

function contentOf({ text, header }: Received, name: string, { isLoose = false }: Call): unknown {
  const subject = `The answer to ${name}`;
  if (text === undefined) throw mustBe("answer_too_large", subject, `at most ${maxBytes} bytes`, "more");
  const value = parseJson(text);
  if (value !== undefined || (isLoose && !/^\s*</.test(text))) return value;
  const type = header("content-type")?.slice(0, 60);
  throw mustBe("malformed_answer", subject, "JSON", type, "Does a proxy or a login page answer for CMP?");
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
