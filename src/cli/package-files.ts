import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node, Nodes } from "./data/field-lister.js";

/** The folder of this package, both for the built program and for its source. */
const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The version in package.json. */
export function readVersion(): string {
  const version = member(readJson("package.json"), "version");
  return typeof version === "string" ? version : "unknown";
}

/** The JSON Schema of an event, as the generator writes it. */
export interface EventSchema extends Node {
  readonly $defs: Nodes;
}

/** The JSON Schema of an event; `undefined` where the package has none. */
export function readSchema(name: string): EventSchema | undefined {
  return readJson("schemas", `${name}.json`) as EventSchema | undefined;
}

/** The script of the inspector's page; `undefined` where the package was not built. */
export function readPage(): string | undefined {
  return readText("dist", "inspector", "page.js");
}

/** A member of a value from a file; `undefined` where it is missing. */
export function member(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null;
  return isObject && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function readJson(...steps: readonly string[]): unknown {
  try {
    return JSON.parse(readText(...steps) ?? "");
  } catch {
    return undefined;
  }
}

function readText(...steps: readonly string[]): string | undefined {
  try {
    return readFileSync(join(root, ...steps), "utf8");
  } catch {
    return undefined;
  }
}

function findRoot(folder: string): string {
  const parent = dirname(folder);
  return existsSync(join(folder, "package.json")) || parent === folder ? folder : findRoot(parent);
}
