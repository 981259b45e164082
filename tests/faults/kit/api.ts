import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { CmpEvent } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { send } from "../../support/client.js";
import { listen } from "../../support/hosts.js";

/** CMP's API, as far as the worker of the example asks it. */
export interface Api {
  readonly origin: string;
  /** By path, how it is to answer: the statuses in turn, the last for ever; "hang" keeps it from answering. */
  readonly answers: Map<string, (number | "hang")[]>;
  /** Resolves when somebody asks for that path. */
  asked(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Serves it on a free port. */
export async function startApi(): Promise<Api> {
  const answers = new Map<string, (number | "hang")[]>();
  const news = new EventEmitter();
  const server = createServer(({ url = "" }, response) => {
    const left = answers.get(url) ?? [200];
    const status = (left.length > 1 ? left.shift() : left[0]) ?? 200;
    news.emit(url);
    if (status !== "hang") answer(response, status);
  });
  const { port, close } = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    answers,
    asked: async (path) => void (await once(news, path)),
    close,
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/json" }).end('{"title":"Plums"}');
}

/** An event whose handler asks the API for the task. */
export function modified({ origin }: Api, id: string): CmpEvent {
  const task = { id, links: { self: `${origin}/tasks/${id}` } };
  return createEvent("task_metadata_modified", { data: { task } });
}

/** Delivers an event to an example. @returns the status */
export async function deliverTo(port: number, event: CmpEvent): Promise<number> {
  const sent = { path: "/webhooks/cmp", body: JSON.stringify(event) };
  return (await send(port, sent, { agent: false })).status;
}
