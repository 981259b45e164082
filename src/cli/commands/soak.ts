import type { Command } from "../command.js";
import { Failure, systemCodeOf } from "../failure.js";
import { type CmpEvent, createEvent, createSimulator, eventNames } from "../library.js";
import { showProgress } from "../soak/progress.js";
import { describeSoak, isDelivered, type SoakResult, toJson } from "../soak/report.js";
import { readSettings, type SoakSettings } from "../soak/settings.js";
import { Statistics } from "../soak/statistics.js";
import type { Terminal } from "../terminal.js";
import { untilStopped } from "../until-stopped.js";

/** CMP's seconds, and seconds in place of its three days, so that a soak comes to an end. */
const patience = { timeoutMs: 10_000, firstRetryMs: 500, retryForMs: 5_000 };

/** `cmp-webhooks soak` */
export const soak: Command = {
  name: "soak",
  summary: "Put load on a receiver, as CMP would on a busy day and worse",
  usage: "--to URL [OPTIONS]",
  details: [
    "Sends events of all kinds at a steady rate, some twice and out of order if that is wanted, and tries again what is not acknowledged: after half a second, a second and so on, for five seconds in place of CMP's three days. Then it shows how long the answers took, which they were, and what became of the events.",
    "Exit code 1 means that an event was given up. Targets must be on this machine, unless --allow-remote is said.",
  ],
  options: {
    to: { value: "URL", about: "Where to send" },
    rate: { value: "NUMBER", about: "Deliveries that begin in a second, 200 unless given" },
    duration: { value: "SECONDS", about: "For how long, 30 unless given" },
    duplicates: { value: "SHARE", about: "How many events are sent twice, such as 5%; none unless given" },
    reorder: { about: "Let deliveries overtake one another" },
    concurrency: { value: "NUMBER", about: "How many are under way at once at the most, 50 unless given" },
    "fail-fast": { about: "End at the first delivery that is not acknowledged" },
    seed: { value: "NUMBER", about: "Another number gives other ids and another order, 1 unless given" },
    secret: {
      value: "SECRET",
      about: "The secret to send; CMP_WEBHOOK_SECRET unless given, and else none",
    },
    "allow-remote": { about: "Let the target be another machine" },
  },
  words: [0, 0],
  examples: [
    "cmp-webhooks soak --to http://localhost:3000/ --rate 200 --duration 30",
    "cmp-webhooks soak --to http://localhost:3000/ --duplicates 5% --reorder",
  ],
  async run(args, terminal) {
    const settings = readSettings(args);
    terminal.hide(settings.secret);
    const result = await runSoak(settings, terminal, args.has("json"));
    if (args.has("json")) terminal.printJson(toJson(result));
    else terminal.print(...describeSoak(result, terminal));
    return isDelivered(result) ? 0 : 1;
  },
};

/** @throws Failure when nobody has ever answered */
async function runSoak(settings: SoakSettings, terminal: Terminal, isJson: boolean): Promise<SoakResult> {
  const { target, ...options } = settings;
  const statistics = new Statistics();
  const simulator = createSimulator({ url: target.href, ...options, ...patience });
  const stopping = new AbortController();
  const stopped = untilStopped(new AbortController().signal);
  void stopped.promise.then(() => stopping.abort());
  const start = performance.now();
  const run = simulator.run(makeEvents(settings, start), { signal: stopping.signal });
  const hideProgress = isJson ? () => {} : showProgress(settings, statistics, terminal);
  let ended: string | undefined;
  try {
    for await (const attempt of run) {
      if (attempt.outcome === "cancelled") continue;
      statistics.add(attempt);
      if (statistics.answers === 0 && systemCodeOf(attempt.error) === "ECONNREFUSED") {
        throw new Failure(`Nobody listens at ${target.href}: the connection was refused`);
      }
      if (settings.failFast && !attempt.acknowledged) {
        ended = `Ended at the first delivery that was not acknowledged: ${attempt.event.event_name}`;
        break;
      }
    }
  } finally {
    stopped.forget();
    hideProgress();
  }
  if (stopping.signal.aborted) ended ??= "Ended by hand, before its time";
  return { settings, statistics, ledger: run.ledger, seconds: (performance.now() - start) / 1_000, ended };
}

/** How much later than planned the last event may begin, in milliseconds. */
const slack = 500;

/** All 43 in turn, each round about other things. Time ends it as well, for a target that does not keep up. */
function* makeEvents({ rate, seconds, seed }: SoakSettings, start: number): Generator<CmpEvent> {
  const total = Math.ceil(rate * seconds);
  const end = start + seconds * 1_000 + slack;
  for (let index = 0; index < total && performance.now() < end; index++) {
    const name = eventNames[index % eventNames.length];
    const round = Math.floor(index / eventNames.length);
    if (name !== undefined) yield createEvent(name, {}, { seed: seed * 1_000_000 + round });
  }
}
