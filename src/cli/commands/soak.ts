import type { Arguments } from "../arguments.js";
import type { Command } from "../command.js";
import { Failure, systemCodeOf, UsageError } from "../failure.js";
import { count } from "../layout.js";
import {
  type Attempt,
  type CmpEvent,
  createEvent,
  createSimulator,
  type DeliveryResult,
  eventNames,
} from "../library.js";
import { hintFor } from "../send/hint.js";
import { describeReport, makeReport } from "../soak/report.js";
import type { Terminal } from "../terminal.js";
import { untilStopped } from "../until-stopped.js";
import {
  isLoopback,
  readCount,
  readNumber,
  readSecret,
  readShare,
  readUrl,
  secretOption,
} from "../values.js";

/** CMP's time limit, and seconds in place of its three days, so that a soak ends. */
const patience = { timeoutMs: 10_000, firstRetryMs: 500, retryForMs: 5_000 };

/** The ledger has an entry for each event, so their number needs a limit. */
const mostEvents = 500_000;

/** So many answers, all 401 or 404, tell that the path or the secret is wrong: more of them tell nothing new. */
const hopeless = 20;

/** How much later than planned the last event may begin, in seconds. */
const slack = 5;

/** `cmp-webhooks soak` */
export const soak: Command = {
  name: "soak",
  summary: "Put load on a receiver, as CMP would on a busy day",
  usage: "--to URL [OPTIONS]",
  details: [
    "Sends events of all kinds at a steady rate, and tries again what is not",
    "acknowledged, for five seconds in place of CMP's three days. Then it shows the",
    "answers, how long they took, and how many events were delivered. It stops when",
    "the first 20 answers are all 401 or 404. Exit code 1: an event was given up.",
  ],
  options: {
    to: { value: "URL", about: "The address" },
    rate: { value: "NUMBER", about: "Deliveries that begin in a second [default: 200]" },
    duration: { value: "SECONDS", about: "For how long [default: 30]" },
    duplicates: { value: "SHARE", about: "Events that are sent twice, such as 5% [default: none]" },
    reorder: { about: "Let deliveries overtake one another" },
    concurrency: { value: "NUMBER", about: "Deliveries at the same time, at most [default: 50]" },
    "fail-fast": { about: "Stop at the first delivery that is not acknowledged" },
    seed: { value: "NUMBER", about: "Another number, other ids and order [default: 1]" },
    secret: secretOption,
    "allow-remote": { about: "Accept a target on another machine" },
  },
  words: [0, 0],
  examples: ["cmp-webhooks soak --to http://localhost:3000/webhooks/cmp --duplicates 5%"],
  async run(args, terminal) {
    const settings = readSettings(args);
    terminal.hide(settings.secret);
    const report = await runSoak(settings, args, terminal);
    const { secret, url, ...wanted } = settings;
    if (args.has("json")) terminal.printJson({ target: url, wanted, ...report });
    else terminal.print(`Target: ${terminal.clean(url)}`, ...describeReport(report, terminal));
    return report.delivered ? 0 : 1;
  },
};

/** @throws UsageError */
function readSettings(args: Arguments) {
  const number = (name: string, usual: string, least: number, most: number): number =>
    readNumber(name, args.text(name)?.replace(name === "duration" ? /s$/ : "", "") ?? usual, least, most);
  const settings = {
    url: requireTarget(args),
    secret: readSecret(args),
    rate: number("rate", "200", 0.1, 10_000),
    seconds: number("duration", "30", 0.1, 3_600),
    duplicates: readShare("duplicates", args.text("duplicates") ?? "0%"),
    reorder: args.has("reorder"),
    concurrency: readCount("concurrency", args.text("concurrency") ?? "50", 1, 1_000),
    seed: readCount("seed", args.text("seed") ?? "1", 0, 2 ** 31),
  };
  if (settings.rate * settings.seconds <= mostEvents) return settings;
  throw new UsageError(`--rate times --duration must be at most ${mostEvents} events: choose less of one`);
}

type Settings = ReturnType<typeof readSettings>;

/** Load on somebody else's server must be intended. */
function requireTarget(args: Arguments): string {
  const url = readUrl("--to", args.text("to") ?? "");
  if (isLoopback(url) || args.has("allow-remote")) return url.href;
  throw new UsageError(`--to: ${url.hostname} is not this machine; add --allow-remote if you may load it`);
}

/** @throws Failure when the connection is refused at the first attempt */
async function runSoak(settings: Settings, args: Arguments, terminal: Terminal) {
  const { seconds, ...options } = settings;
  const stopping = new AbortController();
  const stopped = untilStopped(stopping.signal);
  void stopped.promise.then(() => stopping.abort());
  const start = performance.now();
  const passed = (): number => (performance.now() - start) / 1_000;
  const simulator = createSimulator({ ...options, ...patience });
  const run = simulator.run(makeEvents(settings, passed), { signal: stopping.signal });
  const attempts: DeliveryResult[] = [];
  const timer = setInterval(() => {
    const end = passed() < seconds ? `${passed().toFixed(0)} of ${seconds} s` : "last answers";
    if (!args.has("json")) terminal.draw(`${end}  ${count(attempts.length, "attempt")}`);
  }, 100);
  let ended: string | undefined;
  try {
    for await (const attempt of run) {
      if (attempt.outcome === "cancelled") continue;
      const { status, ms, acknowledged, error } = attempt;
      attempts.push({ status, ms, acknowledged, body: "", ...(error && { error }) });
      ended = reasonToStop(attempt, attempts, settings, args);
      if (ended !== undefined) break;
    }
  } finally {
    stopped.forget();
    clearInterval(timer);
    terminal.draw("");
  }
  if (stopping.signal.aborted) ended ??= "Stopped by hand before its end";
  return makeReport(attempts, run.ledger, passed(), ended);
}

function reasonToStop(last: Attempt, all: readonly DeliveryResult[], settings: Settings, args: Arguments) {
  const { url, secret } = settings;
  if (all.length === 1 && systemCodeOf(last.error) === "ECONNREFUSED") {
    throw new Failure(`Nothing listens at ${url}: the connection was refused`);
  }
  if (args.has("fail-fast") && !last.acknowledged) {
    return `Stopped at the first delivery that was not acknowledged: ${last.event.event_name}`;
  }
  const isHopeless = all.length === hopeless && all.every(({ status }) => status === 401 || status === 404);
  if (!isHopeless) return undefined;
  const hint = hintFor(last, new URL(url), secret, args.text("secret") !== undefined);
  return `Stopped, since the first ${hopeless} answers were all refusals. ${hint}`;
}

/** All 43 in turn, each with other ids. The time ends it too, where the target is slower than the rate. */
function* makeEvents({ rate, seconds, seed }: Settings, passed: () => number): Generator<CmpEvent> {
  for (let index = 0; index < rate * seconds && passed() < seconds + slack; index++) {
    const name = eventNames[index % eventNames.length] ?? "task_added";
    yield createEvent(name, {}, { seed: seed * 1_000_000 + Math.floor(index / eventNames.length) });
  }
}
