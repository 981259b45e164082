/*
 * Which tables there are, as data, and in which order.
 */
import { growthPlans } from "./growth-plans.js";
import { both, byContestant, cpu, everyone, figure, type TablePlan } from "./plan.js";

const packages = ["empty module", "ours", "ours node", "linear", "octokit", "stripe", "standardwebhooks"];

const httpCases = {
  small: "Small (about 250 bytes)",
  preview: "Preview (about 9 kB)",
  large: "Large (1 MB, mostly text)",
  "large-dense": "Large and dense (1 MB of very many small members)",
};

const httpTables = Object.entries(httpCases).map(([name, title]): TablePlan => {
  return {
    part: "http",
    title,
    corner: "Receiver",
    where: { case: name },
    rows: everyone("http"),
    columns: [
      ...cpu("CPU a request", {}),
      both("requests", "requests"),
      both("p50", "p50"),
      both("p99", "p99"),
      both("memory", "rss"),
    ],
  };
});

const refusalCases = {
  close: "The sender asks for an end of the connection",
  "keep-alive": "The sender keeps the connection",
};

const refusalTables = Object.entries(refusalCases).map(([name, title]): TablePlan => {
  return {
    part: "refusal",
    title,
    corner: "Receiver",
    where: { case: name },
    rows: everyone("refusal"),
    columns: [
      ...cpu("CPU a request", {}),
      both("memory", "rss"),
      figure("gain", { metric: "held" }),
      figure("lost", { metric: "lost" }),
    ],
  };
});

const compileCases = {
  "-": "With every declaration checked",
  skipLibCheck: "With skipLibCheck, as most projects have it",
};

const compileTables = Object.entries(compileCases).map(([name, title]): TablePlan => {
  return {
    part: "compile",
    title,
    corner: "Package",
    where: { case: name },
    rows: byContestant(packages),
    columns: [
      figure("compile", { metric: "check" }),
      figure("instantiations", { metric: "instantiations" }),
      figure("memory", { metric: "memory" }),
    ],
  };
});

/** All tables, in the order of the document. */
export const tablePlans: readonly TablePlan[] = [
  ...httpTables,
  ...refusalTables,
  {
    part: "core",
    title: "CPU a delivery, without any server",
    corner: "Receiver",
    where: {},
    rows: everyone("core"),
    columns: [...cpu("small", { case: "small" }), ...cpu("preview", { case: "preview" })],
  },
  {
    part: "fetch",
    title: "CPU from Request to Response",
    corner: "Receiver",
    where: {},
    rows: everyone("fetch"),
    columns: ["small", "preview", "large"].flatMap((name) => cpu(name, { case: name })),
  },
  {
    part: "start",
    title: "Time to import",
    corner: "Package",
    where: { case: "-" },
    rows: byContestant([...packages.toSpliced(1, 0, "empty package"), "express", "fastify"]),
    columns: [figure("import", { metric: "import" })],
  },
  {
    part: "start",
    title: "Time from the start of the process to its first answer",
    corner: "Server",
    where: { case: "-" },
    rows: byContestant(["node bare", "node ours", "octokit", "express by hand", "fastify by hand"]),
    columns: [figure("first answer", { metric: "first answer" })],
  },
  ...compileTables,
  {
    part: "size",
    title: "Bundle of a small server",
    corner: "Package",
    where: { case: "-" },
    rows: byContestant(packages),
    columns: [figure("minified", { metric: "min" }), figure("gzipped", { metric: "gzip" })],
  },
  ...growthPlans,
];
