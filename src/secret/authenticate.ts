import type { Deadline } from "../deadline.js";
import { ReceiverError, Refusal } from "../errors.js";
import type { Delivery } from "../http/delivery.js";
import type { SecretProvider, Settings } from "../receiver/options.js";
import { findSecret, requireSecrets } from "./verify-secret.js";

/** The header that the secret comes in; it is shown to nobody. */
export const secretHeader = "callback-secret";

/**
 * Lets a caller in who knows the secret. A promise only where the secret has to be asked for.
 *
 * @returns which of the secrets it was; `undefined` where none is asked for
 * @throws Refusal `secret_missing` or `secret_mismatch`; also as a rejection
 * @throws ReceiverError `secret_unavailable`, always as a rejection
 */
export function admit(
  delivery: Delivery,
  secret: Settings["secret"],
  organizationId: string | undefined,
  deadline: Deadline,
): number | undefined | Promise<number> {
  if (secret === null) return undefined;
  const received = delivery.header(secretHeader);
  if (!received) throw new Refusal("secret_missing");
  if (typeof secret !== "function") return requireMatch(received, secret);
  return ask(secret, organizationId, deadline).then((secrets) => requireMatch(received, secrets));
}

function requireMatch(received: string, secrets: readonly string[]): number {
  const index = findSecret(received, secrets);
  if (index < 0) throw new Refusal("secret_mismatch");
  return index;
}

async function ask(
  provider: SecretProvider,
  organizationId: string | undefined,
  deadline: Deadline,
): Promise<readonly string[]> {
  try {
    const answer = (async () => provider({ organizationId }))();
    return requireSecrets(await deadline.limit(answer, "deadline_exceeded"));
  } catch (cause) {
    throw new ReceiverError("secret_unavailable", { cause });
  }
}
