/*
 * The deliveries that are sent: valid events of CMP, filled up to a length and signed as each vendor does.
 */
import { createHmac } from "node:crypto";
import { parseEvent } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";

/** The secret of all receivers. Its Base64 is the secret of Standard Webhooks. */
export const secret = "5f0c1e7ab2d94836a1c07be2f3d48596";

/** A delivery: header names in lower case, and the body. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The vendor whose deliveries a receiver reads. */
export type Dialect = "cmp" | "github" | "linear" | "stripe" | "standard";

/** The kinds of bodies: a task, HTML, or many small objects. */
export type Kind = "small" | "text" | "dense";

const paragraph =
  '<p class="lead">Plum dumplings are best in <a href="https://example.com/season?month=9">September</a>, ' +
  "when the plums are ripe: don’t peel them, but take the stone out – and put sugar in its place.</p>\n";

type Event = { readonly event_name: string; readonly data: object };

function eventOf(kind: Kind, length: number): Event {
  if (kind === "small") return createEvent("task_added");
  const event = createEvent("content_preview_requested");
  const version = event.data.assets.structured_contents[0]?.content_body.fields_version;
  if (version === undefined) throw new Error("The sample of content_preview_requested has no content");
  const values =
    kind === "text"
      ? Array.from({ length: length / 4_000 }, () => ({ rich_text_value: paragraph.repeat(17) }))
      : Array.from({ length: length / 18 }, (_, at) => ({ num_value: at }));
  version.fields = { body: [{ locale: "en_US", field_values: values }] };
  return event;
}

/** GitHub and Standard Webhooks have the same body as CMP; Linear and Stripe name the event in another member. */
function wrap(dialect: Dialect, { event_name: name, data }: Event): object {
  if (dialect === "linear") return { type: name, action: "create", webhookTimestamp: Date.now(), data };
  return dialect === "stripe" ? { object: "event", type: name, data } : { event_name: name, data };
}

/**
 * A delivery, signed now. Linear's is valid for 60 s.
 *
 * @param length about so many bytes; ignored for a small one
 */
export function deliveryOf(dialect: Dialect, kind: Kind = "small", length = 1_000_000): Signed {
  const event = eventOf(kind, length);
  if (dialect === "cmp") parseEvent(event);
  const body = Buffer.from(JSON.stringify(wrap(dialect, event)));
  return { headers: { ...common, ...proofOf(dialect, body) }, body };
}

/** The headers of CMP's recorded deliveries, without the secret. */
const common = {
  "content-type": "application/json",
  "user-agent": "Welcome-Webhook/1.0",
  "organization-id": "5fe2c0ac9c1d2b0007a1d9c4",
};

const id = "0b989ba4-242f-11e5-81e1-c7b6966d2516";

function proofOf(dialect: Dialect, body: Buffer): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  const hmac = (start: string) => createHmac("sha256", secret).update(start).update(body);
  switch (dialect) {
    case "cmp":
      return { "callback-secret": secret };
    case "github":
      return {
        "x-github-event": "push",
        "x-github-delivery": id,
        "x-hub-signature-256": `sha256=${hmac("").digest("hex")}`,
      };
    case "linear":
      return { "linear-delivery": id, "linear-event": "Issue", "linear-signature": hmac("").digest("hex") };
    case "stripe":
      return { "stripe-signature": `t=${now},v1=${hmac(`${now}.`).digest("hex")}` };
    case "standard": {
      const signature = hmac(`${id}.${now}.`).digest("base64");
      return { "webhook-id": id, "webhook-timestamp": `${now}`, "webhook-signature": `v1,${signature}` };
    }
  }
}
