import type { Arguments } from "../arguments.js";
import type { Command } from "../command.js";
import { Failure, systemCodeOf } from "../failure.js";
import { count, flow } from "../layout.js";
import { type DeliveryResult, deliver, eventNames } from "../library.js";
import { round } from "../listen/describe.js";
import { defaultPort } from "../listen/settings.js";
import { hintFor } from "../send/hint.js";
import { type Load, type Loads, readLoads } from "../send/load.js";
import type { Terminal } from "../terminal.js";
import { readSecret, readUrl, secretOption } from "../values.js";

/** The address of `listen`, if it was not given another. */
const listenUrl = `http://127.0.0.1:${defaultPort}/`;

/** `cmp-webhooks send` */
export const send: Command = {
  name: "send",
  summary: "Send sample events, or those that listen saved",
  usage: "EVENT... | --all | --from FILE [OPTIONS]",
  details: [
    "Each is sent once and as CMP sends it, headers included, and the answer is",
    "shown. CMP counts 200 and 202 as an acknowledgement; after any other answer it",
    "tries again for three days, and this command ends with exit code 1.",
    "",
    "With --from, event names choose among the deliveries in the file. --set changes",
    "every event that is sent. A value stays text where text was, and is otherwise",
    "read as JSON if it can be; := requires JSON. Where an id is changed, the links",
    "that contain it follow.",
  ],
  options: {
    to: { value: "URL", about: `The address [default: ${listenUrl}, of listen]` },
    all: { about: "One of every event, 43 in all" },
    from: { value: "FILE", about: "Send what is in a file, which check can read; - is stdin" },
    set: { value: "PATH=VALUE", repeats: true, about: "Change a member; may be repeated" },
    secret: secretOption,
  },
  words: [0, 1_000],
  takes: eventNames,
  examples: [
    "cmp-webhooks send task_added --set data.task.id=42",
    "cmp-webhooks send --all --to http://localhost:3000/webhooks/cmp",
    "cmp-webhooks send --from deliveries.ndjson",
  ],
  async run(args, terminal) {
    const target = readUrl("--to", args.text("to") ?? listenUrl);
    const secret = readSecret(args);
    terminal.hide(secret);
    const all = readLoads(args);
    for (const problem of all.problems) terminal.complain(problem);
    const sent = await sendAll(all.loads, target, secret, reporter(args, terminal, all.loads));
    const acknowledged = sent.filter((result) => result.acknowledged).length;
    sumUp(args, terminal, all, acknowledged);
    const failed = sent.find((result) => !result.acknowledged);
    const hint = failed && hintFor(failed, target, secret, args.text("secret") !== undefined);
    if (hint && !args.has("json")) terminal.print(hint);
    return failed === undefined && all.leftOut === 0 ? 0 : 1;
  },
};

function sumUp(args: Arguments, terminal: Terminal, { loads, leftOut }: Loads, acknowledged: number): void {
  const summary = { type: "summary", sent: loads.length, acknowledged, left_out: leftOut };
  if (args.has("json")) terminal.printJson(summary);
  else terminal.print("", `${count(loads.length, "delivery", "deliveries")}, ${acknowledged} acknowledged`);
}

/** Is told of each delivery when it is over. */
type Report = (load: Load, result: DeliveryResult, index: number) => void;

/**
 * One after the other, so that they arrive in the order of the lines.
 *
 * @throws Failure when the connection is refused
 */
async function sendAll(
  loads: readonly Load[],
  { href }: URL,
  secret: string | undefined,
  report: Report,
): Promise<readonly DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const [index, load] of loads.entries()) {
    const result = await sendOne(href, load, secret);
    if (systemCodeOf(result.error) === "ECONNREFUSED") {
      const rest = count(loads.length - index, "delivery", "deliveries");
      throw new Failure(`Nothing listens at ${href}, the connection was refused: ${rest} not sent`);
    }
    results.push(result);
    report(load, result, index);
  }
  return results;
}

/** A delivery that cannot be sent must not stop those behind it. */
async function sendOne(
  href: string,
  { body, headers }: Load,
  secret: string | undefined,
): Promise<DeliveryResult> {
  try {
    return await deliver(href, body, { secret, headers });
  } catch (cause) {
    const error = new Error("it could not be sent", { cause });
    return { status: 0, body: "", ms: 0, acknowledged: false, error };
  }
}

function reporter(args: Arguments, terminal: Terminal, loads: readonly Load[]): Report {
  if (args.has("json")) return (load, result) => terminal.printJson(toJson(load, result, terminal));
  const { clean, paint } = terminal;
  const longest = Math.max(...loads.map(({ eventName }) => clean(eventName, 60).length));
  const digits = String(loads.length).length;
  return ({ eventName }, { status, acknowledged, ms, error, body }, index) => {
    const reason = error === undefined ? (acknowledged ? "" : clean(body, 100)) : clean(error.message);
    const verdict = acknowledged ? "acknowledged" : "not acknowledged";
    terminal.print(
      flow(
        [
          { text: `${String(index + 1).padStart(digits)}/${loads.length}`, style: "dim" },
          clean(eventName, 60).padEnd(longest),
          status === 0 ? "---" : String(status),
          { text: verdict, style: acknowledged ? "good" : "bad" },
          { text: `${ms.toFixed(1)} ms`, style: "dim" },
          reason,
        ],
        paint,
      ),
    );
  };
}

/** The answer is made safe before it is cut: half of a secret cannot be found any more. */
function toJson({ eventName }: Load, result: DeliveryResult, { withoutSecret }: Terminal): object {
  const { status, acknowledged, ms, body, error } = result;
  return {
    type: "delivery",
    event_name: eventName,
    status,
    acknowledged,
    ms: round(ms),
    answer: withoutSecret(body).slice(0, 1_000),
    error: error?.message ?? null,
  };
}
