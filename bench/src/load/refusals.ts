/*
 * Requests that are refused while their bodies are on the way, from a sender that is honest: it sends all it has to send,
 * takes the answer whenever it comes, and uses a connection again unless it was told otherwise.
 */
import { createConnection, type Socket } from "node:net";
import { AnswerReader } from "./response.js";

/** What has to be done. */
export interface RefusalOrder {
  readonly port: number;
  readonly request: Buffer;
  readonly count: number;
  /** How many at the same time. */
  readonly lanes: number;
}

/** What came of it. */
export interface RefusalResult {
  /** Requests that were answered with 401. */
  readonly refused: number;
  /** Requests whose connection broke before an answer came. */
  readonly lost: number;
}

/** How one request ended: `again` when its connection is good for another. */
interface Ending {
  readonly isAnswered: boolean;
  readonly again: boolean;
}

/** Longer than any server here lingers over a body that it does not want. */
const limitMs = 5_000;

/** Sends requests to be refused. @throws Error at any answer but 401, and when a server keeps an answer back */
export async function runRefusals({ port, request, count, lanes }: RefusalOrder): Promise<RefusalResult> {
  let left = count;
  let lost = 0;
  const lane = async (): Promise<void> => {
    let socket: Socket | undefined;
    while (left > 0) {
      left -= 1;
      socket ??= createConnection({ port, host: "127.0.0.1", noDelay: true });
      const { isAnswered, again } = await refuseOne(socket, request);
      if (!isAnswered) lost += 1;
      if (again) continue;
      socket.destroy();
      socket = undefined;
    }
    socket?.destroy();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { refused: count - lost, lost };
}

function refuseOne(socket: Socket, request: Buffer): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    let isAnswered = false;
    let isSent = false;
    let closes = false;
    const finish = (again: boolean): void => {
      clearTimeout(timer);
      socket.removeAllListeners("data").removeAllListeners("close").removeAllListeners("error");
      // A connection that is thrown away may still fail.
      socket.on("error", () => {});
      resolve({ isAnswered, again });
    };
    const timer = setTimeout(() => reject(new Error(`No end after ${limitMs} ms`)), limitMs);
    const look = (): void => {
      if (isAnswered && isSent && !closes) finish(true);
    };
    socket.on("data", (chunk: Buffer) => {
      const answer = reader.push(chunk);
      if (!answer) return;
      if (answer.status !== 401) reject(new Error(`Not a 401: ${answer.text}`));
      isAnswered = true;
      closes = answer.closes;
      look();
    });
    socket.on("error", () => {});
    socket.on("close", () => finish(false));
    socket.write(request, (error) => {
      isSent = !error;
      look();
    });
  });
}
