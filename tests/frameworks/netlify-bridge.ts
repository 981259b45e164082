/*
 * What Netlify does in front of a function: it reads a request whole, and calls the function. Netlify's own
 * `@netlify/functions-dev`, which is in its command line too, builds the function and calls it in a worker, as a Lambda
 * function is called. Run in the folder of the example.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Handler {
  match(request: Request): Promise<{ handle(request: Request): Promise<Response> } | undefined>;
}

const folder = process.cwd();
const { FunctionsHandler } = (await import(
  pathToFileURL(join(folder, "../node_modules/@netlify/functions-dev/dist/main.js")).href
)) as { FunctionsHandler: new (options: object) => Handler };

const handler = new FunctionsHandler({
  config: { get: () => ({}) },
  destPath: join(folder, ".netlify/functions-serve"),
  geolocation: {},
  projectRoot: folder,
  settings: {},
  userFunctionsPath: join(folder, "netlify/functions"),
  eventHandler: ({ name, ...rest }: { name: string }) => console.log(name, rest),
});

createServer(async (incoming, outgoing) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "", url, headers } = incoming;
  const body = method === "GET" ? null : Buffer.concat(chunks);
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const request = new Request(`http://localhost${url}`, { method, headers: given, body });
  const response = await (await handler.match(request))?.handle(request);
  outgoing.writeHead(response?.status ?? 404, [...(response?.headers ?? [])].flat());
  outgoing.end(Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
}).listen(Number(process.env["PORT"]), "127.0.0.1");
