import { memberOf, type Part, refuse, unprocessable } from "./exchange.js";

/** A publication that the fake CMP waits to hear of. */
export interface CmpApiPublication {
  /** Identifiers of the assets, each with the kind that it is listed under in the event. */
  readonly assets: ReadonlyMap<string, string>;
  /** What was reported and taken, in order. */
  readonly reported: Readonly<Record<string, unknown>>[];
}

/** What a result is refused by, in this order. The codes are CMP's; when each one comes is inferred from its name. */
const rules: readonly (readonly [code: string, isBroken: (result: Result) => boolean])[] = [
  ["unknown-asset", ({ kind }) => kind === undefined],
  [
    "invalid-status",
    ({ status }) => !["published", "unpublished", "synced", "failed"].includes(String(status)),
  ],
  ["missing-locale", ({ status, locale, kind }) => status === "published" && isLocal(kind) && !locale],
  ["locale-not-allowed", ({ locale, kind }) => !isLocal(kind) && !!locale],
  ["missing-public-url", ({ status, public_url }) => status === "published" && !public_url],
  ["public-url-not-allowed", ({ status, public_url }) => status !== "published" && !!public_url],
  ["domain-not-whitelisted", ({ public_url, domains }) => !!public_url && !isOn(domains, public_url)],
  ["canonical-link-error", ({ public_url, urls }) => !!public_url && urls.includes(public_url)],
  ["missing-publishing-destination-updated-at", ({ status, time }) => status === "published" && !time],
  ["publishing-destination-updated-at-not-allowed", ({ status, time }) => status !== "published" && !!time],
  ["duplicate-metadata", ({ isDouble }) => isDouble],
  ["metadata-exists", ({ isKnown }) => isKnown],
];

/** A result, and what the rules ask about it. */
interface Result {
  readonly status: unknown;
  readonly locale: unknown;
  readonly public_url: unknown;
  readonly time: unknown;
  readonly kind: string | undefined;
  readonly domains: readonly string[] | undefined;
  /** The addresses of other assets. */
  readonly urls: readonly unknown[];
  readonly isDouble: boolean;
  readonly isKnown: boolean;
}

/** Takes reports on a publication: 200 with what was taken and what was not. `GET` has what was reported. */
export function createPublishing(
  publications: ReadonlyMap<string, CmpApiPublication>,
  domains: readonly string[] | undefined,
): Part {
  return ({ method, path, body }) => {
    if (!path.endsWith("/publishing-metadata")) return undefined;
    const publication = publications.get(path);
    if (!publication) return refuse(404, "There is no such publishing event");
    if (method === "GET") return { status: 200, body: { data: publication.reported } };
    const results = memberOf(body, "data");
    if (!Array.isArray(results)) return unprocessable(["data"]);
    return { status: 200, body: take(publication, results, domains) };
  };
}

function take(
  { assets, reported }: CmpApiPublication,
  results: readonly unknown[],
  domains: Result["domains"],
) {
  const before = [...reported];
  const data: object[] = [];
  const errors: object[] = [];
  for (const result of results) {
    const [asset_id, locale] = [String(memberOf(result, "asset_id")), memberOf(result, "locale")];
    const isSame = (other: unknown): boolean =>
      memberOf(other, "asset_id") === asset_id && memberOf(other, "locale") === locale;
    const others = reported.filter((other) => memberOf(other, "asset_id") !== asset_id);
    const facts = {
      status: memberOf(result, "status"),
      public_url: memberOf(result, "public_url"),
      time: memberOf(result, "publishing_destination_updated_at"),
      ...{ locale, kind: assets.get(asset_id), domains },
      urls: others.map((other) => memberOf(other, "public_url")),
      isDouble: data.some(isSame),
      isKnown: before.some(isSame),
    };
    const [error_code] = rules.find(([, isBroken]) => isBroken(facts)) ?? [];
    if (error_code)
      errors.push({ asset_id, error_code, locale: locale ?? null, message: `Refused: ${error_code}` });
    else data.push({ ...Object(result) });
  }
  reported.push(...data.map((each) => ({ ...each })));
  return { data, errors };
}

/** Articles and contents have locales; files have none. */
function isLocal(kind: string | undefined): boolean {
  return kind === "articles" || kind === "structured_contents";
}

function isOn(domains: readonly string[] | undefined, url: unknown): boolean {
  const text = String(url);
  return domains === undefined || (URL.canParse(text) && domains.includes(new URL(text).hostname));
}
