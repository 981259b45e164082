/*
 * What the tests use of AsyncAPI's official parser. It is installed beside the tools of consumers, since it brings more
 * packages than all that builds this one.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

interface Listed<Item> {
  all(): readonly Item[];
  get(name: string): Item | undefined;
}

interface Valued {
  value(): unknown;
}

interface Named {
  name(): string;
}

interface Scheme {
  json(): unknown;
}

interface Shape {
  title(): string | undefined;
  const(): unknown;
  property(name: string): Shape | undefined;
  properties(): Readonly<Record<string, Shape>> | undefined;
}

interface Message extends Named {
  title(): string | undefined;
  summary(): string | undefined;
  contentType(): string | undefined;
  headers(): Shape | undefined;
  payload(): Shape | undefined;
  tags(): Listed<Named>;
  extensions(): Listed<Valued>;
  examples(): Listed<{ payload(): unknown }>;
}

interface Operation {
  action(): string;
  description(): string | undefined;
  channels(): Listed<unknown>;
  messages(): Listed<Message>;
  bindings(): Listed<Valued>;
  security(): readonly Listed<{ scheme(): Scheme }>[];
}

/** A document as the parser has understood it, with all references followed. */
export interface AsyncApiDocument {
  version(): string;
  info(): { version(): string; license(): Named | undefined };
  operations(): Listed<Operation>;
  securitySchemes(): Listed<Scheme>;
  allMessages(): Listed<Message>;
}

/** What the parser found, and the document unless that was an error. */
export interface Parsed {
  readonly document: AsyncApiDocument | undefined;
  readonly diagnostics: readonly { readonly code: string | number }[];
}

/** Reads a document. @param tools the folder in which the parser is installed; @param source its path, for references */
export function parseAsyncApi(tools: string, text: string, source: string): Promise<Parsed> {
  const { Parser } = createRequire(join(tools, "package.json"))("@asyncapi/parser");
  return new Parser().parse(text, { source });
}
