import type { Deadline } from "../deadline.js";
import { ReceiverError, Refusal } from "../errors.js";
import type { Delivery } from "../http/delivery.js";
import { isPromiseLike } from "../values.js";
import { findSecret, requireSecrets } from "./verify-secret.js";

/** The header that carries the secret; no handler and no listener is shown it. */
export const secretHeader = "callback-secret";

type Secrets = string | readonly string[] | undefined;

/**
 * Finds the secret of a delivery when it arrives: in a vault, or one for each organization.
 *
 * Concurrent calls for one organization are one call.
 *
 * @param query.organizationId the `organization-id` header, from a caller who has not been verified yet
 * @returns the secret, or several. With `undefined` nobody is known by that organization: 401 `organization_unknown`.
 *   What it throws, and any other value, is answered with 500 `secret_unavailable`
 */
export type SecretProvider = (query: {
  readonly organizationId: string | undefined;
}) => Secrets | PromiseLike<Secrets>;

/** The option `secret`, checked: a list, a function that finds one, or `null` for none. */
export type SecretSource = readonly string[] | SecretFinder | null;

/** The secrets of an organization, within the deadline; `undefined` when it has none. */
type SecretFinder = (organizationId: string | undefined, deadline: Deadline) => Promise<FoundSecrets>;
type FoundSecrets = readonly string[] | undefined;

/** Who is known to have sent a delivery. */
export interface Caller {
  /** Which of the secrets was received, counted from 0; `undefined` where none is asked for. */
  readonly secretIndex: number | undefined;
  /** The secret itself, for the scope of a reservation; shown to nobody. */
  readonly secret: string | undefined;
  /** The `organization-id` header. */
  readonly organizationId: string | undefined;
}

/** @throws TypeError when it is neither a secret, nor several, nor a function, nor `null` */
export function requireSecretSource(
  secret: string | readonly string[] | SecretProvider | null | undefined,
): SecretSource {
  if (secret === null) return null;
  return typeof secret === "function" ? joinCalls(secret) : requireSecrets(secret);
}

/**
 * Lets a caller in who knows the secret. A promise only where the secret has to be asked for.
 *
 * @throws Refusal `secret_missing`, `secret_mismatch` or `organization_unknown`; also as a rejection
 * @throws ReceiverError `secret_unavailable`; also as a rejection
 */
export function authenticate(
  delivery: Delivery,
  source: SecretSource,
  deadline: Deadline,
): Caller | Promise<Caller> {
  const organizationId = delivery.header("organization-id");
  if (source === null) return { secretIndex: undefined, secret: undefined, organizationId };
  const received = delivery.header(secretHeader);
  if (!received) throw new Refusal("secret_missing");
  if (typeof source !== "function") return requireMatch(received, source, organizationId);
  return ask(source, organizationId, deadline).then((secrets) => {
    return requireMatch(received, secrets, organizationId);
  });
}

function requireMatch(
  received: string,
  secrets: readonly string[],
  organizationId: string | undefined,
): Caller {
  const secretIndex = findSecret(received, secrets);
  if (!(secretIndex >= 0)) throw new Refusal("secret_mismatch");
  return { secretIndex, secret: received, organizationId };
}

async function ask(
  find: SecretFinder,
  organizationId: string | undefined,
  deadline: Deadline,
): Promise<readonly string[]> {
  let secrets: FoundSecrets;
  try {
    secrets = await find(organizationId, deadline);
  } catch (cause) {
    throw new ReceiverError("secret_unavailable", { cause });
  }
  if (secrets === undefined) throw new Refusal("organization_unknown");
  return secrets;
}

/**
 * Joins concurrent calls for one organization: anyone may send any `organization-id`, and a vault must not be asked once
 * for every delivery. Nothing is kept: a rotation is seen at once, and a call that hangs is joined by nobody after the
 * first deadline that it has missed.
 */
function joinCalls(provider: SecretProvider): SecretFinder {
  const calls = new Map<string | undefined, Promise<FoundSecrets>>();
  return async (organizationId, deadline) => {
    let call = calls.get(organizationId);
    if (call === undefined) {
      const answer = provider({ organizationId });
      if (!isPromiseLike(answer)) return requireFound(answer);
      call = settle(answer);
      calls.set(organizationId, call);
    }
    try {
      return await deadline.limit(call, "deadline_exceeded");
    } finally {
      if (calls.get(organizationId) === call) calls.delete(organizationId);
    }
  };
}

/** A promise of the language's own kind, whatever kind the provider's library makes. */
async function settle(answer: PromiseLike<unknown>): Promise<FoundSecrets> {
  return requireFound(await answer);
}

function requireFound(answer: unknown): FoundSecrets {
  return answer === undefined ? undefined : requireSecrets(answer);
}
