/*
 * The tables of what grows: one quantity is raised from case to case, and everything else stays.
 */
import { byCase, cpu, figure, type TablePlan } from "./plan.js";

const sizes = {
  "1024": "1 KiB",
  "16384": "16 KiB",
  "131072": "128 KiB",
  "1048576": "1 MiB",
  "4194304": "4 MiB",
};
const powers = { "1": "1", "10": "10", "100": "100", "1000": "1,000" };
const connections = { "1": "1", "10": "10", "50": "50", "100": "100", "250": "250", "500": "500" };

/** The tables of the suites that watch growth. */
export const growthPlans: readonly TablePlan[] = [
  {
    part: "handlers",
    title: "CPU a delivery by the number of handlers",
    corner: "Handlers",
    where: { metric: "cpu" },
    rows: byCase(powers),
    columns: [
      figure("on other events", { contestant: "other events" }),
      figure("on the same event", { contestant: "same event" }),
    ],
  },
  {
    part: "connections",
    title: "By the number of connections",
    corner: "Connections",
    where: {},
    rows: byCase(connections),
    columns: [
      figure("CPU, bare", { contestant: "node bare", metric: "cpu" }),
      ...cpu("CPU, ours", { contestant: "node ours" }),
      figure("requests, bare", { contestant: "node bare", metric: "requests" }),
      figure("ours", { contestant: "node ours", metric: "requests" }),
      figure("p99, bare", { contestant: "node bare", metric: "p99" }),
      figure("ours", { contestant: "node ours", metric: "p99" }),
    ],
  },
  {
    part: "body",
    title: "By the size of the body",
    corner: "Body",
    where: {},
    rows: byCase(sizes),
    columns: [
      figure("CPU, bare", { contestant: "node bare", metric: "cpu" }),
      ...cpu("CPU, ours", { contestant: "node ours" }),
      figure("memory, bare", { contestant: "node bare", metric: "rss" }),
      figure("ours", { contestant: "node ours", metric: "rss" }),
      figure("held per byte, bare", { contestant: "node bare", metric: "held per byte" }),
      figure("ours", { contestant: "node ours", metric: "held per byte" }),
    ],
  },
  {
    part: "in-flight",
    title: "By the number of deliveries in flight",
    corner: "In flight",
    where: {},
    rows: byCase({ ...powers, "10000": "10,000" }),
    columns: [
      figure("held a delivery, bare", { contestant: "bare", metric: "held" }),
      figure("ours", { contestant: "ours", metric: "held" }),
      figure("CPU, bare", { contestant: "bare", metric: "cpu" }),
      ...cpu("CPU, ours", { contestant: "ours" }),
    ],
  },
];
