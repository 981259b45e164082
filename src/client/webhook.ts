import type { EventName, PublishEventMap } from "../events/index.js";
import { generalNames, publishNames } from "../generated/names.js";
import type { Signal } from "../signal.js";
import { mustBe } from "./errors.js";
import { listIn, memberOf, writeJson } from "./json.js";
import { isUrl } from "./links.js";
import { nearest } from "./nearest.js";
import { callRules, filled, flag, optional, type Rules, requireAll } from "./rules.js";
import type { Send } from "./send.js";

/** A webhook to be registered. */
export interface WebhookRegistration {
  /** Its name in CMP. A webhook of this name is updated. */
  readonly name: string;
  /** @default that of the webhook that is updated, or else "" */
  readonly description?: string | undefined;
  /** Where CMP delivers: an https address without credentials. */
  readonly callbackUrl: string;
  /** The secret that CMP sends: 1 to 32 visible ASCII characters. */
  readonly secret: string;
  /** The events that it is for: any but the three of the Publish group. */
  readonly eventNames: readonly (
    | Exclude<EventName, keyof PublishEventMap>
    | (string & Record<never, never>)
  )[];
}

/** Options of `registerWebhook`. */
export interface RegisterOptions {
  /** Do it. Otherwise CMP is only asked what it would do. @default false */
  readonly execute?: boolean | undefined;
  /** Ends the call. @default none */
  readonly signal?: Signal | undefined;
}

/** What a registration changes, or would change. It never holds a secret. */
export interface WebhookChange {
  /** Whether CMP was told to do it. */
  readonly executed: boolean;
  /** `update` where there is exactly one webhook of this name. */
  readonly action: "create" | "update";
  /** The members that differ from the webhook that is updated, in CMP's words. Empty when nothing changes. */
  readonly changed: readonly ("description" | "callback_url" | "secret" | "event_names")[];
  /** The events of the webhook as it is then, with those that it had: CMP merges them. */
  readonly eventNames: readonly string[];
  /** The events that are new to it. */
  readonly added: readonly string[];
  /** What one should know before it is done. */
  readonly warnings: readonly string[];
  /** The names of the webhooks that CMP says it creates (`create`) and updates (`update`). */
  readonly changeset: { readonly create: readonly string[]; readonly update: readonly string[] };
}

/** Registers a webhook. See `CmpClient.registerWebhook`. */
export async function registerWebhook(
  send: Send,
  link: string,
  webhook: WebhookRegistration,
  options: RegisterOptions,
): Promise<WebhookChange> {
  requireAll(options, { ...callRules, execute: flag }, "incomplete");
  const { execute = false, signal } = options;
  requireWebhook(webhook);
  const { name, callbackUrl: callback_url, secret, eventNames: event_names } = webhook;
  // Also as a body that is quoted as a string has it.
  const call = { signal, secrets: [writeJson(secret).slice(1, -1), secret] };
  const webhooks = memberOf(memberOf((await send({ ...call, link })).value, "resources"), "webhooks");
  if (!Array.isArray(webhooks))
    throw mustBe("malformed_answer", "resources.webhooks", "an array", typeof webhooks);
  const named = webhooks.filter((each) => memberOf(each, "name") === name);
  const old: unknown = named.length === 1 ? named[0] : undefined;
  const kept = memberOf(old, "description");
  const description = webhook.description ?? (typeof kept === "string" ? kept : "");
  const sent = { name, description, callback_url, secret, event_names };
  const { value } = await send({
    ...call,
    link: execute ? `${link}?execute=true` : link,
    // An import: what is not named is left alone. `overwrite_workflows` must never be sent.
    body: {
      ...{ labels: [], custom_fields: {}, workflows: [], templates: [], apps: [], routing_rules: [] },
      webhooks: [sent],
    },
  });
  const changeset = memberOf(value, "changeset");
  const namesOf = (kind: string): readonly string[] => textsIn(memberOf(changeset, kind), "webhooks");
  return {
    executed: execute,
    ...compare(old, sent, named.length),
    changeset: { create: namesOf("create"), update: namesOf("update") },
  };
}

/** A webhook, as CMP has it. */
interface Sent {
  readonly description: string;
  readonly callback_url: string;
  readonly secret: string;
  readonly event_names: readonly string[];
}

/** What the registration makes of the webhook that is there. */
function compare(old: unknown, sent: Sent, count: number): Omit<WebhookChange, "executed" | "changeset"> {
  const had = textsIn(old, "event_names");
  const added = sent.event_names.filter((event) => !had.includes(event));
  const extra = had.filter((event) => !sent.event_names.includes(event));
  const members = (["description", "callback_url", "secret"] as const).filter(
    (member) => memberOf(old, member) !== sent[member],
  );
  return {
    action: old ? "update" : "create",
    changed: added.length ? [...members, "event_names"] : members,
    eventNames: [...had, ...added],
    added,
    warnings: [
      extra.length ? `It keeps ${extra}: take events off in CMP's Apps and Webhooks.` : "",
      count > 1 ? `There are ${count} webhooks of this name: CMP makes another.` : "",
    ].filter(Boolean),
  };
}

const webhookRules: Rules = {
  name: filled,
  description: optional(["a string", (value) => typeof value === "string"]),
  callbackUrl: [
    "an https URL without credentials",
    (value) => isUrl(value) && /^https:\/\/[^/?#@]+([/?#]|$)/.test(value),
  ],
  secret: [
    "1 to 32 visible ASCII characters, since CMP cuts longer ones",
    (value) => typeof value === "string" && /^[!-~]([ -~]{0,30}[!-~])?$/.test(value),
  ],
  eventNames: ["a list of names of events, not empty", (value) => Array.isArray(value) && value.length > 0],
};

/** @throws CmpClientError `webhook_invalid`, when CMP could not hold it or deliver to it */
function requireWebhook(webhook: WebhookRegistration): void {
  requireAll(webhook, webhookRules, "webhook_invalid", "webhook");
  const names: readonly string[] = generalNames;
  const others: readonly string[] = publishNames;
  for (const each of webhook.eventNames) {
    const event = typeof each === "string" ? each : typeof each;
    const fix = others.includes(event)
      ? "It belongs to a publishing channel of the webhook kind."
      : `Did you mean ${nearest(event, names)}?`;
    if (!names.includes(event)) throw mustBe("webhook_invalid", "eventNames", "names of events", event, fix);
  }
}

/** The strings of a list; an object in it could hold a secret. */
function textsIn(value: unknown, name: string): readonly string[] {
  return listIn<string>(value, name).filter((each) => typeof each === "string");
}
