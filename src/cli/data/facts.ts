import { isObject } from "./json.js";

/** The ids and links of an event, by path from `data` on. */
export interface Facts {
  /** For instance `["task", "5f6a0312a5963d0591015e3e"]`. */
  readonly ids: readonly Fact[];
  /** For instance `["task.self", "https://..."]`. */
  readonly links: readonly Fact[];
}

/** A path and what is there. */
export type Fact = readonly [path: string, value: string];

/** Deeper ids are those of the parts of a content, of which there are hundreds. A body can nest arrays without end. */
const most = { names: 3, levels: 8, facts: 200 };

/** Finds ids and links in the `data` of an event. */
export function findFacts(data: unknown): Facts {
  const ids: Fact[] = [];
  const links: Fact[] = [];
  collect(data, [], 0, ids, links);
  return { ids, links };
}

function collect(value: unknown, path: readonly string[], level: number, ids: Fact[], links: Fact[]): void {
  if (level > most.levels || ids.length + links.length >= most.facts) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      collect(item, [...path.slice(0, -1), `${path.at(-1) ?? ""}[${index}]`], level + 1, ids, links);
    });
  } else if (isObject(value) && path.length <= most.names) {
    for (const [key, member] of Object.entries(value)) {
      if (key === "links" && isObject(member)) addLinks(member, path, links);
      else if (typeof member !== "string") collect(member, [...path, key], level + 1, ids, links);
      else if (key === "id") ids.push([path.join(".") || "id", member]);
      else if (/_id$/.test(key) && path.length < 2) ids.push([[...path, key].join("."), member]);
    }
  }
}

function addLinks(members: object, path: readonly string[], links: Fact[]): void {
  for (const [key, member] of Object.entries(members).slice(0, most.facts)) {
    if (typeof member === "string") links.push([[...path, key].join("."), member]);
  }
}
