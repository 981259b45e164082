import { eventNames } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { answerWith, toJson, useProgram } from "./program.js";

const { run, start, serve } = useProgram();

const short = ["--rate", "400", "--duration", "0.1"];

test("every event is delivered, the doubled ones twice, and the report has all of it", async () => {
  const to = await serve(answerWith(200));
  const args = ["soak", "--to", to, ...short, "--duplicates", "50%", "--reorder"];
  const { code, stdout, stderr } = await run(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/p50 .+ ms {3}p90 .+ ms {3}p95 .+ ms {3}p99 .+ ms {3}max .+ ms/);
  expect(stdout).toMatch(/^ {2}200 +\d+ +acknowledged$/m);
  expect(stdout).toMatch(/^ {2}events +40$/m);
  expect(stdout).toMatch(/^ {2}delivered more than once +[1-9]\d*$/m);
  expect(stdout).toMatch(/^ {2}unfinished +0$/m);
  expect(stdout).toMatch(/^ +\S+ to \S+ ms {2}#+ +\d+ +\d+\.\d%$/m);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("--json is one document, and the same seed doubles the same events", async () => {
  const to = await serve(answerWith(202));
  const args = ["soak", "--to", to, ...short, "--duplicates", "0.3", "--seed", "7", "--json"];
  const [first, second] = (await Promise.all([run(args), run(args)])).map(({ stdout }) => toJson(stdout)[0]);
  expect(first).toMatchObject({
    delivered: true,
    ended_early: null,
    wanted: { rate: 400, seconds: 0.1, duplicates: 0.3, reorder: false, seed: 7 },
    errors: {},
    ledger: { events: 40, given_up: 0, unfinished: 0 },
  });
  expect(first?.["ledger"]).toEqual(second?.["ledger"]);
  expect(first?.["statuses"]).toEqual({ 202: first?.["attempts"] });
});

test.each([[[]], [["--reorder"]]])(
  "one at a time they come in the order of the catalogue, but not with %s",
  async (option) => {
    const names: string[] = [];
    const to = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        names.push(/"event_name": ?"(\w+)"/.exec(body)?.[1] ?? "");
        response.end();
      });
    });
    await run(["soak", "--to", to, ...short, "--concurrency", "1", ...option]);
    expect([...names].sort()).toEqual(eventNames.slice(0, 40).sort());
    expect(names.join() === eventNames.slice(0, 40).join()).toBe(option.length === 0);
  },
);

test("events that fail at first are tried again, until they are acknowledged", async () => {
  let requests = 0;
  const to = await serve((request, response) => {
    requests++;
    answerWith(requests <= 3 ? 500 : 200)(request, response);
  });
  const { code, stdout } = await run(["soak", "--to", to, ...short, "--json"]);
  expect(code).toBe(0);
  expect(toJson(stdout)[0]).toMatchObject({ acknowledged: 40, statuses: { 200: 40, 500: 3 }, attempts: 43 });
});

test("--fail-fast ends at the first that is not acknowledged, and says which", async () => {
  const to = await serve(answerWith(503));
  const { code, stdout } = await run(["soak", "--to", to, "--fail-fast", "--concurrency", "1"]);
  expect(stdout).toContain("Stopped at the first delivery that was not acknowledged: asset_added");
  expect(stdout).toMatch(/^1 attempt in /m);
  expect(code).toBe(1);
});

test("Ctrl-C ends it with the report of what has been", async () => {
  let see = (): void => {};
  const seen = new Promise<void>((resolve) => {
    see = resolve;
  });
  const to = await serve((request, response) => {
    see();
    answerWith(200)(request, response);
  });
  const running = start(["soak", "--to", to, "--duration", "600"]);
  await seen;
  const { code, stdout } = await running.end("SIGINT");
  expect(stdout).toContain("Stopped by hand");
  expect(stdout).toContain("Ledger");
  expect(code).toBe(1);
});
