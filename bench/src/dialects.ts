/*
 * How each vendor wraps and signs what it sends. All contestants get a body of the same length, most of them the same
 * bytes; and all the same number of other headers.
 */
import { createHmac } from "node:crypto";
import type { Signed } from "./receivers/contestant.js";
import { secret } from "./receivers/shared.js";

/** Whose deliveries a contestant understands. */
export type Dialect = "cmp" | "github" | "linear" | "stripe" | "standard";

/** What a contestant has to be sent; by name, for those that are no receivers of CMP. */
export function dialectOf(contestant: string): Dialect {
  return dialects.get(contestant) ?? "cmp";
}

const dialects: ReadonlyMap<string, Dialect> = new Map([
  ["octokit", "github"],
  ["linear", "linear"],
  ["stripe", "stripe"],
  ["express stripe", "stripe"],
  ["standardwebhooks", "standard"],
  ["express standardwebhooks", "standard"],
]);

/**
 * What stands around `data`. GitHub and Standard Webhooks do not care: theirs are the same bytes as ours. Linear and
 * Stripe name the event otherwise, and Linear wants the time in it, of 60 s ago at most; padding makes up for it.
 */
export function wrap(dialect: Dialect, name: string, data: object): object {
  switch (dialect) {
    case "linear":
      return { type: name, action: "create", webhookTimestamp: Date.now(), data };
    case "stripe":
      return { object: "event", type: name, data };
    default:
      return { event_name: name, data };
  }
}

/** What CMP sends beside the secret, as recorded. */
const common = {
  "content-type": "application/json",
  "user-agent": "Welcome-Webhook/1.0",
  accept: "*/*",
  "accept-encoding": "gzip, deflate",
  "organization-id": "5fe2c0ac9c1d2b0007a1d9c4",
};

/** Signs a body as the vendor does, with the present time where there is one in it. */
export function sign(dialect: Dialect, body: Buffer): Signed {
  return { headers: { ...common, ...proofOf(dialect, body) }, body };
}

const id = "0b989ba4-242f-11e5-81e1-c7b6966d2516";

function proofOf(dialect: Dialect, body: Buffer): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  const hmac = (content: Buffer | string): ReturnType<typeof createHmac> =>
    createHmac("sha256", secret).update(content);
  switch (dialect) {
    case "cmp":
      return { "callback-secret": secret };
    case "github":
      return {
        "x-github-event": "push",
        "x-github-delivery": id,
        "x-hub-signature-256": `sha256=${hmac(body).digest("hex")}`,
      };
    case "linear":
      return { "linear-delivery": id, "linear-event": "Issue", "linear-signature": hmac(body).digest("hex") };
    case "stripe":
      return { "stripe-signature": `t=${now},v1=${hmac(`${now}.`).update(body).digest("hex")}` };
    case "standard":
      return {
        "webhook-id": id,
        "webhook-timestamp": String(now),
        "webhook-signature": `v1,${hmac(`${id}.${now}.`).update(body).digest("base64")}`,
      };
  }
}

/** The same delivery with another secret of the same length. */
export function withWrongSecret({ headers, body }: Signed): Signed {
  return { headers: { ...headers, "callback-secret": "0".repeat(secret.length) }, body };
}
