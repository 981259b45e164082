/*
 * How CMP delivers, in words, for the AsyncAPI document. CMP publishes no such document of its own.
 */

/** What the document is. */
export const description = `What CMP sends to a callback URL, as this package understands it: put together from the vendor's pages and from recorded deliveries. It is no document of the vendor.

Payloads grow: take members and values that you do not know for granted, and let an unknown \`event_name\` pass. \`x-experimental\` marks events that the vendor calls experimental: they may not be in operation, and may change. \`x-verified\` is false where no source shows the fields of an event, so that they are inferred from its siblings.`;

/** What the operation does. */
export const operationSummary = "CMP posts one event per request to the callback URL.";

/** What the secret is good for. */
export const secretRules =
  "The secret of the registration, in clear. It shows that the sender knows it, and says nothing of the body, which is not signed. CMP cuts a longer secret to 32 characters without a word. No header comes when none was registered. Compare in constant time.";

/** What a receiver must know of answers and repeats. */
export const deliveryRules = `**Acknowledging.** Status 200 or 202 acknowledges a delivery. Any other one counts as a failure, 201, 204 and redirects among them.

**Time.** Older pages of the vendor allow 10 seconds for the answer, the newest one 30. Plan for 10, and leave long work to a queue.

**Retries.** A failed delivery comes again, at growing intervals, for up to three days. The intervals are not published.

**At least once.** The same event can arrive more than once. There is no delivery id, no timestamp and no attempt counter, and two changes of one thing can give equal bodies, so equal bodies need not be a repeat. Handle events so that a second run does no harm.

**No order.** Events can overtake each other. Fetch the current state by the links of the payload, as they are: do not rebuild them from ids.

**Unknown events.** Acknowledge an event that you do not handle, or CMP keeps sending it.`;

/** The headers that matter to a receiver. */
export const headers = {
  type: "object",
  properties: {
    "callback-secret": {
      description: "The secret of the registration; absent when none was registered.",
      type: "string",
      maxLength: 32,
    },
    "organization-id": {
      description:
        "Identifier of the CMP organization that sends. Not documented, but in all recorded deliveries, where it equals data.organization.id of a payload that has one.",
      type: "string",
    },
  },
};
