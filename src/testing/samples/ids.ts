/*
 * Ids as CMP makes them, and the links that hold them. They come from a seed: no real one can be meant.
 */
import type { SelfLinks } from "../../events/index.js";
import { hexOf, requireSeed } from "../random.js";

/** What has an id or a digest, and how many hexadecimal digits CMP's of its kind have. */
const digits = {
  article: 32,
  asset: 32,
  calendarEvent: 24,
  campaign: 32,
  comment: 24,
  content: 32,
  contentHash: 128,
  contentType: 32,
  contentTypeHash: 128,
  contentTypeVersion: 32,
  contentVersion: 32,
  embedded: 32,
  embeddedVersion: 32,
  field: 24,
  label: 24,
  labelGroup: 24,
  organization: 24,
  origin: 24,
  preview: 32,
  publishing: 32,
  step: 24,
  subStep: 24,
  task: 24,
  template: 24,
  user: 24,
  workRequest: 32,
} as const;

/** One id of each kind. */
export type Ids = { readonly [Kind in keyof typeof digits]: string };

/** How the `data` of each event of a group is made. */
export type Samples<EventMap> = {
  readonly [Name in keyof EventMap]: (
    ids: Ids,
  ) => EventMap[Name] extends { readonly data: infer Data } ? Data : never;
};

/**
 * The ids of a seed: the same for all events, so that they tell of one task, one asset and so on. Each is made when it
 * is asked for, since an event needs but a few.
 */
export function makeIds(seed: number): Ids {
  requireSeed(seed);
  const ids = {};
  for (const [kind, length] of Object.entries(digits)) {
    Object.defineProperty(ids, kind, { get: () => hexOf(`${kind} ${seed}`, length) });
  }
  return ids as Ids;
}

/** An address of the Open API. */
export function url(...steps: readonly string[]): string {
  return ["https://api.cmp.optimizely.com/v3", ...steps].join("/");
}

/** The links of a thing with one address. */
export function self(...steps: readonly string[]): SelfLinks {
  return { self: url(...steps) };
}
