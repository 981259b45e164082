/*
 * The AsyncAPI document, as the official parser reads it: with events.json, which lies beside it.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { beforeAll, describe, expect, inject, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { contract, events, objectsIn, pathOf, spoilt, textOf } from "../contracts/contracts.js";
import { type AsyncApiDocument, type Parsed, parseAsyncApi } from "../support/asyncapi-parser.js";

const file = "schemas/asyncapi.json";
let document: AsyncApiDocument;
let diagnostics: Parsed["diagnostics"];

beforeAll(async () => {
  const parsed = await parseAsyncApi(inject("tools"), textOf(file), pathOf(file));
  diagnostics = parsed.diagnostics;
  if (!parsed.document) throw new Error(JSON.stringify(diagnostics, null, 2));
  document = parsed.document;
}, 60_000);

describe("schemas/asyncapi.json", () => {
  it("has nothing for the parser to find but that a newer AsyncAPI is out", () => {
    expect(diagnostics.filter(({ code }) => code !== "asyncapi-latest-version")).toEqual([]);
  });

  it("is of version 3.0.0, under the licence and the version of the package", () => {
    expect(document.version()).toBe("3.0.0");
    expect(document.info().license()?.name()).toBe(manifest.license);
    expect(document.info().version()).toBe(manifest.version);
  });

  it("receives every event over one channel, by POST, and by the secret", () => {
    const operations = document.operations().all();
    expect(operations.map((operation) => [operation.action(), operation.channels().all().length])).toEqual([
      ["receive", 1],
    ]);
    const [operation] = operations;
    expect(
      operation
        ?.messages()
        .all()
        .map((message) => message.name()),
    ).toEqual(eventNames);
    expect(operation?.bindings().get("http")?.value()).toMatchObject({ method: "POST" });
    const [scheme] = document.securitySchemes().all();
    expect(scheme?.json()).toMatchObject({ type: "httpApiKey", in: "header", name: "callback-secret" });
    const demanded = operation?.security().flatMap((requirements) => requirements.all());
    expect(demanded?.map((requirement) => requirement.scheme().json())).toEqual([scheme?.json()]);
  });

  it.each(["200 or 202", "10 seconds", "three days", "At least once", "No order", "Unknown events"])(
    "tells of the delivery: %s",
    (words) => {
      expect(document.operations().get("receiveEvent")?.description()).toContain(words);
    },
  );
});

describe("each message", () => {
  const ajv = new Ajv2020({ strict: true, schemas: [{ ...contract("events"), $id: "urn:test:events" }] });

  it.each(events)("$event_name has its payload, both headers, a sample and its marks", (event) => {
    const message = document
      .allMessages()
      .all()
      .find((each) => each.name() === event.event_name);
    const { group, experimental, verified } = eventCatalog[event.event_name];
    expect(message?.contentType()).toBe("application/json");
    expect(Object.keys(message?.headers()?.properties() ?? {})).toEqual([
      "callback-secret",
      "organization-id",
    ]);
    expect(
      message
        ?.tags()
        .all()
        .map((tag) => tag.name()),
    ).toEqual([group]);
    expect(message?.extensions().get("x-experimental")?.value()).toBe(experimental);
    expect(message?.extensions().get("x-verified")?.value()).toBe(verified);
    expect(message?.summary()).toMatch(/^[A-Z].+\.$/);
    expect(
      message
        ?.examples()
        .all()
        .map((example) => example.payload()),
    ).toEqual([createEvent(event.event_name)]);
  });

  it.each(events)("$event_name is described as its sample is, and as no spoilt copy", (event) => {
    const { components } = contract("asyncapi") as { components: { messages: Record<string, Message> } };
    const $ref = components.messages[event.event_name]?.payload.$ref ?? "";
    const validate = ajv.getSchema($ref.replace("./events.json", "urn:test:events"));
    expect(validate?.(event), JSON.stringify(validate?.errors)).toBe(true);
    expect(validate?.({ ...event, of_tomorrow: 1, data: { ...event.data, of_tomorrow: 1 } })).toBe(true);
    expect(spoilt(event).filter((copy) => validate?.(copy))).toEqual([]);
  });

  it.each(events)("$event_name has its own payload once the parser has followed the reference", (event) => {
    const message = document
      .allMessages()
      .all()
      .find((each) => each.name() === event.event_name);
    const payload = message?.payload();
    expect(payload?.title()).toBe(message?.title());
    expect(payload?.property("event_name")?.const()).toBe(event.event_name);
    // The references inside are followed too.
    expect(Object.keys(payload?.property("data")?.properties() ?? {})).toEqual(
      expect.arrayContaining(Object.keys(event.data)),
    );
  });

  it("has nothing beside a reference, where AsyncAPI would drop it", () => {
    const crowded = objectsIn(contract("asyncapi")).filter(
      ([, object]) => "$ref" in object && Object.keys(object).length > 1,
    );
    expect(crowded).toEqual([]);
  });
});

interface Message {
  readonly payload: { readonly $ref: string };
}
