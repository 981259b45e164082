/*
 * A process that times one receiver without HTTP, by mitata: `inside.js NAME` prints nanoseconds for a delivery, and
 * `inside.js NAME COUNT` the bytes that a delivery in flight holds, of that many.
 */
import { measure } from "mitata";
import { deliveryOf, type Signed, secret } from "./bodies.js";
import { handler, type LooseEvent, names, requireSecret } from "./handlers.js";

type Handler = (event?: unknown) => Promise<unknown>;
type Receive = (delivery: Signed) => Promise<unknown>;

/** By name, what receives a delivery without HTTP. */
const receivers: Readonly<Record<string, (run: Handler) => Promise<Receive>>> = {
  async bare(run) {
    const handlers = new Map<string, Handler>(names.map((name) => [name, run]));
    return async ({ headers, body }) => {
      requireSecret(headers["callback-secret"]);
      const event: LooseEvent = JSON.parse(body.toString());
      await handlers.get(event.event_name)?.(event);
      return event;
    };
  },

  async ours(run) {
    const { createReceiver, EventRouter } = await import("optimizely-cmp-webhooks");
    const router = new EventRouter();
    router.on(names, run as () => Promise<void>);
    const receiver = createReceiver({ router, secret });
    return ({ headers, body }) => receiver.receive({ method: "POST", header: (name) => headers[name], body });
  },

  async octokit(run) {
    const { Webhooks } = await import("@octokit/webhooks");
    const webhooks = new Webhooks({ secret });
    webhooks.on("push", run);
    return ({ headers, body }) =>
      webhooks.verifyAndReceive({
        id: headers["x-github-delivery"] ?? "",
        name: headers["x-github-event"] ?? "",
        signature: headers["x-hub-signature-256"] ?? "",
        payload: body.toString(),
      });
  },
};

const [name = "", count] = process.argv.slice(2);
const make = receivers[name];
if (make === undefined) throw new RangeError(`receiver must be one of ${Object.keys(receivers).join(", ")}`);
const delivery = deliveryOf(name === "octokit" ? "github" : "cmp");
console.log(count === undefined ? await nanoseconds(make) : await heldBytes(make, Number(count)));
process.exit();

async function nanoseconds(makeReceive: typeof make & object): Promise<number> {
  const receive = await makeReceive(handler);
  const { p50 } = await measure(async () => {
    await receive(delivery);
  });
  return p50;
}

/** Started with `--expose-gc`. The handlers hold the event, and wait for a promise that is never settled. */
async function heldBytes(makeReceive: typeof make & object, amount: number): Promise<number> {
  const receive = await makeReceive(async (event) => [await new Promise(() => {}), event]);
  const held = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const kept = [receive(delivery)];
  const before = held();
  for (let started = 0; started < amount; started++) kept.push(receive(delivery));
  await new Promise(setImmediate);
  return (held() - before) / amount;
}
