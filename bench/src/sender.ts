/* A process that sends requests by autocannon, as each order says, and answers with its result. */
import autocannon, { type Options } from "autocannon";

process.on("disconnect", () => process.exit());
process.on("message", async (options: Options) => {
  const { "2xx": good, non2xx, errors } = await autocannon(options);
  process.send?.({ "2xx": good, non2xx, errors });
});
