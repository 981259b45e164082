import { createConnection } from "node:net";
import { AnswerReader, type WholeAnswer } from "./response.js";

/** Sends one request on a connection of its own, and waits for the answer. */
export function askOnce(port: number, request: Buffer): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    const socket = createConnection({ port, host: "127.0.0.1", noDelay: true, timeout: 10_000 });
    socket.on("error", reject);
    socket.on("timeout", () => socket.destroy(new Error("No answer within 10 s")));
    socket.on("data", (chunk: Buffer) => {
      const answer = reader.push(chunk);
      if (!answer) return;
      resolve(answer);
      socket.destroy();
    });
    socket.write(request);
  });
}
