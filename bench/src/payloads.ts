/*
 * What is sent. Every body is a valid event of CMP, in the wrapping of the vendor who is to understand it, and is filled
 * up to its length to the byte: each contestant has the same number of bytes to take in.
 */
import { type CmpEventMap, parseEvent } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { type Dialect, sign, wrap } from "./dialects.js";
import type { Signed } from "./receivers/contestant.js";
import { paragraphs, sentence } from "./text.js";

/** The bodies by name. */
export type PayloadName = "small" | "preview" | "large" | "large-dense";

/** The length of each, in bytes. */
export const lengths: Readonly<Record<PayloadName, number>> = {
  small: 250,
  preview: 9_000,
  large: 1_000_000,
  "large-dense": 1_000_000,
};

/** What is filled in: as much as is asked for, and a rest of plain letters. */
interface Filling {
  readonly amount: number;
  readonly rest: string;
}

/** Makes an event that is longer the more is filled in. */
type Template = (filling: Filling) => { readonly event_name: string; readonly data: object };

type Fields = CmpEventMap["content_preview_requested"]["data"]["assets"]["structured_contents"][number];
type FieldMap = Fields["content_body"]["fields_version"]["fields"];

const valuesOf = (value: object): FieldMap[string] => [
  { locale: "en_US", field_values: [{ order_index: 0, ...value }] },
];

/** The task that was added; the rest is a query behind its link. */
const small: Template = ({ rest }) => {
  const self = `https://api.cmp.optimizely.com/v3/tasks/64a7e1c09d2f4b0008c3e5a1?fields=${rest}`;
  return createEvent("task_added", { data: { task: { id: "64a7e1c09d2f4b0008c3e5a1", links: { self } } } });
};

/** One content to preview, with these fields beside those that the sample has, but for the content that it embeds. */
function previewOf(fields: FieldMap): CmpEventMap["content_preview_requested"] {
  const event = createEvent("content_preview_requested");
  const version = event.data.assets.structured_contents[0]?.content_body.fields_version;
  if (!version) throw new Error("The sample has no content");
  const { "content-type": _embedded, ...kept } = version.fields;
  version.fields = { ...kept, ...fields };
  return event;
}

/** Fields of some kB of HTML each: long texts are what makes such an event large. */
const texts: Template = ({ amount, rest }) => {
  const fields: FieldMap = { rest: valuesOf({ text_value: rest }) };
  for (let left = amount, field = 1; left > 0; left -= 4_000, field += 1) {
    fields[`body-${field}`] = valuesOf({ rich_text_value: paragraphs(Math.min(left, 4_000)) });
  }
  return previewOf(fields);
};

/** Lists of numbers, each of which is an object: nothing gives those who look at every member more to look at. */
const numbers: Template = ({ amount, rest }) => {
  const fields: FieldMap = { rest: valuesOf({ text_value: rest }) };
  for (let left = amount, field = 1; left > 0; left -= 1_800, field += 1) {
    const values = Array.from({ length: 100 }, (_, place) => ({ num_value: place }));
    fields[`list-${field}`] = [{ locale: "en_US", field_values: values }];
  }
  return previewOf(fields);
};

/** Articles of some kB of HTML each, for bodies of any length from 1 kB on: the rest of the event is short. */
const articles: Template = ({ amount, rest }) => {
  const event = createEvent("asset_published");
  const article = event.data.assets.articles?.[0];
  if (!article) throw new Error("The sample has no article");
  const short = { ...article, images: [], labels: [] };
  event.data.assets = { ...event.data.assets, images: [], structured_contents: [], articles: [] };
  for (let left = amount; left > 0; left -= 4_000) {
    event.data.assets.articles?.push({ ...short, html_body: paragraphs(Math.min(left, 4_000)) });
  }
  event.data.assets.articles?.push({ ...short, title: rest });
  return event;
};

const templates: Readonly<Record<PayloadName, Template>> = {
  small,
  preview: texts,
  large: texts,
  "large-dense": numbers,
};

const size = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/** Fills a template up to `length` bytes: in bulk as far as it goes, and to the byte with letters. */
function fill(template: Template, length: number, dialect: Dialect): Buffer {
  const make = (filling: Filling): object => {
    const { event_name: name, data } = template(filling);
    return wrap(dialect, name, data);
  };
  let amount = 0;
  // The wrapping around the filling takes room too, so the amount is approached from below.
  for (let tries = 0; tries < 16; tries += 1) {
    const left = length - size(make({ amount, rest: "" }));
    if (left < 300) break;
    amount += Math.floor(left * 0.9);
  }
  while (size(make({ amount, rest: "" })) > length && amount > 0) amount -= 300;
  const left = length - size(make({ amount, rest: "" }));
  if (left < 0) throw new RangeError(`No such event is as short as ${length} bytes: ${-left} too many`);
  return Buffer.from(JSON.stringify(make({ amount, rest: sentence(left) })));
}

/** A delivery of a payload, signed now. Linear's is good for 60 s, others' longer. */
export function deliveryOf(name: PayloadName, dialect: Dialect): Signed {
  return sign(dialect, fill(templates[name], lengths[name], dialect));
}

/** A delivery of CMP of any length from 1 kB on, of text for the most part. */
export function deliveryOfLength(length: number): Signed {
  return sign("cmp", fill(articles, length, "cmp"));
}

/** Makes sure that what is sent is what it should be. @throws Error when a body is no valid event, or of another length */
export function checkPayloads(sizes: readonly number[]): void {
  const bodies = [
    ...Object.entries(lengths).map(
      ([name, length]) => [deliveryOf(name as PayloadName, "cmp"), length] as const,
    ),
    ...sizes.map((length) => [deliveryOfLength(length), length] as const),
  ];
  for (const [{ body }, length] of bodies) {
    parseEvent(body);
    if (body.length !== length) throw new Error(`A body of ${body.length} bytes instead of ${length}`);
  }
}
