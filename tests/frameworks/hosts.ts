/*
 * Every framework that has an example: how it is started, what its own JSON parser is, and where it answers otherwise.
 */

/** An answer that the framework gives in place of ours. */
export interface Difference {
  readonly answers: readonly string[];
  readonly why: string;
}

/** Cases that are answered otherwise, by their names in tests/support/black-box.ts. */
export type Differences = Readonly<Record<string, Difference>>;

/** The example with a change of a few lines: the framework's own parser ahead of the receiver. */
export interface Variant {
  readonly title: string;
  /** Each is replaced once; the first must be in the file. */
  readonly replace: readonly (readonly [from: string, to: string])[];
  readonly differs?: Differences;
}

/** One folder under examples/frameworks. */
export interface Framework {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** The package whose version is shown. */
  readonly package: string;
  /** The file that a person copies. */
  readonly file: string;
  /** Where it takes deliveries. @default "/webhooks/cmp" */
  readonly path?: string;
  /** The program in node_modules that runs it. @default Node */
  readonly program?: string;
  /** Its arguments to the program; `file` is run with tsx unless there are any. */
  readonly args?: readonly string[];
  /** Commands that are run before it, such as a build; each is the path of a program in node_modules, and arguments. */
  readonly build?: readonly (readonly string[])[];
  readonly differs?: Differences;
  readonly variants?: readonly Variant[];
  /** Not part of every run of CI: it takes long to install or to build. */
  readonly isWeekly?: true;
  /** Whether work continues after the response. */
  readonly afterwards: string;
  /** Limits of the platform's own. */
  readonly limits: string;
}

const process = "yes: the process stays";

/** What a parser ahead of the receiver answers itself; nothing of that is announced. */
function parserOf(name: string, { large, invalid = "400", tooLong = "413" }: Parser): Differences {
  const refused = { answers: [tooLong], why: `${name} has a limit of its own` };
  const cases = [...tooLongCases, ...(large ? largeCases : [])];
  return {
    ...Object.fromEntries(cases.map((title) => [title, refused])),
    ...(large && { "a wrong secret and 1 MB": refused }),
    "a body that is no JSON": { answers: [invalid], why: `${name} refuses it` },
    "a body that stalls": { answers: ["no answer yet"], why: `${name} waits for it without a deadline` },
  };
}

interface Parser {
  /** Its limit is below 300 KB, as it is with Express. */
  readonly large?: boolean;
  readonly invalid?: string;
  readonly tooLong?: string;
}

const largeCases = ["a delivery of 300 KB", "a delivery of 300 KB in chunks"];
const tooLongCases = ["a body over the limit", "a body over the limit in chunks"];

/** API Gateway reads a request before the function is called. */
const gateway: Differences = {
  "a body that stalls": { answers: ["no answer yet"], why: "the gateway waits for it, and calls nobody" },
};

