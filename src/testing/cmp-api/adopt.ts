import { describeObject, isRecord } from "../../values.js";
import { memberOf } from "./exchange.js";
import type { CmpApiPreview } from "./previews.js";
import type { CmpApiPublication } from "./publishing.js";

/** CMP's API: today's host, and the two older ones that links in events still name. */
const hosts = /^https:\/\/api\.(cmp\.optimizely|welcomesoftware|newscred)\.com(?=\/)/;

/** What the fake CMP waits for. */
export interface Awaited {
  readonly previews: Map<string, CmpApiPreview>;
  readonly publications: Map<string, CmpApiPublication>;
}

/**
 * A copy of the event whose links lead to `origin`, where its preview or publication is then waited for.
 *
 * @throws TypeError when there is no event
 */
export function adopt<Event extends object>(event: Event, origin: string, awaited: Awaited): Event {
  if (!isRecord(event)) throw new TypeError(`event must be an event, received ${describeObject(event)}`);
  const copy: Event = JSON.parse(JSON.stringify(event), (_key, value) =>
    typeof value === "string" ? value.replace(hosts, origin) : value,
  );
  const data = memberOf(copy, "data");
  const assets = memberOf(data, "assets");
  const acknowledge = pathAt(data, "links", "acknowledge");
  if (acknowledge) {
    const contentHashes = itemsIn(assets).map(({ item }) =>
      String(at(item, "content_body", "fields_version", "content_hash")),
    );
    awaited.previews.set(acknowledge.replace(/\/acknowledge$/, ""), { state: "requested", contentHashes });
  }
  const metadata = pathAt(data, "publishing_event", "links", "publishing_metadata");
  if (metadata) {
    const ids = itemsIn(assets).map(({ item, kind }) => [String(memberOf(item, "id")), kind] as const);
    awaited.publications.set(metadata, { assets: new Map(ids), reported: [] });
  }
  return copy;
}

/** The assets of an event, each with the kind that it is listed under. */
function itemsIn(assets: unknown): readonly { readonly item: unknown; readonly kind: string }[] {
  return Object.entries(Object(assets)).flatMap(([kind, items]) =>
    (Array.isArray(items) ? items : []).map((item: unknown) => ({ item, kind })),
  );
}

function pathAt(value: unknown, ...steps: readonly string[]): string | undefined {
  const link = at(value, ...steps);
  return typeof link === "string" && URL.canParse(link) ? new URL(link).pathname : undefined;
}

function at(value: unknown, ...steps: readonly string[]): unknown {
  return steps.reduce(memberOf, value);
}
