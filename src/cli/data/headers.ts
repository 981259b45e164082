/*
 * The headers of a recorded delivery that are kept. Proxies, tunnels and clients add others that hold credentials, under
 * any name, so a header is kept only if it is known to be harmless.
 */

const harmless: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "content-type",
  "organization-id",
  "user-agent",
]);

/** CMP may add headers of its own; but none that could be a credential is kept. */
const fromCmp = /^(x-)?(cmp|optimizely|welcome)-[a-z0-9-]{1,60}$/;
const credential = /secret|token|auth|key|cookie|pass|sign|session|jwt|assert/;

/** Whether a header may be written to a file, and sent again. @param name in lower case */
export function isKeptHeader(name: string): boolean {
  return harmless.has(name) || (fromCmp.test(name) && !credential.test(name));
}

/** Whether HTTP admits the value: Latin-1 without control characters. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
