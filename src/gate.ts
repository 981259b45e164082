import { ReceiverError } from "./errors.js";
import type { SecretProvider, Settings } from "./options.js";
import type { Passage } from "./passage.js";
import { findSecret, requireSecrets } from "./secret.js";

/** @throws ReceiverError `method_not_allowed` */
export function requirePost(method: string): void {
  if (method === "POST") return;
  throw new ReceiverError("method_not_allowed", `CMP delivers with POST, and this came with ${method}.`);
}

/**
 * Lets a caller in who knows the secret.
 *
 * @returns which of the secrets it was; `undefined` where none is asked for
 * @throws ReceiverError `secret_missing`, `secret_mismatch` or `secret_unavailable`; also as a rejection
 */
export function admit(passage: Passage, secret: Settings["secret"]): number | undefined | Promise<number> {
  if (secret === null) return undefined;
  const received = passage.delivery.header("callback-secret");
  if (!received) {
    throw new ReceiverError(
      "secret_missing",
      "The delivery has no callback-secret. Is a secret registered in CMP, and does every proxy let the header pass?",
    );
  }
  return typeof secret === "function"
    ? admitLater(passage, secret, received)
    : requireMatch(received, secret);
}

async function admitLater(passage: Passage, provider: SecretProvider, received: string): Promise<number> {
  return requireMatch(received, await askProvider(passage, provider));
}

async function askProvider(passage: Passage, provider: SecretProvider): Promise<readonly string[]> {
  try {
    const asked = Promise.resolve(provider({ organizationId: passage.organizationId }));
    return requireSecrets(
      await passage.deadline.limit(asked, () => new Error("No answer within deadlineMs")),
    );
  } catch (cause) {
    throw new ReceiverError("secret_unavailable", "The function given as secret failed; see the cause.", {
      cause,
    });
  }
}

function requireMatch(received: string, secrets: readonly string[]): number {
  const index = findSecret(received, secrets);
  if (index >= 0) return index;
  throw new ReceiverError(
    "secret_mismatch",
    "The callback-secret is not the one expected. Is the same secret registered in CMP, which keeps 32 characters of it?",
  );
}
