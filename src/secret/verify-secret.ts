/** CMP keeps this many characters of a secret and drops the rest without notice (seen in a recorded registration). */
const maxLength = 32;

/** Visible ASCII, blanks inside allowed: HTTP carries no other character in a header value without changing it. */
const sendable = /^[!-~](?:[ -~]{0,30}[!-~])?$/;

/**
 * Tells whether the `callback-secret` header of a delivery is one that you registered in CMP.
 *
 * The time it takes depends neither on the place of the first wrong character, nor on the secret that matches.
 *
 * @param received the header as received; `null` and `undefined` when it is absent
 * @param expected the secret, or several while you exchange one for another; each of 1 to 32 visible ASCII characters,
 *   blanks inside allowed
 * @returns `true` when `received` equals one of `expected`; `false` for anything else
 * @throws TypeError when `expected` is anything else; the message never holds the secret
 * @see https://docs.developers.optimizely.com/content-marketing-platform/docs/webhooks
 */
export function verifySecret(
  received: string | null | undefined,
  expected: string | readonly string[],
): boolean {
  return findSecret(received, requireSecrets(expected)) >= 0;
}

/** Which of `secrets` was received: its index, or -1. All are compared, and each over its whole length. */
export function findSecret(received: unknown, secrets: readonly string[]): number {
  let found = -1;
  if (typeof received !== "string") return found;
  for (let index = 0; index < secrets.length; index++) {
    if (difference(received, secrets[index] ?? "") === 0) found = index;
  }
  return found;
}

/** Zero for equal strings. Always `maxLength` steps: a loop that stops early tells an attacker how far he got. */
function difference(left: string, right: string): number {
  let bits = left.length ^ right.length;
  for (let at = 0; at < maxLength; at++) bits |= codeAt(left, at) ^ codeAt(right, at);
  return bits;
}

/** Zero behind the end, where `charCodeAt` returns `NaN`, with which the loop takes twice the time. */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

/**
 * The expected secrets as a new list.
 *
 * @throws TypeError that names the mistake and never the secret
 */
export function requireSecrets(expected: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(expected) ? [...expected] : [expected];
  if (secrets.length === 0)
    throw new TypeError("secret must be one string or several, received an empty list");
  return secrets.map((secret) => {
    if (typeof secret === "string" && sendable.test(secret)) return secret;
    throw new TypeError(
      `secret must be a string of 1 to ${maxLength} visible ASCII characters, received ${describeMistake(secret)}`,
    );
  });
}

/** What is wrong with a secret, and the fix. It holds nothing of the secret but its length. */
function describeMistake(secret: unknown): string {
  if (secret === undefined || secret === "") {
    const received = secret === undefined ? "undefined" : "an empty string";
    return `${received}. Is the environment variable set, for instance CMP_WEBHOOK_SECRET?`;
  }
  // Not the value: a number may be a secret that lost its quotes.
  if (typeof secret !== "string") return secret === null ? "null" : `a value of type ${typeof secret}`;
  if (secret.trim() !== secret) return "white space around it. Trim it";
  if (secret.length > maxLength) return `${secret.length} characters. CMP keeps ${maxLength} of them`;
  return "other characters. A header cannot carry them";
}
