/* Three ratios that must not get worse. */
import { amountOf, cpu, type Effort } from "./http.js";
import { inside } from "./process.js";
import { ratioOf } from "./statistics.js";

/** A quiet machine showed 1.1, 1.4 and 1.8; with room for a busier one. */
const limits = { small: 1.3, dense: 2.1, inside: 2.4 };

/** Measures and prints the three. @returns whether all are within their limits */
export async function check(effort: Effort): Promise<boolean> {
  const { rounds, amount } = effort;
  const load = { kind: "dense", amount: amountOf(effort, "dense", 1_000_000) } as const;
  const small = await cpu(["bare", "node"], { amount }, rounds);
  const dense = await cpu(["bare", "node"], load, rounds);
  const [ours, bare] = await inside(["ours", "bare"], Math.ceil(rounds / 2));
  return [
    judge("node, small, to bare", ratioOf(small, "node", "bare").median, limits.small),
    judge("1 MB of small members, to bare", ratioOf(dense, "node", "bare").median, limits.dense),
    judge("in process, to bare", ours / bare, limits.inside),
  ].every((isWithin) => isWithin);
}

function judge(title: string, ratio: number, limit: number): boolean {
  const isWithin = ratio <= limit;
  console.log(`${isWithin ? "good" : "SLOW"}  ${title}: ${ratio.toFixed(2)}, limit ${limit}`);
  return isWithin;
}
