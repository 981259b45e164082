import type { IncomingHttpHeaders } from "node:http";
import { type Findings, inspect, isAsTyped } from "../data/inspect.js";
import { keptHeaders } from "../listen/journal.js";
import { hiderOf } from "../text/safe.js";
import { type Detail, type Fit, maxDeliveries, type Report, type Summary } from "./wire.js";

/** A delivery as `listen`, a sender or a file reports it. */
export interface Observed
  extends Pick<Detail, "origin" | "at" | "status" | "code" | "ms" | "reply" | "target" | "steps"> {
  /** Shown where the body holds no event: `GET /favicon.ico`. */
  readonly label: string;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` where the body was not read, or not to its end. */
  readonly text: string | undefined;
}

/** The most characters of bodies and responses that are kept, at most 128 MB of memory. */
const maxCharacters = 64 * 1024 * 1024;

/** The most characters that are kept of a response. */
const maxReply = 100_000;

/** The newest deliveries, bounded in number and size. Holds no secret. */
export class DeliveryStore {
  readonly #secretOf: () => string | undefined;
  readonly #kept = new Map<number, Detail>();
  readonly #listeners = new Set<(added: Summary) => void>();
  #characters = 0;
  #lastId = 0;

  /** @param secretOf the secret to take out of headers and responses */
  constructor(secretOf: () => string | undefined) {
    this.#secretOf = secretOf;
  }

  /** Adds a delivery and tells the listeners. */
  add(observed: Observed): void {
    const detail = this.#toDetail(observed, ++this.#lastId);
    this.#kept.set(detail.id, detail);
    this.#characters += sizeOf(detail);
    for (const [id, oldest] of this.#kept) {
      const isFull = this.#kept.size > maxDeliveries || this.#characters > maxCharacters;
      if (!isFull || id === detail.id) break;
      this.#kept.delete(id);
      this.#characters -= sizeOf(oldest);
    }
    for (const listener of this.#listeners) listener(toSummary(detail));
  }

  get(id: number): Detail | undefined {
    return this.#kept.get(id);
  }

  /** Those after `id`, the oldest first. */
  since(id: number): readonly Summary[] {
    return this.all().flatMap((detail) => (detail.id > id ? [toSummary(detail)] : []));
  }

  /** All that is kept, the oldest first. */
  all(): readonly Detail[] {
    return [...this.#kept.values()];
  }

  /** Ids of the deliveries whose body holds the text, whatever the case of its letters. */
  search(text: string): readonly number[] {
    const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "i");
    return this.all().flatMap(({ id, body }) => (body !== null && pattern.test(body) ? [id] : []));
  }

  /** @returns a function that ends it */
  onAdded(listener: (added: Summary) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #toDetail({ label, text, headers, ...rest }: Observed, id: number): Detail {
    const findings = text === undefined ? undefined : inspect(text);
    const hide = hiderOf(this.#secretOf());
    return {
      ...rest,
      ...toReport(findings),
      id,
      name: findings?.eventName ?? label,
      organization: headers["organization-id"]?.toString() ?? "",
      body: text ?? null,
      headers: keptHeaders(headers, hide),
      // A handler may send back what it was sent.
      reply: hide(rest.reply).slice(0, maxReply),
    };
  }
}

/** What the page shows of findings. */
export function toReport(findings: Findings | undefined): Report {
  const { problem = "", issues = [], unknownFields = [] } = findings ?? {};
  return { fit: fitOf(findings), problem, issues, unknownFields };
}

function fitOf(findings: Findings | undefined): Fit {
  if (findings === undefined) return "not read";
  if (findings.event === undefined) return "no event";
  if (!findings.isKnown) return "unknown event";
  if (!isAsTyped(findings)) return "mismatch";
  return findings.unknownFields.length > 0 ? "unknown members" : "as typed";
}

function toSummary({ id, origin, at, name, status, code, ms, organization, fit }: Detail): Summary {
  return { id, origin, at, name, status, code, ms, organization, fit };
}

function sizeOf({ body, reply }: Detail): number {
  return (body?.length ?? 0) + reply.length;
}
