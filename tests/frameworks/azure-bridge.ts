/*
 * What the host of Azure Functions does around its Node worker. The host itself is a .NET program that no npm package
 * contains; everything on this side of it is the real `@azure/functions`: the request, the call, the response, and with
 * `enableHttpStream` the HTTP server to which the host forwards. Run in the folder of the example, after its build.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import Module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

type Callback = (...args: unknown[]) => unknown;

interface Metadata {
  readonly name: string;
  readonly bindings: Record<string, { readonly type: string; readonly route?: string }>;
}

/** The part of the worker's contract that the package implements. */
interface Model {
  getCapabilities(known: object): Promise<{ readonly HttpUri?: string }>;
  getInvocationModel(invocation: object): {
    getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
    invokeFunction(context: unknown, inputs: unknown[], handler: Callback): Promise<unknown>;
    getResponse(
      context: unknown,
      result: unknown,
    ): Promise<{ readonly returnValue?: { http: Answer } | null }>;
  };
}

interface Answer {
  readonly statusCode: string;
  readonly headers: Record<string, string>;
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
}

let model: Model | undefined;
let metadata: Metadata | undefined;
let handler: Callback | undefined;

// As the worker does it: the package asks for a module that exists only there.
const core = {
  version: "3.0.0",
  setProgrammingModel: (given: Model) => {
    model = given;
  },
  registerFunction: (given: Metadata, callback: Callback) => {
    metadata = given;
    handler = callback;
  },
  log: (_level: string, _category: string, text: string) => console.log(text),
};
const original: (this: unknown, id: string) => unknown = Module.prototype.require;
Module.prototype.require = Object.assign(function require(this: unknown, id: string): unknown {
  return id === "@azure/functions-core" ? core : original.call(this, id);
}, original);

await import(pathToFileURL(join(process.cwd(), "dist/functions/cmp.js")).href);
if (!model || !metadata || !handler) throw new Error("No function was registered");
const [binding, trigger] = Object.entries(metadata.bindings).find(([, { route }]) => route) ?? [];
const path = `/api/${trigger?.route}`;
const { HttpUri: streams } = await model.getCapabilities({});
createServer((incoming, response) => {
  const answer = incoming.url !== path ? Promise.resolve(404) : streams ? stream : call;
  if (typeof answer !== "function") return void response.writeHead(404).end();
  answer(incoming, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(process.env["PORT"]), "127.0.0.1");

/** Reads the request whole, and passes it to the worker in one message. */
async function call(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method, headers } = incoming;
  const http = { method, url: `http://localhost${path}`, headers, body: { bytes: Buffer.concat(chunks) } };
  const answer = (await invoke(randomUUID(), { http }, {}))?.http;
  if (!answer) throw new Error("The function has returned nothing");
  response.writeHead(Number(answer.statusCode), answer.headers);
  response.end(answer.body?.bytes ?? answer.body?.string);
}

/** Tells the worker of the request, and forwards the request itself to the server of the worker. */
async function stream(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = randomUUID();
  const { host, ...headers } = incoming.headers;
  const forwarded = { "x-ms-invocation-id": id, "x-forwarded-host": host, "x-forwarded-proto": "http" };
  const outgoing = request(`${streams}${path.slice(1)}`, {
    method: incoming.method ?? "",
    headers: { ...headers, ...forwarded },
  });
  outgoing.on("error", () => response.destroy());
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(outgoing);
  await invoke(id, {}, { Headers: { json: JSON.stringify(headers) } });
}

async function invoke(invocationId: string, data: object, triggerMetadata: object) {
  const inputData = [{ name: binding, data }];
  const invocation = model?.getInvocationModel({
    invocationId,
    metadata,
    request: { inputData, triggerMetadata },
    log: core.log,
  });
  if (!invocation || !handler) return undefined;
  const { context, inputs } = await invocation.getArguments();
  const result = await invocation.invokeFunction(context, inputs, handler);
  return (await invocation.getResponse(context, result)).returnValue;
}
