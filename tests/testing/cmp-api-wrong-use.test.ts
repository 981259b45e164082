import { createCmpApi, createEvent, createSimulator } from "optimizely-cmp-webhooks/testing";
import { expect, onTestFinished, test } from "vitest";

/** A fake CMP, closed when the test is over. */
async function start() {
  const api = await createCmpApi();
  onTestFinished(() => api.close());
  return api;
}

// A fault that is never had would make a test that cannot fail.
test.each([
  [undefined, "options of fail must be an object, received undefined"],
  [null, "options of fail must be an object, received null"],
  [
    { statuss: 503 },
    'options of fail must be of path, times, status, headers, body, kind, received "statuss"',
  ],
  [{ kind: "hangs" }, 'kind must be one of answer, hang, cut, lose, received "hangs"'],
  [{ kind: null }, "kind must be one of answer, hang, cut, lose, received null"],
])("the fault %j is refused", async (fault, message) => {
  const api = await start();
  expect(() => api.fail(fault as never)).toThrow(new TypeError(message));
});

test.each([
  [5, "5"],
  ["v3/tasks", '"v3/tasks"'],
])("nothing is put at the path %j", async (path, received) => {
  const api = await start();
  const refusal = new TypeError(`path must begin with a slash, received ${received}`);
  expect(() => api.put(path as never, {})).toThrow(refusal);
  expect(() => api.putList(path as never, [])).toThrow(refusal);
  expect(() => api.putRedirect(path as never, "/")).toThrow(refusal);
});

test.each([
  [undefined, "undefined"],
  [null, "null"],
  [JSON.stringify(createEvent("asset_published")), "a string"],
])("%j is not adopted", async (event, received) => {
  const api = await start();
  expect(() => api.adopt(event as never)).toThrow(
    new TypeError(`event must be an event, received ${received}`),
  );
});

test.each(["10", Symbol("10"), Number.NaN])("a simulator refuses a concurrency of %s", (concurrency) => {
  const options = { target: () => expect.unreachable(), concurrency: concurrency as never };
  expect(() => createSimulator(options)).toThrow(/^concurrency must be a number from 1 to 10000, received /);
});
