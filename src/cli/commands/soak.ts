import type { Command } from "../command.js";
import { Failure, systemCodeOf } from "../failure.js";
import { count } from "../layout.js";
import { type Attempt, type CmpEvent, createEvent, createSimulator, eventNames } from "../library.js";
import { hintFor } from "../send/hint.js";
import { describeSoak, isDelivered, type SoakResult, toJson } from "../soak/report.js";
import { readSettings, type SoakSettings } from "../soak/settings.js";
import { Tally } from "../soak/tally.js";
import type { Terminal } from "../terminal.js";
import { untilStopped } from "../until-stopped.js";
import { secretOption } from "../values.js";

/** CMP's time limit, and seconds in place of its three days, so that a soak ends. */
const patience = { timeoutMs: 10_000, firstRetryMs: 500, retryForMs: 5_000 };

/** So many answers, all 401 or 404, tell that the path or the secret is wrong: more of them tell nothing new. */
const hopeless = 20;

/** `cmp-webhooks soak` */
export const soak: Command = {
  name: "soak",
  summary: "Put load on a receiver, as CMP would on a busy day",
  usage: "--to URL [OPTIONS]",
  details: [
    "Sends events of all kinds at a steady rate, and tries again what is not",
    "acknowledged: after half a second, a second and so on, for five seconds in place",
    "of CMP's three days. Then it shows the answers, how long they took, and how many",
    "events were delivered. It stops when the first 20 answers are all 401 or 404.",
    "",
    "Exit code 1 means that an event was given up. The target must be on this machine",
    "unless --allow-remote is given.",
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
  examples: [
    "cmp-webhooks soak --to http://localhost:3000/webhooks/cmp --rate 200",
    "cmp-webhooks soak --to http://localhost:3000/ --duplicates 5% --reorder",
  ],
  async run(args, terminal) {
    const settings = readSettings(args);
    terminal.hide(settings.secret);
    const isGiven = args.text("secret") !== undefined;
    const result = await runSoak(settings, terminal, isGiven, args.has("json"));
    if (args.has("json")) terminal.printJson(toJson(result));
    else terminal.print(...describeSoak(result, terminal));
    return isDelivered(result) ? 0 : 1;
  },
};

/** @throws Failure when the connection is refused from the beginning */
async function runSoak(
  settings: SoakSettings,
  terminal: Terminal,
  isGiven: boolean,
  isJson: boolean,
): Promise<SoakResult> {
  const { target, ...options } = settings;
  const tally = new Tally();
  const simulator = createSimulator({ url: target.href, ...options, ...patience });
  const stopping = new AbortController();
  const stopped = untilStopped(stopping.signal);
  void stopped.promise.then(() => stopping.abort());
  const start = performance.now();
  const run = simulator.run(makeEvents(settings, start), { signal: stopping.signal });
  const timer = setInterval(() => terminal.draw(isJson ? "" : progressOf(tally, settings, start)), 100);
  let ended: string | undefined;
  try {
    for await (const attempt of run) {
      if (attempt.outcome === "cancelled") continue;
      tally.add(attempt);
      ended = reasonToStop(attempt, tally, settings, isGiven);
      if (ended !== undefined) break;
    }
  } finally {
    stopped.forget();
    clearInterval(timer);
    terminal.draw("");
  }
  if (stopping.signal.aborted) ended ??= "Stopped by hand before its end";
  return { settings, tally, ledger: run.ledger, seconds: (performance.now() - start) / 1_000, ended };
}

function reasonToStop(
  attempt: Attempt,
  { latencies, statuses }: Tally,
  { target, secret, failFast }: SoakSettings,
  isGiven: boolean,
): string | undefined {
  const answers = latencies.length;
  if (answers === 0 && systemCodeOf(attempt.error) === "ECONNREFUSED") {
    throw new Failure(`Nothing listens at ${target.href}: the connection was refused`);
  }
  if (failFast && !attempt.acknowledged) {
    return `Stopped at the first delivery that was not acknowledged: ${attempt.event.event_name}`;
  }
  const refused = (statuses.get(401) ?? 0) + (statuses.get(404) ?? 0);
  if (answers !== hopeless || refused !== hopeless) return undefined;
  return `Stopped, since the first ${hopeless} answers were all refusals. ${hintFor(attempt, target, secret, isGiven)}`;
}

function progressOf({ attempts, acknowledged }: Tally, { seconds }: SoakSettings, start: number): string {
  const passed = (performance.now() - start) / 1_000;
  const time = passed < seconds ? `${passed.toFixed(0)} of ${seconds} s` : "last answers";
  return `${time}  ${count(attempts, "attempt")}, ${attempts - acknowledged} not acknowledged`;
}

/** How much later than planned the last event may begin, in milliseconds. */
const slack = 5_000;

/** All 43 in turn, each with other ids. The time ends it too, where the target is slower than the rate. */
function* makeEvents({ rate, seconds, seed }: SoakSettings, start: number): Generator<CmpEvent> {
  const total = Math.ceil(rate * seconds);
  const end = start + seconds * 1_000 + slack;
  for (let index = 0; index < total && performance.now() < end; index++) {
    const name = eventNames[index % eventNames.length];
    const round = Math.floor(index / eventNames.length);
    if (name !== undefined) yield createEvent(name, {}, { seed: seed * 1_000_000 + round });
  }
}