/** Every framework; the order is that of the table. */
export const frameworks: readonly Framework[] = [
  {
    name: "koa",
    title: "Koa",
    package: "koa",
    file: "server.ts",
    afterwards: process,
    limits: "none; koa-bodyparser: 1 MB",
    variants: [
      {
        title: "behind koa-bodyparser",
        replace: [
          ['import Koa from "koa";\n', 'import Koa from "koa";\nimport bodyParser from "koa-bodyparser";\n'],
          ["new Koa();\n", "new Koa();\napp.use(bodyParser());\n"],
        ],
        differs: parserOf("koa-bodyparser", {}),
      },
    ],
  },
  {
    name: "hono",
    title: "Hono",
    package: "hono",
    file: "server.ts",
    afterwards: `${process}; on Workers with waitUntil`,
    limits: "none",
  },
  { name: "h3-1", title: "h3 1", package: "h3", file: "server.ts", afterwards: process, limits: "none" },
  { name: "h3-2", title: "h3 2", package: "h3", file: "server.ts", afterwards: process, limits: "none" },
  {
    name: "nestjs-express",
    title: "NestJS on Express",
    package: "@nestjs/core",
    file: "main.ts",
    afterwards: process,
    limits: "none ahead of Nest's parser; behind it 100 kB, answered by Nest",
    variants: [
      {
        title: "behind Nest's parser",
        replace: [["app.use(", 'app.useBodyParser("json");\napp.use(']],
        differs: parserOf("Nest's parser", { large: true }),
      },
    ],
  },
  {
    name: "nestjs-fastify",
    title: "NestJS on Fastify",
    package: "@nestjs/core",
    file: "main.ts",
    afterwards: process,
    limits: "none: the plugin has its own scope, and Nest's parser is not in it",
  },
  {
    name: "hapi",
    title: "hapi",
    package: "@hapi/hapi",
    file: "server.ts",
    afterwards: process,
    limits: "none; with hapi's parser 1 MB and 10 s, answered by hapi",
    variants: [
      {
        title: "with hapi's parser",
        replace: [
          ['  options: { payload: { parse: false, output: "stream", maxBytes: 5 * 1024 * 1024 } },\n', ""],
          [
            "async ({ raw }, toolkit) => {\n",
            "async ({ raw, payload }, toolkit) => {\n    Object.assign(raw.req, { body: payload });\n",
          ],
        ],
        differs: parserOf("hapi", {}),
      },
    ],
  },
  {
    name: "lambda",
    title: "AWS Lambda",
    package: "",
    file: "handler.ts",
    args: ["--import", "tsx", "lambda-bridge"],
    differs: gateway,
    afterwards: "no: handlers are awaited, late ones for 1 s",
    limits: "6 MB, API Gateway 10 MB and 30 s; the function's timeout is 3 s unless you set it",
  },
  {
    name: "serverless-http",
    title: "Express through serverless-http",
    package: "serverless-http",
    file: "handler.ts",
    args: ["--import", "tsx", "lambda-bridge"],
    differs: gateway,
    afterwards: 'no: do not use acknowledge: "before"',
    limits: "as AWS Lambda",
    variants: [
      {
        title: "behind express.json()",
        replace: [["express();\n", "express();\napp.use(express.json());\n"]],
        differs: gateway,
      },
    ],
  },
  {
    name: "functions-framework",
    title: "Google Cloud Functions",
    package: "@google-cloud/functions-framework",
    file: "index.js",
    args: ["../node_modules/@google-cloud/functions-framework/build/src/main.js", "--target=cmp"],
    differs: {
      "a body that is no JSON": { answers: ["400"], why: "the framework refuses it" },
      "a body that stalls": {
        answers: ["no answer yet"],
        why: "the framework waits for it without a deadline",
      },
    },
    afterwards: "no, unless CPU is always allocated",
    limits: "32 MB (10 MB in the first generation); the framework parses JSON itself and keeps rawBody",
  },
  {
    name: "astro",
    title: "Astro",
    package: "astro",
    file: "src/pages/webhooks/cmp.ts",
    build: [["astro/astro.js", "build"]],
    args: ["dist/server/entry.mjs"],
    isWeekly: true,
    afterwards: process,
    limits: "none on Node",
  },
  {
    name: "sveltekit",
    title: "SvelteKit",
    package: "@sveltejs/kit",
    file: "src/routes/webhooks/cmp/+server.ts",
    build: [["vite/bin/vite.js", "build"]],
    args: ["build/index.js"],
    differs: { GET: { answers: ["405"], why: "SvelteKit answers methods that a route does not export" } },
    isWeekly: true,
    afterwards: process,
    limits: "BODY_SIZE_LIMIT of adapter-node, 512 kB unless you set it",
  },
  {
    name: "elysia",
    title: "Elysia on Bun",
    package: "elysia",
    file: "server.ts",
    program: "@oven/bun-linux-x64/bin/bun",
    args: ["server.ts"],
    isWeekly: true,
    afterwards: process,
    limits: "128 MB, maxRequestBodySize of Bun",
  },
];
