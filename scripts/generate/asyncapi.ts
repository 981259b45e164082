/*
 * Writes schemas/asyncapi.json: the same events as a document for the tools of AsyncAPI. The payloads are those of
 * events.json beside it: a second copy would be a tenth of the package.
 */
import { deliveryRules, description, headers, operationSummary, secretRules } from "./delivery-rules.js";
import { sampleOf } from "./samples.js";
import { type Json, markInferred } from "./schemas.js";
import { definitionOf, type EventSource, eventsIn, type GroupSource, type Source } from "./source.js";

/** The document of AsyncAPI 3.0.0. */
export function asyncApiOf(source: Source, version: string): Json {
  return {
    asyncapi: "3.0.0",
    id: "urn:optimizely-cmp-webhooks:asyncapi",
    info: {
      title: "Webhooks of the Optimizely Content Marketing Platform (CMP)",
      version,
      description,
      license: { name: "MIT" },
      tags: source.groups.map(({ group }) => ({ name: group })),
    },
    defaultContentType: "application/json",
    channels: { callback: channelOf(source) },
    operations: { receiveEvent: operation },
    components: {
      securitySchemes: {
        callbackSecret: {
          type: "httpApiKey",
          in: "header",
          name: "callback-secret",
          description: secretRules,
        },
      },
      messageTraits: { delivery: { contentType: "application/json", headers } },
      messages: Object.assign({}, ...source.groups.map((group) => messagesOf(source, group))),
    },
  };
}

const operation: Json = {
  action: "receive",
  channel: { $ref: "#/channels/callback" },
  title: "Receive an event",
  summary: operationSummary,
  description: deliveryRules,
  security: [{ $ref: "#/components/securitySchemes/callbackSecret" }],
  bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
};

function channelOf(source: Source): Json {
  const messages = eventsIn(source).map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]);
  return {
    address: null,
    title: "Callback",
    description: "The callback URL that was registered in CMP: HTTPS, any path, any query.",
    messages: Object.fromEntries(messages),
  };
}

function messagesOf(source: Source, { group, events }: GroupSource): Json {
  return Object.fromEntries(events.map((event) => [event.name, messageOf(source, group, event)]));
}

function messageOf({ definitions }: Source, group: string, { name, interfaceName }: EventSource): Json {
  const definition = definitionOf(definitions, interfaceName);
  return {
    name,
    title: interfaceName,
    summary: markInferred(definition),
    tags: [{ name: group }],
    ...(definition.see && { externalDocs: { url: definition.see } }),
    traits: [{ $ref: "#/components/messageTraits/delivery" }],
    payload: { $ref: `./events.json#/$defs/${interfaceName}` },
    examples: [{ name: `${name}_sample`, payload: sampleOf(name) }],
    "x-experimental": definition.experimental ?? false,
    "x-verified": definition.inferred === undefined,
  };
}
