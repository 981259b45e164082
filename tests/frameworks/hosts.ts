/*
 * Every framework that has an example. Those here need no build, and are part of every run of CI.
 */
import { certificate } from "../fixtures/certificate.js";
import { type Framework, functionsFramework, gateway, parserOf, stays } from "./framework.js";
import { weekly } from "./weekly.js";

const everyRun: readonly Framework[] = [
  {
    name: "http2",
    title: "node:http2",
    version: `Node ${process.versions.node}`,
    file: "server.ts",
    protocol: "h2",
    files: { "key.pem": certificate.key, "certificate.pem": certificate.cert },
    afterwards: stays,
    limits: "none",
    variants: [
      { title: "HTTP/1.1 beside it", replace: [], protocol: "https" },
      {
        title: "without TLS",
        replace: [
          ["createSecureServer", "createServer"],
          ["createSecureServer(tls, ", "createServer("],
        ],
        protocol: "h2c",
      },
    ],
  },
  {
    name: "express",
    title: "Express",
    package: "express",
    file: "server.ts",
    afterwards: stays,
    limits: "none ahead of express.json(); behind it 100 kB, answered by Express",
    variants: [
      {
        title: "behind express.json()",
        replace: [["express();\n", "express();\napp.use(express.json());\n"]],
        differs: parserOf("express.json()", { large: true }),
      },
    ],
  },
  {
    name: "fastify",
    title: "Fastify",
    package: "fastify",
    file: "server.ts",
    afterwards: stays,
    limits: "none: the plugin has its own scope, and Fastify's parser is not in it",
  },
  {
    name: "koa",
    title: "Koa",
    package: "koa",
    file: "server.ts",
    afterwards: stays,
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
    afterwards: `${stays}; on Workers with waitUntil`,
    limits: "none",
  },
  { name: "h3-1", title: "h3 1", package: "h3", file: "server.ts", afterwards: stays, limits: "none" },
  { name: "h3-2", title: "h3 2", package: "h3", file: "server.ts", afterwards: stays, limits: "none" },
  {
    name: "nestjs-express",
    title: "NestJS on Express",
    package: "@nestjs/core",
    file: "main.ts",
    afterwards: stays,
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
    afterwards: stays,
    limits: "none: the plugin has its own scope, and Nest's parser is not in it",
  },
  {
    name: "hapi",
    title: "hapi",
    package: "@hapi/hapi",
    file: "server.ts",
    afterwards: stays,
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
    version: "recorded events",
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
    differs: functionsFramework,
    afterwards: "no, unless CPU is always allocated",
    limits: "32 MB (10 MB in the first generation); the framework parses JSON itself and keeps rawBody",
  },
];

/** Every framework; the order is that of the table. */
export const frameworks: readonly Framework[] = [
  ...everyRun,
  ...weekly.map((framework) => ({ ...framework, isWeekly: true }) as const),
];
