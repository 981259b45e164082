import type { Arguments } from "../arguments.js";
import type { Command } from "../command.js";
import { Failure, systemCodeOf } from "../failure.js";
import { clean, count, flow, type Painted } from "../layout.js";
import { type DeliveryResult, deliver } from "../library.js";
import { round } from "../listen/describe.js";
import { type Load, readLoads } from "../send/load.js";
import type { Terminal } from "../terminal.js";
import { readSecret, readUrl } from "../values.js";

/** Where `listen` is found, if it was not told otherwise. */
const listenUrl = "http://127.0.0.1:3000/";

/** `cmp-webhooks send` */
export const send: Command = {
  name: "send",
  summary: "Send sample events, or those that listen saved",
  usage: "EVENT... | --all | --from FILE [OPTIONS]",
  details: [
    "Each is sent once and the way CMP does it, headers included, and the answer is shown. CMP takes 200 and 202 for an acknowledgement; after any other answer it tries again for three days, and this command ends with exit code 1.",
    "With --from, event names choose among what is in the file. --set changes every event that is sent. A value is text where text was, and else JSON if it is some; := wants JSON. Where the id of something is changed, its links follow.",
  ],
  options: {
    to: { value: "URL", about: `Where to send it, ${listenUrl} unless given, which is where listen is` },
    all: { about: "One of every event, 43 in all" },
    from: { value: "FILE", about: "Send what listen saved, or any file that check can read; - is stdin" },
    set: { value: "PATH=VALUE", repeats: true, about: "Change a member; may be given more than once" },
    secret: {
      value: "SECRET",
      about: "The secret to send; CMP_WEBHOOK_SECRET unless given, and else none",
    },
  },
  words: [0, 1_000],
  examples: [
    "cmp-webhooks send task_added --set data.task.id=42",
    "cmp-webhooks send --all --to http://localhost:4000/webhooks/cmp",
    "cmp-webhooks send --from deliveries.ndjson",
  ],
  async run(args, terminal) {
    const target = readUrl("to", args.text("to") ?? listenUrl);
    const secret = readSecret(args);
    terminal.hide(secret);
    const { loads, broken } = readLoads(args);
    for (const { source } of broken) terminal.complain(`${clean(source)} is not JSON, and is left out`);
    const acknowledged = await sendAll(loads, target, secret, reporter(args, terminal, loads));
    const facts = { sent: loads.length, acknowledged, left_out: broken.length };
    if (args.has("json")) terminal.printJson({ type: "summary", ...facts });
    else terminal.print("", `${count(loads.length, "delivery", "deliveries")}, ${acknowledged} acknowledged`);
    return acknowledged === loads.length && broken.length === 0 ? 0 : 1;
  },
};

/** Is told of each delivery when it is over. */
type Report = (load: Load, result: DeliveryResult, index: number) => void;

/**
 * One after the other, so that they arrive in the order of the lines.
 *
 * @returns how many were acknowledged
 * @throws Failure when nobody listens there at all
 */
async function sendAll(
  loads: readonly Load[],
  { href }: URL,
  secret: string | undefined,
  report: Report,
): Promise<number> {
  let acknowledged = 0;
  for (const [index, load] of loads.entries()) {
    const result = await deliver(href, load.body, { secret, headers: load.headers });
    if (systemCodeOf(result.error) === "ECONNREFUSED") {
      const rest = loads.length - index;
      throw new Failure(
        `Nobody listens at ${href}, the connection was refused: ${count(rest, "delivery", "deliveries")} not sent`,
      );
    }
    acknowledged += Number(result.acknowledged);
    report(load, result, index);
  }
  return acknowledged;
}

function reporter(args: Arguments, terminal: Terminal, loads: readonly Load[]): Report {
  if (args.has("json")) return (load, result) => terminal.printJson(toJson(load, result));
  const longest = Math.max(...loads.map(({ eventName }) => clean(eventName, 60).length));
  const digits = String(loads.length).length;
  return ({ eventName }, result, index) => {
    const { status, acknowledged, ms, error, body } = result;
    const number = `${String(index + 1).padStart(digits)}/${loads.length}`;
    const verdict = acknowledged ? "acknowledged" : "not acknowledged";
    const reason = error === undefined ? (acknowledged ? "" : clean(body, 100)) : clean(error.message);
    const cells: readonly (string | Painted)[] = [
      { text: number, style: "dim" },
      clean(eventName, 60).padEnd(longest),
      status === 0 ? "---" : String(status),
      { text: verdict, style: acknowledged ? "good" : "bad" },
      { text: `${ms.toFixed(1)} ms`, style: "dim" },
      reason,
    ];
    terminal.print(...flow(cells, { width: terminal.width, paint: terminal.paint, indent: 6 }));
  };
}

function toJson({ eventName }: Load, { status, acknowledged, ms, body, error }: DeliveryResult): object {
  return {
    type: "delivery",
    event_name: eventName,
    status,
    acknowledged,
    ms: round(ms),
    answer: body.slice(0, 1_000),
    error: error?.message ?? null,
  };
}
