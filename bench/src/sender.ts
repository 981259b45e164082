/* A process that sends requests by autocannon, as a list of orders says, all at the same time; it answers with the results. */
import autocannon, { type Options } from "autocannon";

process.on("disconnect", () => process.exit());
process.on("message", async (orders: readonly Options[]) => {
  const results = await Promise.all(orders.map((order) => autocannon(order)));
  process.send?.(results.map(({ "2xx": good, non2xx, errors }) => ({ "2xx": good, non2xx, errors })));
});
