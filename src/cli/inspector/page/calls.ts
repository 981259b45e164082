const token = new URLSearchParams(location.search).get("token") ?? "";

/** The address of something on our server, with the token. */
export function addressOf(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
}

/** @throws Error what our server says, or that it does not answer */
export async function getText(path: string, body?: string): Promise<string> {
  const init = body === undefined ? {} : { method: "POST", body };
  const response = await fetch(addressOf(path), init).catch(() => undefined);
  const text = await response?.text();
  if (response?.ok && text !== undefined) return text;
  throw new Error(text ?? "listen does not answer: has it ended?");
}

/** JSON from our server; `null` where it does not answer, which the feed tells. */
export async function getJson<Value>(path: string, body?: string): Promise<Value | null> {
  return getText(path, body).then(JSON.parse, () => null);
}
