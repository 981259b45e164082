/* Three ratios that must not get worse. */
import { amountOf, cpu, type Effort } from "./http.js";
import { inside } from "./process.js";
import { formatRatio, ratioOf, type Series } from "./statistics.js";

/** A quiet machine showed 1.1, 1.4 and 1.8; with room for a busier one. */
const limits = { small: 1.3, dense: 2.1, inside: 2.4 };

/** Measures and prints the three. @returns whether all are within their limits */
export async function check(effort: Effort): Promise<boolean> {
  const { rounds, amount } = effort;
  const dense = { kind: "dense", amount: amountOf(effort, "dense", 1_000_000) } as const;
  return [
    judge("node, small, to bare", await cpu(["bare", "node"], { amount }, rounds), "node", limits.small),
    judge(
      "1 MB of small members, to bare",
      await cpu(["bare", "node"], dense, Math.ceil(rounds / 2)),
      "node",
      limits.dense,
    ),
    judge(
      "in process, to bare",
      await inside(["bare", "ours"], Math.ceil(rounds / 4)),
      "ours",
      limits.inside,
    ),
  ].every((isWithin) => isWithin);
}

function judge(title: string, series: Series, name: string, limit: number): boolean {
  const ratio = ratioOf(series, name, "bare");
  const isWithin = ratio.median <= limit;
  console.log(`${isWithin ? "good" : "SLOW"}  ${title}: ${formatRatio(ratio)}, limit ${limit}`);
  return isWithin;
}
