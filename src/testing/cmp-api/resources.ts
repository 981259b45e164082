import { type ApiAnswer, type ApiRequest, type Part, refuse } from "./exchange.js";

/** Something that a link leads to. */
export type Resource =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly unknown[] }
  | { readonly kind: "redirect"; readonly to: string };

/** Answers `GET`: JSON, the pages of a list, or a redirect as that of `/asset-urls/{id}`. */
export function createResources(resources: ReadonlyMap<string, Resource>, origin: string): Part {
  return (request) => {
    const resource = request.method === "GET" ? resources.get(request.path) : undefined;
    if (!resource) return refuse(404, "Not found");
    if (resource.kind === "value") return { status: 200, body: resource.value };
    if (resource.kind === "list") return page(resource.items, request, origin);
    return { status: 302, headers: { location: resource.to, "x-resource-location": "library" } };
  };
}

function page(items: readonly unknown[], { path, query }: ApiRequest, origin: string): ApiAnswer {
  const offset = Math.max(0, Number(query.get("offset")) || 0);
  const size = Math.min(100, Math.max(1, Number(query.get("page_size")) || 10));
  const at = (first: number): string => `${origin}${path}?offset=${first}&page_size=${size}`;
  const next = offset + size < items.length ? at(offset + size) : null;
  const previous = offset > 0 ? at(Math.max(0, offset - size)) : null;
  return { status: 200, body: { data: items.slice(offset, offset + size), pagination: { next, previous } } };
}
