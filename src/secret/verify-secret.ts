/** CMP keeps this many characters of a secret and drops the rest without a word (seen in a recorded registration). */
const maxLength = 32;

/**
 * Tells whether the `callback-secret` header of a delivery is one that you registered in CMP.
 *
 * The time it takes depends neither on where the first wrong character is, nor on which secret matches.
 *
 * @param received the header as it came; `null` and `undefined` when it is absent
 * @param expected the secret, or several while you exchange one for another; each of 1 to 32 characters
 * @returns `true` when `received` equals one of `expected`; `false` for anything else
 * @throws TypeError when `expected` is empty, longer than 32 characters, or padded with white space
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
    if (difference(received, secrets[index] as string) === 0) found = index;
  }
  return found;
}

/** Zero for equal texts. Always `maxLength` steps: a loop that stops early tells an attacker how far he got. */
function difference(left: string, right: string): number {
  let bits = left.length ^ right.length;
  for (let at = 0; at < maxLength; at++) bits |= codeAt(left, at) ^ codeAt(right, at);
  return bits;
}

/** Zero behind the end, where `charCodeAt` has `NaN`, with which the loop would take twice the time. */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

/** The expected secrets as a list of its own, or a `TypeError` that names the mistake and never the secret. */
export function requireSecrets(expected: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(expected) ? [...expected] : [expected];
  if (secrets.length === 0) throw new TypeError("No secret in the list");
  return secrets.map((secret) => {
    if (typeof secret !== "string" || secret === "") {
      throw new TypeError(
        "The secret is no string, or empty. Is its variable set? Pass null to do without one",
      );
    }
    if (secret.trim() !== secret) throw new TypeError("The secret has white space around it. Trim it");
    if (secret.length > maxLength)
      throw new TypeError(`CMP keeps ${maxLength} characters of a secret. Use a shorter one`);
    return secret;
  });
}
