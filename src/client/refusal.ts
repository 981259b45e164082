import { type CmpClientError, type CmpClientErrorCode, type ErrorDetail, mustBe } from "./errors.js";
import { listIn, memberOf, parseJson, writeJson } from "./json.js";
import type { Received } from "./receive.js";

const codes: Readonly<Record<number, readonly [code: CmpClientErrorCode, fix: string]>> = {
  401: ["unauthorized", "Check the client id and secret."],
  429: ["rate_limited", "Set requestsPerSecond: CMP allows 10."],
};

const unavailable = ["unavailable", "Try again later."] as const;

/** Whether the same request may fare better later. */
export function isPassing(status: number): boolean {
  return [0, 429, 502, 503, 504].includes(status);
}

/** How long CMP asks to wait, in milliseconds: `Retry-After` has seconds or a date. 0 when it does not ask. */
export function retryAfterOf({ header }: Received): number {
  const value = header("retry-after") ?? "";
  return Math.max(0, Number(value) * 1000 || Date.parse(value) - Date.now() || 0);
}

/**
 * The error for an answer that is no success.
 *
 * @param name method and address
 * @param secrets what must not be shown, though a server may send it back
 */
export function refusalOf(
  received: Received,
  name: string,
  expected: readonly number[],
  secrets: readonly (string | undefined)[],
): CmpClientError {
  const { status, text = "", cause } = received;
  // Written anew: JSON has several ways to write a character, and a secret must be found in each.
  const shownText = [...new Set(secrets)].reduce<string>(
    (rest, each) => (each ? rest.replaceAll(writeJson(each).slice(1, -1), "[secret]") : rest),
    writeJson(parseJson(text)),
  );
  const value = parseJson(shownText);
  const detail = listIn<ErrorDetail>(value, "detail");
  // The token endpoint may have OAuth's member in its place.
  const reason = detail.length > 0 ? detail : (memberOf(value, "message") ?? memberOf(value, "error"));
  const [code, fix] = codes[status] ?? (isPassing(status) ? unavailable : (["request_failed", ""] as const));
  const shown = `${status || "none"} ${writeJson(reason).slice(0, 300)}`.trim();
  const retryAfterMs = retryAfterOf(received);
  const facts = {
    status,
    cause,
    ...(detail.length > 0 && { detail }),
    ...(retryAfterMs && { retryAfterMs }),
  };
  return mustBe(code, `The answer to ${name}`, expected.join(" or "), shown, fix, facts);
}
