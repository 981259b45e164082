/*
 * The schemas and parseEvent must be of one mind, on every member of every event.
 */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { ReceiverError } from "../../src/errors.js";
import { inferredNames } from "../../src/generated/shapes.js";
import { eventNames } from "../../src/payload/catalog.js";
import { parseEvent } from "../../src/payload/parse-event.js";
import { fixtures } from "../fixtures/events.js";
import { isThorough } from "../support/thorough.js";
import { jsonType, type Member, membersOf, namesIn, namesOf, type Schema, strangersIn } from "./members.js";

/** One of each kind; `npm test` leaves out those that other kinds stand for. */
const samples = isThorough ? ["text", 7, true, null, [], {}] : ["text", 7, null];

/** Of an event whose fields no source shows, no member of `data` must be there; of this one a part is like another's. */
const withoutRequiredMembers: readonly string[] = inferredNames.filter(
  (name) => name !== "campaign_brief_added",
);

describe.each(eventNames)("%s", (name) => {
  const fixture = fixtures[name];
  const schema: Schema = JSON.parse(
    readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), "utf8"),
  );
  // Strict: a keyword that is no part of JSON Schema would be refused here as in a user's validator.
  const validate = new Ajv2020({ strict: true }).compile(schema);
  const members = membersOf(schema, fixture);
  const requiredInData = members.filter(({ path, required }) => required && path.length > 1);

  it("has a fixture that the schema and parseEvent accept, with every member that the schema knows and no other", () => {
    expect(verdicts(validate, fixture)).toEqual(["fine", "fine"]);
    expect(parseEvent(JSON.stringify(fixture))).toEqual(fixture);
    const present = namesIn(schema, fixture);
    expect(namesOf(schema).filter((member) => !present.includes(member))).toEqual([]);
    expect(strangersIn(schema, fixture)).toEqual([]);
  });

  it("is refused by both without any one required member, and accepted by both without any optional one", () => {
    const surprises = members.filter(({ path, required }) => {
      if (typeof path.at(-1) === "number") return false;
      const expected = !required ? "fine" : path.length > 1 ? "payload_mismatch" : "malformed_envelope";
      return !agree(verdicts(validate, without(fixture, path)), expected);
    });
    expect(surprises).toEqual([]);
    expect(requiredInData.length > 0).toBe(!withoutRequiredMembers.includes(name));
  });

  it("is refused by both with any one member of another type", () => {
    const wrong = members.flatMap((member) => wrongValues(member).map((value) => ({ ...member, value })));
    const accepted = wrong.filter(({ path, value }) => {
      const expected = path.length > 1 ? "payload_mismatch" : "malformed_envelope";
      return !agree(verdicts(validate, replaced(fixture, path, value)), expected);
    });
    expect(accepted).toEqual([]);
    expect(wrong.length).toBeGreaterThan(members.length);
  });

  it("is accepted by both with values that nobody knows yet, as no list of values is closed", () => {
    const texts = members.filter(({ path, types }) => path.length > 1 && types?.includes("string"));
    const refused = texts.filter(
      ({ path }) => !agree(verdicts(validate, replaced(fixture, path, "of tomorrow")), "fine"),
    );
    expect(refused).toEqual([]);
  });

  it("is accepted by both with members that nobody knows yet", () => {
    const extended = structuredClone<object>({ ...fixture, sent_by: "a newer CMP" });
    for (const { path } of members.filter((member) => member.types?.includes("object"))) {
      Object.assign(valueAt(extended, path) as object, { fresh_member: [{ fresh_field: 1 }] });
    }
    // A map has no unknown members: each must have the shape of its values.
    expect(verdicts(validate, withoutFreshKeysOfMaps(extended))).toEqual(["fine", "fine"]);
  });

  it("names the place in the issues of a mismatch", () => {
    const [first] = members.filter(({ path, types }) => path.length > 1 && types);
    if (!first) throw new Error("No member to spoil");
    expect(issuesOf(replaced(fixture, first.path, 7))).toEqual([
      { path: first.path.join("."), expected: first.types?.join(" or "), received: "number" },
    ]);
  });
});

/** What the schema and parseEvent say: "fine", or the code of the refusal. */
function verdicts(validate: ValidateFunction, event: unknown): [string, string] {
  const verdict = validate(event) ? "fine" : "refused";
  try {
    parseEvent(JSON.stringify(event));
    return [verdict, "fine"];
  } catch (error) {
    return [verdict, (error as ReceiverError).code];
  }
}

function agree([schema, parser]: readonly [string, string], expected: string): boolean {
  return schema === (expected === "fine" ? "fine" : "refused") && parser === expected;
}

function issuesOf(event: unknown): unknown {
  try {
    parseEvent(JSON.stringify(event));
  } catch (error) {
    return (error as ReceiverError & { issues: unknown }).issues;
  }
  return [];
}

function wrongValues({ types }: Member): unknown[] {
  return types === undefined ? [] : samples.filter((sample) => !types.includes(jsonType(sample)));
}

type Container = Record<string | number, unknown>;

function valueAt(root: unknown, path: Member["path"]): unknown {
  return path.reduce<unknown>((value, key) => (value as Container)[key], root);
}

/** A copy with that value at the path; all beside the path is shared with the original. */
function replaced<Root>(root: Root, [key, ...rest]: Member["path"], value: unknown): Root {
  const copy = (Array.isArray(root) ? [...root] : { ...root }) as Container & Root;
  Object.assign(copy, { [key ?? ""]: rest.length > 0 ? replaced(copy[key ?? ""], rest, value) : value });
  return copy;
}

function without(root: object, path: Member["path"]): object {
  return JSON.parse(JSON.stringify(replaced(root, path, undefined)));
}

function withoutFreshKeysOfMaps(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => {
    if (key === "fields" || key === "content_type_links") delete inner?.fresh_member;
    return inner;
  });
}
