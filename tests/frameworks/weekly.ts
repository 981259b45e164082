/*
 * Frameworks that take long to install or to build. They are run weekly, and with `--all`.
 */
import { type Framework, functionsFramework, gateway, parserOf, stays, type Variant } from "./framework.js";

const next = { package: "next", build: [["next/dist/bin/next", "build"]] } as const;
const nextStart = ["../node_modules/next/dist/bin/next", "start", "--hostname", "127.0.0.1"];

/** The examples have the newest; these are the versions of the older ones. */
const nextReleases = [
  { release: "16", dependencies: {} },
  { release: "15", dependencies: { next: "15.5.29" } },
  {
    release: "14",
    dependencies: { next: "14.2.35", react: "18.3.1", "react-dom": "18.3.1", "@types/react": "18.3.32" },
  },
] as const;

/** As the page shows it; Next 14 has no `after`. */
const after: Variant = {
  title: "with waitUntil: after",
  isOnPage: true,
  replace: [
    [
      "export const POST = toFetchHandler(receiver);",
      "const handle = toFetchHandler(receiver);\nexport const POST = (request: Request) => handle(request, { waitUntil: after });",
    ],
    ["import {", 'import { after } from "next/server";\nimport {'],
  ],
};

const nextRows: readonly Framework[] = nextReleases.flatMap(({ release, dependencies }): Framework[] => [
  {
    ...next,
    name: "next-app",
    title: `Next.js ${release}, app router`,
    family: "Next.js, app router",
    dependencies,
    file: "app/webhooks/cmp/route.ts",
    args: nextStart,
    differs: { GET: { answers: ["405"], why: "Next answers methods that a route does not export" } },
    afterwards: `${stays}; on Vercel with waitUntil: after`,
    limits: "none on Node, and there is no parser; Vercel 4.5 MB, answered by Vercel with 413",
    variants: release === "16" ? [after] : [],
  },
  {
    ...next,
    name: "next-pages",
    title: `Next.js ${release}, pages router`,
    family: "Next.js, pages router",
    dependencies,
    file: "pages/api/webhooks/cmp.ts",
    path: "/api/webhooks/cmp",
    args: nextStart,
    afterwards: `${stays}; on Vercel not`,
    limits: "none with bodyParser: false; with Next's parser 1 MB, answered by Next; Vercel 4.5 MB",
    variants: [
      {
        title: "with Next's parser",
        replace: [["export const config = { api: { bodyParser: false } };\n", ""]],
        differs: parserOf("Next's parser", {}),
      },
    ],
  },
]);

/** In the order of the table. */
export const weekly: readonly Framework[] = [
  ...nextRows,
  {
    name: "astro",
    title: "Astro",
    package: "astro",
    file: "src/pages/webhooks/cmp.ts",
    build: [["astro/astro.js", "build"]],
    args: ["dist/server/entry.mjs"],
    afterwards: stays,
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
    afterwards: stays,
    limits: "BODY_SIZE_LIMIT of adapter-node, 512 kB unless you set it",
  },
  {
    name: "elysia",
    title: "Elysia on Bun",
    package: "elysia",
    file: "server.ts",
    program: "@oven/bun-linux-x64/bin/bun",
    args: ["server.ts"],
    afterwards: stays,
    limits: "128 MB, maxRequestBodySize of Bun",
  },
  {
    name: "react-router",
    title: "React Router",
    package: "react-router",
    file: "app/routes/webhooks.cmp.ts",
    build: [["@react-router/dev/bin.js", "build"]],
    args: ["../node_modules/@react-router/serve/bin.js", "build/server/index.js"],
    differs: { GET: { answers: ["400"], why: "React Router answers GET of a route without a loader" } },
    afterwards: stays,
    limits: "none on Node, and there is no parser",
  },
  {
    name: "nuxt",
    title: "Nuxt",
    package: "nuxt",
    file: "server/routes/webhooks/cmp.ts",
    build: [["nuxt/bin/nuxt.mjs", "build"]],
    args: [".output/server/index.mjs"],
    afterwards: stays,
    limits: "none on Node",
  },
  {
    name: "azure-functions",
    title: "Azure Functions, the real @azure/functions behind a host of our own",
    family: "Azure Functions",
    package: "@azure/functions",
    file: "src/functions/cmp.ts",
    path: "/api/webhooks/cmp",
    build: [["typescript/bin/tsc"]],
    args: ["--import", "tsx", "azure-bridge"],
    afterwards: 'no: do not use acknowledge: "before"',
    limits: "100 MB and 230 s, answered by Azure",
    variants: [
      {
        title: "without enableHttpStream",
        replace: [["app.setup({ enableHttpStream: true });\n", ""]],
        differs: {
          "a body that stalls": {
            answers: ["no answer yet"],
            why: "the host waits for it, and calls nobody",
          },
        },
      },
    ],
  },
  {
    name: "firebase",
    title: "Firebase",
    package: "firebase-functions",
    file: "index.js",
    args: ["../node_modules/@google-cloud/functions-framework/build/src/main.js", "--target=cmp"],
    differs: functionsFramework,
    afterwards: "no, unless CPU is always allocated",
    limits: "32 MB; the framework parses JSON itself and keeps rawBody",
  },
  {
    name: "netlify",
    title: "Netlify, @netlify/functions-dev",
    family: "Netlify",
    package: "@netlify/functions",
    file: "netlify/functions/cmp.ts",
    build: [["typescript/bin/tsc"]],
    args: ["--import", "tsx", "netlify-bridge"],
    differs: gateway,
    afterwards: "no; Netlify passes waitUntil",
    limits: "6 MB and 30 s, answered by Netlify",
  },
];
