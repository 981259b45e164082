import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CmpApi, createCmpApi } from "optimizely-cmp-webhooks/testing";
import { afterAll, expect, test } from "vitest";
import { secret, toJson, useProgram } from "./program.js";

const { run } = useProgram();
const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

const apis: CmpApi[] = [];
afterAll(() => Promise.all(apis.map((api) => api.close())));

async function fakeCmp(): Promise<CmpApi> {
  const api = await createCmpApi();
  apis.push(api);
  return api;
}

/** The environment of a user who has the fake CMP in the place of CMP. */
function env(api: CmpApi, changes: Readonly<Record<string, string>> = {}) {
  const { clientId, clientSecret, tokenUrl } = api.credentials;
  const credentials = { CMP_CLIENT_ID: clientId, CMP_CLIENT_SECRET: clientSecret };
  return { ...credentials, CMP_TOKEN_URL: tokenUrl, CMP_API_URL: api.clientOptions.baseUrl, ...changes };
}

const right = [
  "register",
  "--name",
  "Site",
  "--url",
  "https://example.com/cmp",
  "--events",
  "task_added,task_removed",
];

/** The command in the README, as its words. */
function commandOf(readme: string): readonly string[] {
  const [, words = ""] =
    /^npx optimizely-cmp-webhooks (register [^#\n]*?(?:\\\n[^#\n]*?)*)\s*(?:#.*)?$/m.exec(readme) ?? [];
  return [...words.replaceAll("\\\n", " ").matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
}

test("the dry run of the README works as printed, and changes nothing", async () => {
  const api = await fakeCmp();
  const command = commandOf(readme);
  expect(command).toContain("--events");
  const { code, stdout, stderr } = await run(command, env(api));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Dry run: nothing was changed\. Add --execute to do it\.\n {2}create +\S/);
  expect(api.webhooks).toEqual([]);
  expect((await run([...command, "--execute"], env(api))).stdout).toMatch(/^Done\.\n/);
  expect(api.webhooks).toMatchObject([{ secret }]);
});

test("a second registration is an update, and tells what stays and what is new", async () => {
  const api = await fakeCmp();
  await run([...right, "--description", "By hand", "--execute"], env(api));
  const again = [
    "register",
    "--name",
    "Site",
    "--url",
    "https://example.com/cmp",
    "--events",
    "task_added, asset_added",
  ];
  const { stdout } = await run(again, env(api));
  expect(stdout).toMatch(/^ {2}update +Site$/m);
  expect(stdout).toMatch(/^ {2}changes +event_names$/m);
  expect(stdout).toMatch(/^ {2}events +task_added, task_removed, asset_added \(new\)$/m);
  expect(stdout).toMatch(/^ {2}CMP says +update Site$/m);
  expect(stdout).toMatch(/^ {2}warning +It keeps task_removed/m);
});

test("--json is one line", async () => {
  const api = await fakeCmp();
  const { stdout } = await run([...right, "--json"], env(api));
  expect(toJson(stdout)).toEqual([
    {
      ...{ type: "registration", name: "Site", executed: false, action: "create", warnings: [] },
      changed: ["description", "callback_url", "secret", "event_names"],
      ...{ event_names: ["task_added", "task_removed"], added: ["task_added", "task_removed"] },
      changeset: { create: ["Site"], update: [] },
    },
  ]);
});

test.each([
  ["no name", ["register"], {}, 2, "--name is missing"],
  ["no events", ["register", "--name", "x", "--url", "https://x.test"], {}, 2, "--events is missing"],
  ["http", [...right, "--url", "http://x.test/"], {}, 2, "--url must be an https URL"],
  ["a misspelt event", [...right, "--events", "task_aded"], {}, 2, "Did you mean task_added?"],
  [
    "a publish event",
    [...right, "--events", "asset_published"],
    {},
    2,
    "--events must be names of events, received asset_published. It",
  ],
  ["a comma too many", [...right, "--events", "task_added,"], {}, 2, 'CMP has no event "".'],
  ["a long secret", right, { CMP_WEBHOOK_SECRET: "x".repeat(33) }, 2, "CMP_WEBHOOK_SECRET"],
  ["no secret", right, { CMP_WEBHOOK_SECRET: "" }, 2, "CMP_WEBHOOK_SECRET must be set"],
  ["no credentials", right, { CMP_CLIENT_ID: "" }, 2, "CMP_CLIENT_ID and CMP_CLIENT_SECRET must be set"],
  ["no address of the API", right, { CMP_API_URL: "x" }, 2, "CMP_API_URL or CMP_TOKEN_URL:"],
  [
    "another client secret",
    right,
    { CMP_CLIENT_SECRET: "of-another-app" },
    1,
    "Check CMP_CLIENT_ID, CMP_CLIENT_SECRET and CMP_TOKEN_URL",
  ],
] as const)("%s is told in a line, without a secret", async (_name, args, changes, code, text) => {
  const api = await fakeCmp();
  const ended = await run(args, env(api, changes));
  expect(ended).toMatchObject({ code, stdout: "" });
  expect(ended.stderr).toMatch(/^cmp-webhooks: .+\n$/);
  expect(ended.stderr).toContain(text);
  for (const hidden of [secret, "of-another-app", "xxx", api.credentials.clientSecret]) {
    expect(ended.stderr).not.toContain(hidden);
  }
});

test("an event that is named twice is registered once, and an empty variable is as none", async () => {
  const api = await fakeCmp();
  const twice = [...right, "--events", "task_added,task_added", "--json"];
  expect(toJson((await run(twice, env(api))).stdout)).toMatchObject([{ added: ["task_added"] }]);
  const { stderr } = await run(right, env(api, { CMP_TOKEN_URL: "", CMP_API_URL: "x" }));
  expect(stderr).not.toContain("tokenUrl");
});
