import { deliver } from "../library.js";
import type { DeliveryStore } from "./store.js";
import type { SendRequest } from "./wire.js";

/** Who sends, and where to it may. */
export interface Sender {
  /** Sent as `callback-secret`; `undefined` sends none. */
  secret: string | undefined;
  /** The URL of `--forward`, which may be on another machine. */
  readonly forward: string | undefined;
  /** Where `listen` takes deliveries: what is sent there comes back as a delivery of its own. */
  readonly listenUrl: string;
}

/**
 * Sends once, and keeps what became of it. The secret goes along, so a target must be on this machine, or `--forward`.
 *
 * @returns what the user is told
 */
export async function sendOnce(
  { secret, forward, listenUrl }: Sender,
  store: DeliveryStore,
  { target, replayOf = 0, body: edited }: SendRequest,
): Promise<string> {
  const { body: kept, organization } = store.get(replayOf) ?? {};
  const text = edited ?? kept;
  if (typeof text !== "string") throw new Error("There is no body to send");
  if (target !== forward && !isLoopback(target)) {
    return "The target must be an http address of this machine, such as http://localhost:3000/, or that of --forward";
  }
  const at = Date.now();
  const headers = organization ? { "organization-id": organization } : {};
  const { status, body, ms, error } = await deliver(target, text, { secret, headers });
  const reply = error === undefined ? body : error.message;
  const code = status === 0 ? "no_response" : (/^\{"code":"(\w{1,40})"\}$/.exec(body)?.[1] ?? "");
  if (new URL(target).host !== new URL(listenUrl).host) {
    const steps = [["sent", 0] as const, [status === 0 ? "no response" : "response", ms] as const];
    store.add({ origin: "sent", at, label: "sent", headers, text, status, code, ms, reply, target, steps });
  }
  return status === 0 ? `Not delivered: ${reply}` : `Sent: the response is ${status} ${code}`;
}

/** Names are not looked up: one of a foreign page could lead here. */
function isLoopback(target: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, hostname, username, password } = new URL(target);
  const isHere = /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname);
  return /^https?:$/.test(protocol) && isHere && username === "" && password === "";
}
