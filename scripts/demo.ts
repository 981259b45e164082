/*
 * `npm run demo`: a server that receives deliveries, and a sender that sends one of each event, and some twenty that
 * are odd or bad, over real HTTP. Ends with exit code 1 when anything goes another way than it is documented.
 */
import { openHouse } from "./demo/house.js";
import { deliver, type Outcome } from "./demo/outcome.js";
import { rows } from "./demo/rows.js";
import { formatHead, formatRow, formatTitle, makeStyle, type Style } from "./demo/table.js";

const style = makeStyle(process.stdout, process.env["NO_COLOR"]);
const startedAt = performance.now();
const outcomes = await sendAll(style);
process.exitCode = report(outcomes, performance.now() - startedAt, style);

/** Sends the rows one after the other, and prints each as soon as it is answered. */
async function sendAll(style: Style): Promise<readonly Outcome[]> {
  const house = await openHouse();
  const outcomes: Outcome[] = [];
  try {
    console.log(`Deliveries to a receiver on http://127.0.0.1:${house.port}, as CMP would send them.\n`);
    console.log(formatHead(style));
    for (const row of rows) {
      if (row.title !== outcomes.at(-1)?.row.title) console.log(formatTitle(row.title, style));
      const outcome = await deliver(row, house);
      outcomes.push(outcome);
      console.log(formatRow(outcome, style));
    }
  } finally {
    await house.close();
  }
  return outcomes;
}

/** Prints what it all comes to, and tells the exit code. */
function report(outcomes: readonly Outcome[], ms: number, { green, red }: Style): number {
  const wrong = outcomes.filter(({ faults }) => faults.length > 0);
  const figures = `${outcomes.length} requests in ${(ms / 1000).toFixed(1)} s`;
  console.log();
  if (wrong.length === 0) {
    console.log(green(`${figures}: each was answered as it is documented.`));
    console.log('Next: "Fifteen lines that work" in README.md, or run one of the examples:');
    console.log("  CMP_WEBHOOK_SECRET=change-me npx tsx examples/node/server.ts");
    return 0;
  }
  console.log(red(`${figures}: ${wrong.length} went another way than it is documented.`));
  for (const { row, faults } of wrong) console.log(red(`  ${row.sent}: ${faults.join("; ")}`));
  return 1;
}
