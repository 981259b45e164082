import { type ApiAnswer, type ApiRequest, memberOf, type Part, refuse, unprocessable } from "./exchange.js";

/** A preview that the fake CMP waits for. */
export interface CmpApiPreview {
  /** `expired` comes of nothing but a test that sets it. */
  state: "requested" | "acknowledged" | "completed" | "expired";
  /** The digests that an acknowledgement may name. */
  readonly contentHashes: readonly string[];
  /** Who has acknowledged it. */
  acknowledgedBy?: string;
  /** What it was completed with. */
  keyedPreviews?: Readonly<Record<string, unknown>>;
}

/** The longest address that CMP takes, in characters. */
const longestUrl = 65_536;

/**
 * Answers `acknowledge` and `complete`: 200; 409 when it was acknowledged before; 412 when it is not in the state for
 * the call; 422 when a member is missing. Both spellings of the members are taken. That another digest is a 422 is
 * inferred.
 */
export function createPreviews(previews: ReadonlyMap<string, CmpApiPreview>, status: number): Part {
  return (request) => {
    const [, path = "", call] = /^(.+\/previews\/[^/]+)\/(acknowledge|complete)$/.exec(request.path) ?? [];
    if (!call || request.method !== "POST") return undefined;
    const preview = previews.get(path);
    if (!preview) return refuse(404, "There is no such preview");
    const refusal = call === "acknowledge" ? acknowledge(preview, request) : complete(preview, request);
    return refusal ?? { status, body: {} };
  };
}

function acknowledge(preview: CmpApiPreview, { body }: ApiRequest): ApiAnswer | undefined {
  const by = memberOf(body, "acknowledged_by") ?? memberOf(body, "acknowledgedBy");
  const hash = memberOf(body, "content_hash");
  const missing = [...(isText(by) ? [] : ["acknowledged_by"]), ...(isText(hash) ? [] : ["content_hash"])];
  if (!isText(by) || !isText(hash)) return unprocessable(missing);
  if (!preview.contentHashes.includes(hash)) return unprocessable(["content_hash"], "is not of this content");
  if (preview.state === "acknowledged") return refuse(409, "The preview is already acknowledged");
  if (preview.state !== "requested") return refuse(412, "The preview is not in the requested state");
  preview.state = "acknowledged";
  preview.acknowledgedBy = by;
  return undefined;
}

function complete(preview: CmpApiPreview, { body }: ApiRequest): ApiAnswer | undefined {
  const previews = memberOf(body, "keyed_previews") ?? memberOf(body, "keyedPreviews");
  const isObject = typeof previews === "object" && previews !== null && !Array.isArray(previews);
  if (!isObject || Object.keys(previews).length === 0) return unprocessable(["keyed_previews"]);
  const wrong = Object.entries(previews).filter(([, preview]) => !isPreview(preview));
  if (wrong.length > 0) {
    return unprocessable(
      wrong.map(([label]) => `keyed_previews.${label}`),
      `an address of 1 to ${longestUrl} characters is required`,
    );
  }
  if (preview.state !== "acknowledged") return refuse(412, "The preview is not in the acknowledged state");
  preview.state = "completed";
  preview.keyedPreviews = { ...previews };
  return undefined;
}

function isPreview(value: unknown): boolean {
  const url = typeof value === "string" ? value : (memberOf(value, "completed") ?? memberOf(value, "error"));
  return isText(url) && url.length <= longestUrl;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
