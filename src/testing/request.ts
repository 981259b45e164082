import type { FetchRequest } from "../adapters/fetch.js";
import type { AnyEvent } from "../events/index.js";
import { describeValue, isRecord, ownMember, requireKnownOptions } from "../values.js";
import { toCmpJson } from "./cmp-json.js";
import { makeIds } from "./samples/ids.js";

/** What can be sent: an event; or a body as it is, as text or bytes, to try what no event is. */
export type Sendable = AnyEvent | string | Uint8Array;

/** Who CMP is when it sends. */
export interface SenderOptions {
  /**
   * The secret that is registered, sent in clear as `callback-secret`. CMP keeps 32 characters of it, and so is it cut
   * here. @default no secret: the header is not sent
   */
  readonly secret?: string | undefined;
  /**
   * What is sent as `organization-id`.
   * @default `data.organization.id` where the event has one, or else the organization of `createEvent`
   */
  readonly organizationId?: string | undefined;
}

/** Options of {@link createRequest}. */
export interface CreateRequestOptions extends SenderOptions {
  /** Where the request goes to: an http or https URL. @default "https://webhooks.example.com/" */
  readonly url?: string | UrlLike | undefined;
}

/** A `URL`, or the part of it that is used here. */
export interface UrlLike {
  /** The whole address. */
  readonly href: string;
}

/** The names of all options of an interface: the compiler refuses one that is missing, and one too many. */
type NamesOf<Options> = Readonly<Record<keyof Options, true>>;

const senderNames: NamesOf<SenderOptions> = { secret: true, organizationId: true };

/** @throws TypeError for an option that does not exist */
export function requireOptions<Options extends object>(
  owner: string,
  options: Options,
  names: NamesOf<Options>,
): void {
  requireKnownOptions(owner, options, Object.keys(names));
}

/**
 * Refuses an option that does not exist, and one of the sender that is no text: a test with a misspelt `secret` would go
 * on without one.
 *
 * @throws TypeError that does not repeat the value, as it may be the secret
 */
export function requireSender<Options extends SenderOptions>(
  owner: string,
  options: Options,
  more: NamesOf<Omit<Options, keyof SenderOptions>>,
): void {
  requireKnownOptions(owner, options, Object.keys({ ...senderNames, ...more }));
  for (const name of Object.keys(senderNames)) {
    const value = ownMember(options, name);
    if (value === undefined || typeof value === "string") continue;
    throw new TypeError(`${name} must be a string, received a value of type ${typeof value}`);
  }
}

/** Headers by name in lower case; `undefined` takes one off that would be sent. */
export type HeaderChanges = Readonly<Record<string, string | undefined>>;

/** A delivery as it goes out. */
export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * A Fetch `Request` as CMP sends it: `POST`, JSON with a blank after each comma and colon, and the headers that were
 * recorded of real deliveries, no more and no fewer (`content-length` and `host` are added by what sends it).
 *
 * @throws TypeError when there is no event, when the URL is not http or https, when the secret or the organization cannot
 *   be sent in a header, or when an option does not exist
 */
export function createRequest(event: Sendable, options: CreateRequestOptions = {}): FetchRequest {
  requireSender("createRequest", options, { url: true });
  const { url = "https://webhooks.example.com/" } = options;
  return toRequest(requireHttpUrl(url), compose(event, options));
}

/** @internal */
export function toRequest(url: string, { headers, body }: Outgoing, signal?: AbortSignal): Request {
  return new Request(url, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : new Uint8Array(body),
    // CMP takes a redirect for a failure and does not follow it.
    redirect: "manual",
    signal: signal ?? null,
  });
}

/**
 * Body and headers, as CMP would send them but for `changes`.
 *
 * @throws TypeError when there is no event, or a value cannot be sent in a header; the message does not repeat it, as it
 *   may be the secret
 */
export function compose(event: Sendable, sender: SenderOptions, changes: HeaderChanges = {}): Outgoing {
  if (!isRaw(event) && !isRecord(event)) {
    throw new TypeError(`event must be an event, a string or bytes, received ${describeValue(event)}`);
  }
  // The entries of `Headers` and `Map` are no members: they would be left out without notice.
  if (!isRecord(changes) || Symbol.iterator in changes)
    throw new TypeError(
      `headers must be an object, received ${isRecord(changes) ? "an iterable" : describeValue(changes)}`,
    );
  const all: HeaderChanges = {
    "content-type": "application/json",
    "user-agent": "Welcome-Webhook/1.0",
    accept: "*/*",
    "accept-encoding": "gzip, deflate",
    "callback-secret": sender.secret?.slice(0, 32),
    "organization-id": sender.organizationId ?? organizationOf(event) ?? defaultOrganization(),
    ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) headers[name] = requireHeaderValue(name, value);
  }
  return { headers, body: isRaw(event) ? event : toCmpJson(event) };
}

/** @throws TypeError unless it is an http or https URL without a name and password in it */
export function requireHttpUrl(url: string | UrlLike): string {
  const parsed = URL.canParse(typeof url === "string" ? url : url?.href) ? new URL(String(url)) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) {
    throw new TypeError("url must be an http or https URL without credentials, received another");
  }
  return parsed.href;
}

/** @throws TypeError unless it begins with a slash, or is absent */
export function requirePath(path: string | undefined): string | undefined {
  if (path === undefined || (typeof path === "string" && path.startsWith("/"))) return path;
  throw new TypeError(`path must begin with a slash, received ${describeValue(path)}`);
}

function requireHeaderValue(name: string, value: string): string {
  // What HTTP admits: Latin-1 without control characters.
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, received ${typeof value}`);
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new TypeError(`${name} must be a header value, received a character that no header can hold`);
}

let fallback: string | undefined;

/** That of `createEvent` without a seed. */
function defaultOrganization(): string {
  fallback ??= makeIds(1).organization;
  return fallback;
}

function organizationOf(event: Sendable): string | undefined {
  const id = ["data", "organization", "id"].reduce<unknown>(ownMember, event);
  return typeof id === "string" ? id : undefined;
}

function isRaw(event: Sendable): event is string | Uint8Array {
  return typeof event === "string" || ArrayBuffer.isView(event);
}
