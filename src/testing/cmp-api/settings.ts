import { memberOf, type Part, refuse, unprocessable } from "./exchange.js";

/** A webhook, as CMP holds it. */
export interface CmpApiWebhook {
  /** By which CMP finds it. */
  readonly name: string;
  /** For people. */
  readonly description: string;
  /** Where deliveries go. */
  readonly callback_url: string;
  /** Sent in `callback-secret`. */
  readonly secret: string;
  /** Which events are delivered. */
  readonly event_names: readonly string[];
}

/** The kinds of settings; an import must have all of them. */
const kinds = [
  "labels",
  "custom_fields",
  "workflows",
  "templates",
  "apps",
  "webhooks",
  "routing_rules",
] as const;

/** The members of a webhook: all are required, and no other is allowed. */
const members = ["name", "description", "callback_url", "secret", "event_names"] as const;

/**
 * `GET` is an export, secrets included. `POST` is an import, of which only the webhooks are looked at: a webhook whose
 * name exactly one has is updated, its events merged; else a new one is made. A secret is cut at 32 characters, as CMP
 * was seen to do. Nothing is kept without `execute=true`.
 */
export function createSettings(webhooks: CmpApiWebhook[]): Part {
  return ({ method, path, query, body }) => {
    if (path !== "/v3/settings") return undefined;
    if (method === "GET") return { status: 200, body: { resources: resourcesWith(webhooks) } };
    if (method !== "POST") return refuse(405, "Method not allowed");
    const missing = kinds.filter((kind) => typeof memberOf(body, kind) !== "object");
    const sent = memberOf(body, "webhooks");
    if (missing.length > 0 || !Array.isArray(sent)) return unprocessable(missing);
    const wrong = sent.flatMap((webhook: unknown, index) =>
      mistakesIn(webhook).map((name) => `webhooks.${index}.${name}`),
    );
    if (wrong.length > 0) return unprocessable(wrong, "missing, not allowed, or not as it must be");
    const changes = sent.filter(isWebhook).map((webhook) => changeOf(webhooks, webhook));
    if (query.get("execute") === "true") for (const { apply } of changes) apply();
    const changeset = {
      create: { webhooks: namesOf(changes, false) },
      update: { webhooks: namesOf(changes, true) },
    };
    return { status: 200, body: { resources: resourcesWith(webhooks), changeset } };
  };
}

/** One webhook of an import. */
interface Change {
  readonly name: string;
  readonly isUpdate: boolean;
  apply(): void;
}

function changeOf(webhooks: CmpApiWebhook[], sent: CmpApiWebhook): Change {
  const webhook = { ...sent, secret: sent.secret.slice(0, 32) };
  const named = webhooks.filter(({ name }) => name === sent.name);
  const [old] = named;
  if (!old || named.length > 1) {
    return { name: sent.name, isUpdate: false, apply: () => void webhooks.push(webhook) };
  }
  const event_names = [...new Set([...old.event_names, ...sent.event_names])];
  const apply = (): void => void webhooks.splice(webhooks.indexOf(old), 1, { ...webhook, event_names });
  return { name: sent.name, isUpdate: true, apply };
}

function namesOf(changes: readonly Change[], wanted: boolean): readonly string[] {
  return changes.filter(({ isUpdate }) => isUpdate === wanted).map(({ name }) => name);
}

function resourcesWith(webhooks: readonly CmpApiWebhook[]): object {
  const empty = Object.fromEntries(kinds.map((kind) => [kind, kind === "custom_fields" ? {} : []]));
  return { ...empty, webhooks };
}

/** The members that are missing, wrong, or too many. */
function mistakesIn(webhook: unknown): readonly string[] {
  const known: readonly string[] = members;
  const wrong = members.filter((name) => {
    const value = memberOf(webhook, name);
    if (name === "event_names") return !Array.isArray(value) || value.length === 0;
    return typeof value !== "string" || (name === "callback_url" && !value.startsWith("https://"));
  });
  return [...wrong, ...Object.keys(Object(webhook)).filter((name) => !known.includes(name))];
}

function isWebhook(value: unknown): value is CmpApiWebhook {
  return mistakesIn(value).length === 0;
}
