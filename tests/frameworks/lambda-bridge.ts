/*
 * What API Gateway does in front of a Lambda function: it reads a request whole, calls the handler with an event (payload
 * 2.0), and writes what comes back. Run in the folder of an example, whose handler it loads.
 */
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Result {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const { handler } = (await import(pathToFileURL(join(process.cwd(), "handler.ts")).href)) as {
  handler: (event: unknown, context: unknown) => Promise<Result>;
};

createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { statusCode, headers = {}, body } = await handler(eventOf(request, Buffer.concat(chunks)), {});
  response.writeHead(statusCode, headers).end(body);
}).listen(Number(process.env["PORT"]), "127.0.0.1");

function eventOf({ method, url, headers }: IncomingMessage, body: Buffer) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url,
    rawQueryString: "",
    headers,
    requestContext: {
      accountId: "210987654321",
      http: { method, path: url, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
      requestId: "r-1",
      stage: "$default",
    },
    body: body.toString("base64"),
    isBase64Encoded: true,
  };
}
