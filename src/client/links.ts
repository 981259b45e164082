import { mustBe } from "./errors.js";

/** Where CMP's API is: today's host, and the two older ones that links in events still name. */
export const cmpOrigins: readonly string[] = [
  "https://api.cmp.optimizely.com",
  "https://api.welcomesoftware.com",
  "https://api.newscred.com",
];

/**
 * The address of a link that the token may go to.
 *
 * @param base what a redirect is relative to; a link of an event is relative to nothing
 * @throws CmpClientError `link_not_allowed`; the message shows no more than the host, and that there are credentials
 */
export function requireLink(link: unknown, origins: readonly string[], base?: string): string {
  const url = typeof link === "string" && URL.canParse(link, base) ? new URL(link, base) : undefined;
  // Compared as written out, so that credentials, a port, another scheme and `blob:` differ as well.
  if (url && origins.some((origin) => url.href.startsWith(`${origin}/`))) return url.href;
  const received = url
    ? `${url.protocol}//${url.username || url.password ? "...@" : ""}${url.host}`
    : "no absolute URL";
  throw mustBe(
    "link_not_allowed",
    base === undefined ? "A link" : "A redirect",
    `to ${origins.join(" or ")}`,
    received,
    "Follow links as CMP sends them, or set allowedOrigins.",
  );
}

/** Whether it is an absolute address by http or https. */
export function isUrl(value: unknown): value is string {
  return typeof value === "string" && /^https?:/.test(value) && URL.canParse(value);
}

/** Whether it is the origin of such an address, written as `URL` writes it. */
export function isOrigin(value: unknown): boolean {
  return isUrl(value) && new URL(value).origin === value;
}
