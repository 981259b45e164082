import { eventCatalog, eventNames } from "../library.js";
import type { Received } from "../listen/intake.js";
import type { ListenSettings } from "../listen/settings.js";
import type { Sender } from "./send.js";
import { startInspector } from "./server.js";
import { DeliveryStore, type Observed } from "./store.js";

/** The inspector of one `listen`. */
export interface ListenInspector {
  /** With the token: whoever has it can read and send deliveries. */
  readonly url: string;
  /** Shows one more delivery. */
  add(received: Received): void;
  stop(): Promise<void>;
}

/**
 * Starts the page of `--ui`, if it was asked for.
 *
 * @param listenUrl where deliveries are received
 * @throws Failure when its port is in use
 */
export async function inspectListening(
  { uiPort, secret, forward }: ListenSettings,
  listenUrl: string,
): Promise<ListenInspector | undefined> {
  if (uiPort === undefined) return undefined;
  const sender: Sender = { secret: secret ?? undefined, forward: forward?.href, listenUrl };
  const store = new DeliveryStore(() => sender.secret);
  const events = eventNames.map((name) => ({ name, ...eventCatalog[name] }));
  const settings = { listenUrl, target: forward?.href ?? listenUrl, events };
  const server = await startInspector(uiPort, { store, settings, sender });
  const add = (received: Received): void => {
    // With --no-secret the handler behind --forward may ask for one all the same: the one that CMP sends.
    if (secret === null) sender.secret = received.headers["callback-secret"]?.toString() ?? sender.secret;
    store.add(toObserved(received, forward?.href ?? ""));
  };
  return { url: server.url, add, stop: () => server.stop(true) };
}

function toObserved(received: Received, forward: string): Observed {
  const { at, method, path, reason, forwarded, readMs = 0 } = received;
  const { headers, text, status, code, ms } = received;
  const target = forwarded === undefined ? "" : forward;
  const read = [text !== undefined ? "read and parsed" : "refused", readMs] as const;
  const passed = forwarded === undefined ? [] : [["response of --forward", readMs + forwarded.ms] as const];
  const reply = reason ?? forwarded?.error?.message ?? forwarded?.body ?? JSON.stringify({ code });
  const steps = [["received", 0] as const, read, ...passed, ["response sent", ms] as const];
  const facts = { headers, text, status, code, ms, reply, target, steps };
  return { ...facts, origin: "received", at: at.getTime(), label: `${method} ${path}` };
}
