/* The doc comments, from which the API reference is made: what every export and every member of one must say. */
import { eventNames } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { type Entity, readReference } from "./reference.js";

const all = readReference();

/** Parts of somebody else's objects: what their members are is in the documentation of the platform. */
const foreign: ReadonlyMap<string, string> = new Map([
  ["ClosableServer", "node:http"],
  ["NodeRequest", "node:http"],
  ["NodeResponse", "node:http"],
  ["FastifyLike", "Fastify"],
  ["FastifyReplyLike", "Fastify"],
  ["FastifyRequestLike", "Fastify"],
  ["KoaContextLike", "Koa"],
  ["LambdaEvent", "AWS Lambda"],
  ["LambdaResult", "AWS Lambda"],
  ["MinimalRequest", "Fetch"],
  ["RequestEvent", "SvelteKit"],
  ["FetchInit", "Fetch"],
  ["FetchAnswer", "Fetch"],
]);

const own = all.filter(({ name }) => !foreign.has(name.replace(/\..*/, "")) || !name.includes("."));

/** Words that tell what is counted or measured. */
const unit =
  /\b(milliseconds?|seconds|bytes|degrees|position|counted|count|code|status|whole number|number of|pixels|of no unit|share|how (many|often))\b/i;

/** An empty list, or where it fails. */
const placesOf = (entities: readonly Entity[]): string[] =>
  entities.map(({ name, place }) => `${name} (${place})`);

/** Its own doc comment; or `name` in that of what it is a member of, for a member of a member. */
function isDocumented({ name, owner, comment }: Entity): boolean {
  return comment !== "" || owner?.comment.includes(`\`${name.slice(owner.name.length + 1)}\``) === true;
}

/** The comment, or the one that it refers to. */
function fullComment({ comment }: Entity): string {
  const [, other] = /\{@inheritDoc ([\w.]+)\}/.exec(comment) ?? [];
  return other === undefined ? comment : (all.find(({ name }) => name === other)?.comment ?? "");
}

describe("the API reference", () => {
  test("has every export, and every member that is public", () => {
    expect(all.length).toBeGreaterThan(1_000);
    const names = new Set(all.map(({ name }) => name));
    for (const name of [
      "createReceiver",
      "ReceiverOptions.deadlineMs",
      "EventRouter.on",
      "TaskAddedEvent.data",
    ])
      expect(names).toContain(name);
    expect([...foreign.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  test("describes each, except a member whose only value is its type", () => {
    expect(placesOf(own.filter((one) => !one.isLiteral && !isDocumented(one)))).toEqual([]);
  });

  test("states the default of every option that may be left out", () => {
    const options = own.filter(
      ({ owner, isOptional }) => isOptional && /(Options|Settings)$/.test(owner?.name ?? ""),
    );
    expect(options.length).toBeGreaterThan(50);
    expect(placesOf(options.filter(({ comment }) => !comment.includes("@default")))).toEqual([]);
  });

  test("states the unit of every number, or that it is a count", () => {
    const numbers = own.filter(({ isNumber }) => isNumber);
    expect(numbers.length).toBeGreaterThan(30);
    expect(placesOf(numbers.filter(({ comment }) => !unit.test(comment)))).toEqual([]);
  });

  test("states what is thrown by everything that throws", () => {
    const throwing = own.filter(({ throws }) => throws);
    expect(throwing.length).toBeGreaterThan(20);
    expect(placesOf(throwing.filter((one) => !fullComment(one).includes("@throws")))).toEqual([]);
  });

  test("states the source of every event: a page of the vendor, or that it is inferred", () => {
    const events = all.flatMap(({ owner, name, isLiteral }) =>
      owner && isLiteral && name.endsWith(".event_name") ? [owner] : [],
    );
    expect(events).toHaveLength(eventNames.length);
    expect(placesOf(events.filter(({ comment }) => !/@see |@inferred /.test(comment)))).toEqual([]);
  });
});
