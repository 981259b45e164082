/*
 * `npm run demo`: a receiver on a real server, and a sender that sends one of each event, handlers that fail, and
 * everything that the tests of the hosts send to be refused. Exit code 1 when an answer is not the documented one.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual, styleText } from "node:util";
import { eventCatalog, eventNames, type Receiver } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { fixtures } from "../tests/fixtures/events.js";
import { type Row, rows } from "../tests/hosts/bad-input-rows.js";
import { type Sent, send } from "../tests/support/client.js";
import { type Recorder, record, taskAdded } from "../tests/support/recorder.js";

/** A request, and the answer that is documented for it. */
interface Scene {
  readonly title: string;
  readonly sent: Sent;
  readonly at: keyof typeof recorders;
  readonly status: number;
  readonly code: string;
  /** What the receiver announces, in short. */
  readonly announced: readonly string[];
}

/** The receivers, each at the path of its name. */
const recorders = {
  events: record(),
  trouble: record({ deadlineMs: 200 }),
  odd: record(),
  slow: record({ deadlineMs: 50 }),
};

const { events, trouble } = recorders;
events.router.on(eventNames, () => {});
let isDown = true;
trouble.router.on("task_added", () => {
  if (!isDown) return;
  isDown = false;
  throw new Error("The task board is down; the redelivery will find it up");
});
trouble.router.on("task_removed", (_event, { signal }) => delay(10_000, undefined, { signal }));

const eventScenes: readonly Scene[] = eventNames.map((name) => ({
  title: `${name} (${eventCatalog[name].group})`,
  sent: { body: JSON.stringify(fixtures[name]) },
  at: "events",
  ...answer(200, "handled", "handled"),
}));

const slowEvent = JSON.stringify(fixtures.task_removed);
const troubleScenes: readonly Scene[] = [
  {
    title: "a handler that fails",
    sent: { body: taskAdded },
    at: "trouble",
    ...answer(500, "handler_failed", "failed handler_failed"),
  },
  {
    title: "the redelivery of it",
    sent: { body: taskAdded },
    at: "trouble",
    ...answer(200, "handled", "handled"),
  },
  {
    title: "a handler that is too slow",
    sent: { body: slowEvent },
    at: "trouble",
    ...answer(503, "deadline_exceeded", "failed deadline_exceeded", "failed handler_failed"),
  },
];

/** The same rows that every host is tested with. */
const oddScenes: readonly Scene[] = rows.map((row: Row) => ({
  title: row.title,
  sent: row,
  at: row.code === "body_timeout" ? "slow" : "odd",
  ...answer(row.status, row.code ?? "", ...row.announced),
}));

function answer(status: number, code: string, ...announced: readonly string[]) {
  return { status, code, announced };
}

const startedAt = performance.now();
const server = await listen();
const wrong: string[] = [];
try {
  const { port } = server.address() as AddressInfo;
  console.log(`Deliveries to http://127.0.0.1:${port}, as CMP would send them.`);
  await play("One of each event", eventScenes, port);
  await play("Handlers in trouble", troubleScenes, port);
  await play("Requests that the tests of the hosts send", oddScenes, port);
} finally {
  server.closeAllConnections();
  server.close();
}
report();

function listen(): Promise<Server> {
  const handlers = new Map(
    Object.entries(recorders).map(([name, { receiver }]): [string, ReturnType<typeof toNodeHandler>] => [
      `/${name}`,
      toNodeHandler(receiver),
    ]),
  );
  const started = createServer((request, response) => {
    void handlers.get(request.url ?? "")?.(request, response);
  });
  return new Promise((resolve) => started.listen(0, "127.0.0.1", () => resolve(started)));
}

/** Sends the requests one after another, and prints each when it is answered. */
async function play(title: string, scenes: readonly Scene[], port: number): Promise<void> {
  console.log(`\n${paint("bold", title)}`);
  for (const scene of scenes) {
    const recorder: Recorder = recorders[scene.at];
    recorder.announced.length = 0;
    const sentAt = performance.now();
    const { status, code } = await ask(scene, port);
    const ms = performance.now() - sentAt;
    await settle(recorder.receiver);
    const announced = recorder.announced.map((one) => (one.code ? `${one.name} ${one.code}` : one.name));
    const isRight = isDeepStrictEqual([status, code, announced], [scene.status, scene.code, scene.announced]);
    const found = `${status} ${code}; announced: ${announced.join(", ")}`;
    if (!isRight) wrong.push(`${scene.title}: ${found}`);
    const isAcknowledged = status === 200 || status === 202;
    const verdict = isAcknowledged ? "acknowledged" : "sent again";
    const line = `${scene.title.slice(0, 46).padEnd(47)}${`${status} ${code}`.padEnd(24)}`;
    console.log(
      `${line}${paint(isAcknowledged ? "green" : "yellow", verdict.padEnd(13))}${ms.toFixed(0).padStart(5)} ms${isRight ? "" : paint("red", " WRONG")}`,
    );
  }
}

/** A request that is not answered within 4 s is wrong too. */
async function ask({ sent, at }: Scene, port: number): Promise<{ status: number; code: string }> {
  try {
    const options = { signal: AbortSignal.timeout(4_000) };
    const { status, body } = await send(port, { ...sent, path: `/${at}` }, options);
    return { status, code: /^\{"code":"(\w+)"\}$/.exec(body)?.[1] ?? "" };
  } catch (error) {
    return { status: 0, code: error instanceof Error ? error.name : "no answer" };
  }
}

/** Late handlers end too. */
function settle(receiver: Receiver): Promise<void> {
  return receiver.idle();
}

function report(): void {
  const count = eventScenes.length + troubleScenes.length + oddScenes.length;
  const figures = `${count} requests in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  if (wrong.length === 0) {
    console.log(paint("green", `\n${figures}: each answer is the documented one.`));
    console.log("Next: run an example: CMP_WEBHOOK_SECRET=change-me npx tsx examples/node/server.ts");
    return;
  }
  console.log(paint("red", `\n${figures}: ${wrong.length} answers are not the documented ones.`));
  for (const line of wrong) console.log(paint("red", `  ${line}`));
  process.exitCode = 1;
}

/** In colour on a terminal, unless its owner asked for none. */
function paint(style: "bold" | "green" | "yellow" | "red", text: string): string {
  return process.stdout.isTTY && !process.env["NO_COLOR"] ? styleText(style, text) : text;
}
