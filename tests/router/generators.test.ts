import { transformSync } from "esbuild";
import { EventRouter, type Middleware } from "optimizely-cmp-webhooks";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { answerOf, delivery, makeBench } from "../receiver/kit.js";

/** A function that a compiler has written anew for an older language. */
function evaluate(code: string): () => unknown {
  return new Function(`${code}; return handler;`)();
}

function byTypeScript(source: string, target: ts.ScriptTarget): () => unknown {
  const compilerOptions = { target, downlevelIteration: true, module: ts.ModuleKind.None };
  return evaluate(ts.transpileModule(source, { compilerOptions }).outputText);
}

const sync = "function* handler() { yield 1; }";
const asynchronous = "async function* handler() { yield 1; }";

const generators: readonly (readonly [string, () => unknown])[] = [
  ["a generator function", evaluate(sync)],
  ["an async generator function", evaluate(asynchronous)],
  ["a generator function of TypeScript for ES5", byTypeScript(sync, ts.ScriptTarget.ES5)],
  ["an async generator function of TypeScript for ES5", byTypeScript(asynchronous, ts.ScriptTarget.ES5)],
  [
    "an async generator function of TypeScript for ES2017",
    byTypeScript(asynchronous, ts.ScriptTarget.ES2017),
  ],
  [
    "an async generator function of esbuild",
    evaluate(transformSync(asynchronous, { target: "es2017" }).code),
  ],
];

describe.each(generators)("%s, whose body never ran", (_title, generator) => {
  const forms: readonly (readonly [string, () => unknown])[] = [
    ["by itself", generator],
    ["in an async function", async () => generator()],
  ];

  test.each(forms)("is a failure as a handler, %s", async (_form, handler) => {
    const { router, receiver } = makeBench();
    router.on("task_added", handler);

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    await expect(router.dispatch(fixtures.task_added)).rejects.toThrow(/^1 of 1 .*generator function/);
    // Among others, which wait in a list.
    router.on("task_added", async () => {});
    await expect(router.dispatch(fixtures.task_added)).rejects.toThrow(/^1 of 2 .*generator function/);
  });

  test.each(forms)("is a failure as middleware, %s", async (_form, middleware) => {
    const { router, receiver } = makeBench();
    router.on("task_added", () => {});
    router.use(middleware as Middleware);

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
  });
});

/** Values that a handler may well return, and that can be walked as an iterator can. */
const others: readonly (readonly [string, () => unknown])[] = [
  ["a list", () => [1]],
  ["a Map", () => new Map()],
  ["the iterator of a list", () => [1].values()],
  ["a stream", () => new ReadableStream()],
  ["an object with next and return", () => ({ next() {}, return() {} })],
  ["an object that throws", () => ({ next() {}, throw() {} })],
];

test.each(others)("%s, as the result of a handler, is no failure", async (_title, handler) => {
  const router = new EventRouter();
  router.onAny(handler);
  router.onAny(async () => handler());

  await router.dispatch(fixtures.task_added);
});
