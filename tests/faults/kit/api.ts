import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
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
