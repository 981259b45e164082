/*
 * The rules of CMP's deliveries, for the AsyncAPI document. CMP publishes no such document of its own.
 */

/** The description of the document. */
export const description = `The requests that CMP sends to a callback URL, as this package understands them from the vendor's pages and from recorded deliveries. The vendor did not write this document.

Payloads grow: ignore members and values that you do not know, and accept an unknown \`event_name\`. \`x-experimental\` marks events that the vendor calls experimental: they may not be in operation, and may change. \`x-verified\` is false where no source shows the fields of an event; they are inferred from similar events.`;

/** The summary of the operation. */
export const operationSummary = "CMP posts one event per request to the callback URL.";

/** The rules of the secret. */
export const secretRules =
  "The secret of the registration, in plain text. It proves that the sender knows it. It proves nothing about the body, which is not signed. CMP cuts a longer secret to 32 characters without notice. Without a registered secret there is no header. Compare in constant time.";

/** The rules of answers and repeats. */
export const deliveryRules = `**Acknowledging.** Status 200 or 202 acknowledges a delivery. Any other status is a failure, including 201, 204 and redirects.

**Time.** Older pages of the vendor allow 10 seconds for the answer, the newest one 30. Plan for 10, and do long work in a queue.

**Retries.** CMP sends a failed delivery again, at growing intervals, for up to three days. The intervals are not published.

**At least once.** The same event can arrive more than once. There is no delivery id, no timestamp and no attempt counter, and two changes of one object can have equal bodies, so an equal body is not always a repeat. Handle events so that a second run does no harm.

**No order.** Events can arrive in another order. Fetch the current state by the links of the payload, as they are: do not build them from ids.

**Unknown events.** Acknowledge an event that you do not handle, or CMP keeps sending it.`;

/** The headers that a receiver needs. */
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
        "Identifier of the CMP organization that sends the event. Not documented, but in all recorded deliveries. It equals data.organization.id where the payload has that.",
      type: "string",
    },
  },
};
