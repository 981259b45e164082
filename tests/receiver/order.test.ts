import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, delivery, makeBench, makeHandlingBench } from "./kit.js";

/** A body that writes down whatever is done to it. */
function makeTrap() {
  const touched: string[] = [];
  const note = (what: string) => (_target: object, key?: PropertyKey) => {
    touched.push(`${what} ${String(key)}`);
    return undefined;
  };
  const body = new Proxy(
    {},
    {
      get: note("get"),
      has: (target, key) => Boolean(note("has")(target, key)),
      getPrototypeOf: (target) => note("getPrototypeOf")(target) ?? null,
      ownKeys: (target) => note("ownKeys")(target) ?? [],
      getOwnPropertyDescriptor: note("getOwnPropertyDescriptor"),
    },
  );
  return { touched, body };
}

const unopened: readonly [string, Parameters<typeof delivery>[0], string][] = [
  ["the method is wrong", { method: "GET" }, "405 method_not_allowed"],
  ["the secret is missing", { headers: { "callback-secret": undefined } }, "401 secret_missing"],
  ["the secret is empty", { headers: { "callback-secret": "" } }, "401 secret_missing"],
  ["the secret is wrong", { headers: { "callback-secret": "guess" } }, "401 secret_mismatch"],
  [
    "a wrong secret comes with a huge content-length",
    { headers: { "callback-secret": "guess", "content-length": "99999999999" } },
    "401 secret_mismatch",
  ],
];

describe.each(unopened)("when %s", (_title, parts, answer) => {
  test("the delivery is refused before one byte of the body is read", async () => {
    const { touched, body } = makeTrap();
    const { receiver } = makeBench();

    expect(answerOf(await receiver.receive(delivery({ ...parts, body })))).toBe(answer);
    expect(touched).toEqual([]);
  });

  test("the body is not so much as asked for", async () => {
    let asked = 0;
    const { receiver } = makeBench();
    const sent = Object.defineProperty({ ...delivery(parts) }, "body", {
      get: () => {
        asked++;
        return taskAdded;
      },
    });

    expect(answerOf(await receiver.receive(sent))).toBe(answer);
    expect(asked).toBe(0);
  });
});

test("the trap does close: with the right secret the body is looked at", async () => {
  const { touched, body } = makeTrap();
  await makeBench().receiver.receive(delivery({ body }));

  expect(touched).not.toEqual([]);
});

test("a wrong method is refused before the secret is looked at", async () => {
  const asked: string[] = [];
  let provided = 0;
  const { receiver } = makeBench({
    secret: () => {
      provided++;
      return secret;
    },
  });
  const sent = {
    ...delivery({ method: "PUT" }),
    header: (name: string) => {
      asked.push(name);
      return undefined;
    },
  };

  expect(answerOf(await receiver.receive(sent))).toBe("405 method_not_allowed");
  expect(asked).not.toContain("callback-secret");
  expect(provided).toBe(0);
});

test("the function for the secret is not asked for a caller who brings none", async () => {
  let provided = 0;
  const { receiver } = makeBench({
    secret: () => {
      provided++;
      return secret;
    },
  });
  await receiver.receive(delivery({ headers: { "callback-secret": undefined } }));

  expect(provided).toBe(0);
});

test("the function for the secret is asked once a delivery, with the organization", async () => {
  const queries: unknown[] = [];
  const { receiver } = makeBench({
    secret: (query) => {
      queries.push(query);
      return secret;
    },
  });
  await receiver.receive(delivery());
  await receiver.receive(delivery({ headers: { "organization-id": undefined } }));

  expect(queries).toEqual([{ organizationId: "org-7d1f" }, { organizationId: undefined }]);
});

test("headers are asked for in lower case", async () => {
  const asked: string[] = [];
  const { receiver } = makeHandlingBench();
  const inner = delivery();
  const header = (name: string) => {
    asked.push(name);
    return inner.header(name);
  };
  await receiver.receive({ ...inner, header });

  expect(asked).toEqual(asked.map((name) => name.toLowerCase()));
  expect(asked).toContain("callback-secret");
});

test("a handler runs only after the whole body was read", async () => {
  const steps: string[] = [];
  const { router, receiver } = makeBench();
  router.on("task_added", () => void steps.push("handler"));
  async function* body() {
    yield taskAdded;
    steps.push("the last byte");
  }
  await receiver.receive(delivery({ body: body() }));

  expect(steps).toEqual(["the last byte", "handler"]);
});

test("the answer comes only after the last handler has ended", async () => {
  const steps: string[] = [];
  const { router, receiver } = makeBench();
  router.on("task_added", async () => {
    for (let turn = 0; turn < 50; turn++) await undefined;
    steps.push("handler");
  });
  await receiver.receive(delivery()).then(() => steps.push("answer"));

  expect(steps).toEqual(["handler", "answer"]);
});
