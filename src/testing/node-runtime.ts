/*
 * Node's own HTTP, asked for when it is needed: the entry itself loads wherever JavaScript runs. The types are the parts
 * that are used here, so that the source does without @types/node.
 */
import type { NodeRequest, NodeResponse } from "../adapters/node-http.js";

/** `node:http` or `node:https`. */
export interface NodeHttp {
  readonly Agent: new (options: { keepAlive: boolean }) => NodeAgent;
  createServer(listener: (request: NodeRequest, response: NodeServerResponse) => void): NodeServer;
  request(url: string, options: object, listener: (response: NodeClientResponse) => void): NodeClientRequest;
}

/** `http.Agent`. */
export interface NodeAgent {
  destroy(): void;
}

/** `http.ClientRequest`. */
export interface NodeClientRequest {
  on(name: "error", listener: (error: Error) => void): unknown;
  end(body: string | Uint8Array): unknown;
}

/** `http.IncomingMessage` of a client. */
export interface NodeClientResponse {
  readonly statusCode?: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  on(name: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(name: "error", listener: (error: Error) => void): unknown;
  on(name: "end", listener: () => void): unknown;
  destroy(): unknown;
}

/** `http.ServerResponse`. */
export interface NodeServerResponse extends NodeResponse {
  destroy(): unknown;
  end(chunk?: string): unknown;
}

/** `http.Server`. */
export interface NodeServer {
  listen(port: number, host: string, listener: () => void): unknown;
  once(name: "error", listener: (error: Error) => void): unknown;
  address(): { readonly port: number };
  close(listener: () => void): unknown;
  closeAllConnections(): unknown;
}

interface NodeProcess {
  getBuiltinModule?(name: string): NodeHttp | undefined;
}

/** The module, or `undefined` where there is none: in Workers without it, in a browser. */
export async function loadNode(name: "node:http" | "node:https"): Promise<NodeHttp | undefined> {
  const process: NodeProcess | undefined = Reflect.get(globalThis, "process");
  // Within Jest an import wants a flag; Node 20.16 and later, Deno and Bun have this way too.
  const builtin = process?.getBuiltinModule?.(name);
  if (builtin) return builtin;
  try {
    // Not a literal: a bundler for a platform without node:http would look for it.
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  } catch {
    return undefined;
  }
}
