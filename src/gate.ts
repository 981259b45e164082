import type { Deadline } from "./deadline.js";
import type { Delivery } from "./delivery.js";
import { ReceiverError } from "./errors.js";
import type { SecretProvider, Settings } from "./options.js";
import { findSecret, requireSecrets } from "./secret.js";

/** The header that the secret comes in; it is shown to nobody. */
export const secretHeader = "callback-secret";

/**
 * Lets a caller in who knows the secret.
 *
 * @returns which of the secrets it was; `undefined` where none is asked for
 * @throws ReceiverError `secret_missing`, `secret_mismatch` or `secret_unavailable`
 */
export async function admit(
  delivery: Delivery,
  secret: Settings["secret"],
  organizationId: string | undefined,
  deadline: Deadline,
): Promise<number | undefined> {
  if (secret === null) return undefined;
  const received = delivery.header(secretHeader);
  if (!received) throw new ReceiverError("secret_missing");
  const isProvider = typeof secret === "function";
  const index = findSecret(received, isProvider ? await ask(secret, organizationId, deadline) : secret);
  if (index < 0) throw new ReceiverError("secret_mismatch");
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
