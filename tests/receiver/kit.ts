import {
  createReceiver,
  type Delivery,
  EventRouter,
  type Receiver,
  type ReceiverEventMap,
  type ReceiverOptions,
  type Reply,
} from "optimizely-cmp-webhooks";
import { announcementNames } from "../support/announcements.js";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";

/** A small and valid delivery, with the right secret; `headers` are added to it, and `undefined` takes one off. */
export function delivery({ headers = {}, ...parts }: DeliveryParts = {}): Delivery {
  const sent: Readonly<Record<string, unknown>> = {
    "callback-secret": secret,
    "organization-id": "org-7d1f",
    ...headers,
  };
  return {
    method: "POST",
    header: (name) => (Object.hasOwn(sent, name) ? (sent[name] as string | undefined) : undefined),
    body: taskAdded,
    ...parts,
  };
}

export interface DeliveryParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly waitUntil?: Delivery["waitUntil"];
}

/** One announcement: its name, and what it says. */
export type Told = {
  [Name in keyof ReceiverEventMap]: { readonly name: Name; readonly detail: ReceiverEventMap[Name] };
}[keyof ReceiverEventMap];

export interface Bench {
  readonly router: EventRouter;
  readonly receiver: Receiver;
  /** All that was announced, in order. */
  readonly told: Told[];
}

/** A receiver without handlers, and a record of what it announces. */
export function makeBench(options: Partial<ReceiverOptions> = {}): Bench {
  const router = new EventRouter();
  const receiver = createReceiver({ router, secret, ...options });
  const told: Told[] = [];
  for (const name of announcementNames) {
    receiver.addEventListener(name, ({ detail }) => void told.push({ name, detail } as Told));
  }
  return { router, receiver, told };
}

/** As `makeBench`, with a handler for `task_added` that does nothing. */
export function makeHandlingBench(options: Partial<ReceiverOptions> = {}): Bench & { events: unknown[] } {
  const bench = makeBench(options);
  const events: unknown[] = [];
  bench.router.on("task_added", (event) => void events.push(event));
  return { ...bench, events };
}

/** The announcements in short: `rejected secret_missing`, `handled late`. */
export function brief(told: readonly Told[]): string[] {
  return told.map(({ name, detail }) => {
    const code = "error" in detail ? ` ${detail.error.code}` : "";
    return name + code + ("late" in detail && detail.late ? " late" : "");
  });
}

/** The reply in short: `401 secret_missing`. */
export function answerOf({ status, body }: Reply): string {
  const reply: { code: string } = JSON.parse(body);
  return `${status} ${reply.code}`;
}

/** The announcement of that name, of which there must be one. */
export function only<Name extends keyof ReceiverEventMap>(
  told: readonly Told[],
  name: Name,
): ReceiverEventMap[Name] {
  const [first, ...more] = told.filter((one) => one.name === name);
  if (first === undefined || more.length > 0)
    throw new Error(`one "${name}" must be announced, received ${brief(told)}`);
  return first.detail as ReceiverEventMap[Name];
}

/** A promise that a test settles when it likes. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(reason: unknown): void;
}

export function defer<Value = void>(): Deferred<Value> {
  const settle: Partial<Pick<Deferred<Value>, "resolve" | "reject">> = {};
  const promise = new Promise<Value>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return {
    promise,
    resolve: (value) => settle.resolve?.(value),
    reject: (reason) => settle.reject?.(reason),
  };
}

/** What `call` throws; an error if it throws nothing. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error("nothing was thrown");
}
