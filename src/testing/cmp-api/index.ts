import { describeValue } from "../../values.js";
import { serve } from "../node-server.js";
import { requireOptions, requirePath } from "../request.js";
import { adopt } from "./adopt.js";
import { type CmpApiFault, Faults } from "./faults.js";
import { type CmpApiRequest, createListener } from "./listener.js";
import { type CmpApiPreview, createPreviews } from "./previews.js";
import { type CmpApiPublication, createPublishing } from "./publishing.js";
import { createResources, type Resource } from "./resources.js";
import { type CmpApiWebhook, createSettings } from "./settings.js";
import { Tokens, tokenPath } from "./tokens.js";

/** Options of {@link createCmpApi}. */
export interface CmpApiOptions {
  /** What a client must send for a token. @default "client-of-the-fake-cmp" */
  readonly clientId?: string | undefined;
  /** What a client must send for a token. @default "client-secret-of-the-fake-cmp" */
  readonly clientSecret?: string | undefined;
  /** What is told of a token as `expires_in`, in seconds. @default 3600 */
  readonly expiresIn?: number | undefined;
  /** The status of success for previews: both were seen. @default 200 */
  readonly previewStatus?: 200 | 202 | undefined;
  /** The hosts that a `public_url` may have. @default any */
  readonly publicDomains?: readonly string[] | undefined;
}

/** A fake of CMP's API, served over HTTP on a free port of 127.0.0.1. */
export interface CmpApi {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** What `clientCredentials` takes: `clientId`, `clientSecret`, `tokenUrl`. */
  readonly credentials: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly tokenUrl: string;
  };
  /** What `createCmpClient` takes beside `getAccessToken`: `baseUrl`, `allowedOrigins`. */
  readonly clientOptions: { readonly baseUrl: string; readonly allowedOrigins: readonly string[] };
  /** What was sent to it so far, in order. */
  readonly requests: readonly CmpApiRequest[];
  /** The previews of adopted events, by the path of their links without its last step. */
  readonly previews: ReadonlyMap<string, CmpApiPreview>;
  /** The publications of adopted events, by the path of their link. */
  readonly publications: ReadonlyMap<string, CmpApiPublication>;
  /** The webhooks that are registered; a test may put some in. */
  readonly webhooks: CmpApiWebhook[];
  /**
   * A copy of the event whose links lead here. The preview or the report that it asks for is waited for from now on;
   * adopt it again to begin anew.
   */
  adopt<Event extends object>(event: Event): Event;
  /** Makes JSON available. @returns the link to it */
  put(path: string, value: unknown): string;
  /** Makes a list available, in pages of `page_size`. @returns the link to its first page */
  putList(path: string, items: readonly unknown[]): string;
  /** Makes a redirect (302), as `/asset-urls/{id}` is. @returns the link to it */
  putRedirect(path: string, to: string): string;
  /** Has requests answered otherwise, or not at all. Faults are used up in the order in which they were added. */
  fail(fault: CmpApiFault): void;
  /** From now on all tokens that were given are refused with 401. */
  revokeTokens(): void;
  /** Closes all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a fake of CMP's API: the token endpoint, links, previews with their states, reports on a publication with their
 * error codes, settings with their merge rules; and faults on demand. What it does was recorded of CMP, or is inferred
 * where the comments say so.
 *
 * ```ts
 * import { clientCredentials, createCmpClient, handlePreview } from "optimizely-cmp-webhooks/client";
 * import { createCmpApi, createEvent } from "optimizely-cmp-webhooks/testing";
 *
 * const api = await createCmpApi();
 * const getAccessToken = clientCredentials(api.credentials);
 * const client = createCmpClient({ getAccessToken, ...api.clientOptions });
 * const event = api.adopt(createEvent("content_preview_requested"));
 * const render = () => ({ Desktop: "https://preview.example.com/1" });
 * await handlePreview(event, { client, acknowledgedBy: "a test", canRender: () => true, render });
 * console.log([...api.previews.values()]); // one, with the state "completed"
 * await api.close();
 * ```
 *
 * @throws TypeError (as a rejection) where there is no node:http, or when an option does not exist
 */
export async function createCmpApi(options: CmpApiOptions = {}): Promise<CmpApi> {
  requireOptions("createCmpApi", options, {
    ...{ clientId: true, clientSecret: true, expiresIn: true },
    ...{ previewStatus: true, publicDomains: true },
  });
  const { clientId = "client-of-the-fake-cmp", clientSecret = "client-secret-of-the-fake-cmp" } = options;
  const { expiresIn = 3_600, previewStatus = 200, publicDomains } = options;
  if (publicDomains !== undefined && !Array.isArray(publicDomains))
    throw new TypeError(`publicDomains must be an array, received ${describeValue(publicDomains)}`);
  const tokens = new Tokens({ clientId, clientSecret, expiresIn });
  const faults = new Faults();
  const requests: CmpApiRequest[] = [];
  const webhooks: CmpApiWebhook[] = [];
  const resources = new Map<string, Resource>();
  const awaited = {
    previews: new Map<string, CmpApiPreview>(),
    publications: new Map<string, CmpApiPublication>(),
  };
  const parts = [
    tokens.answer,
    tokens.guard,
    createPreviews(awaited.previews, previewStatus),
    createPublishing(awaited.publications, publicDomains),
    createSettings(webhooks),
  ];
  const { port, close } = await serve({ listener: createListener(parts, faults, requests) });
  const origin = `http://127.0.0.1:${port}`;
  parts.push(createResources(resources, origin));
  const put = (path: string, resource: Resource): string => {
    resources.set(requirePath(path) ?? "", resource);
    return origin + path;
  };
  return {
    ...{ origin, requests, webhooks, ...awaited, close },
    credentials: { clientId, clientSecret, tokenUrl: origin + tokenPath },
    clientOptions: { baseUrl: `${origin}/v3`, allowedOrigins: [origin] },
    adopt: (event) => adopt(event, origin, awaited),
    put: (path, value) => put(path, { kind: "value", value }),
    putList: (path, items) => put(path, { kind: "list", items }),
    putRedirect: (path, to) => put(path, { kind: "redirect", to }),
    fail: (fault) => faults.add(fault),
    revokeTokens: () => tokens.revoke(),
  };
}
